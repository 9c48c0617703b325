"""What pages that list entries are about: conditions, people, posts."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.cms.entries import Entry

from ..long_lists import Part
from ..models import Post
from .nodes import Node, Place, node

BLOG = "blog/"
"""The address of the list of posts."""

LISTED = {"conditions": "condition", "compare": "comparison", "people": "person"}
"""The kind of entry that a layout lists."""


def listed(entries: Iterable[Entry | Part], place: Place) -> Node:
    """The pages that a list leads to, in its order."""
    items = [
        node("ListItem", position=number, name=entry.title, url=place.url(entry.url))
        for number, entry in enumerate(entries, 1)
    ]
    return node("ItemList", place.id("list"), itemListElement=items)


def blog(place: Place) -> Node:
    """The blog as a whole."""
    return node("Blog", place.id("blog", BLOG), url=place.url(BLOG), name=place.title)


def post(entry: Entry, place: Place, authors: list[Node]) -> Node:
    """A post of the blog."""
    data = entry.data
    assert isinstance(data, Post)
    return node(
        "BlogPosting",
        place.id_of("post", entry),
        headline=entry.title,
        datePublished=data.date.isoformat(),
        dateModified=entry.changed.isoformat(),
        author=authors,
        image=data.image and place.url(data.image.src),
    )
