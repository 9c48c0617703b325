"""What pages that list entries are about: words, conditions, people, posts."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.cms.entries import Entry
from plugins.cms.site import Site

from ..claims import plain_text
from ..models import Post, Term
from .nodes import Node, Place, node

BLOG = "blog/"
"""The address of the list of posts."""

LISTED = {"conditions": "condition", "compare": "comparison", "people": "person"}
"""The kind of entry that a layout lists."""


def glossary(site: Site, place: Place) -> Node:
    """The words that the glossary explains, each with the place where it does."""
    terms = [
        node(
            "DefinedTerm",
            place.id(term.slug),
            name=term.title,
            description=plain_text(term.data.definition),
            url=place.id(term.slug),
            inDefinedTermSet={"@id": place.id("terms")},
        )
        for term in site.all("term")
        if isinstance(term.data, Term)
    ]
    return node("DefinedTermSet", place.id("terms"), name=place.title, hasDefinedTerm=terms)


def listed(entries: Iterable[Entry], place: Place) -> Node:
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
        description=data.summary,
        datePublished=data.date.isoformat(),
        dateModified=entry.changed.isoformat(),
        author=authors,
        articleSection=data.category,
        keywords=list(data.tags),
        image=data.image and place.url(data.image.src),
        inLanguage=place.lang,
        mainEntityOfPage={"@id": place.id("page")},
        isPartOf={"@id": place.id("blog", BLOG)},
    )
