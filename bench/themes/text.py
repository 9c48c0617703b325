"""The text that every theme shows: some of our own pages, without anything that is ours alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nh3
from bs4 import BeautifulSoup

PAGES = {
    "sciatica": "/conditions/sciatica/",
    "first-visit": "/blog/first-visit/",
    "safety": "/safety/",
}
"""A long page with tables and sources, a post, and a page of lists."""

_TAGS = set(
    "a abbr b blockquote caption code dd details dl dt em h2 h3 h4 li ol p strong sub summary sup "
    "table tbody td th thead tr ul".split()
)


@dataclass(frozen=True)
class Text:
    """A page: its name in addresses, its title, what it says in a sentence, its text as HTML."""

    slug: str
    title: str
    summary: str
    html: str


def texts_of(site: Path) -> list[Text]:
    """The texts of the published site: plain HTML without classes, drawings and navigation."""
    return [_text(slug, site / path.strip("/") / "index.html") for slug, path in PAGES.items()]


def _text(slug: str, file: Path) -> Text:
    page = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
    main, summary = page.main, page.find("meta", attrs={"name": "description"})
    if main is None or main.h1 is None or summary is None:
        raise ValueError(f"{file} is no page with a heading and a description")
    title = main.h1.get_text(" ", strip=True)
    for part in main.find_all(["nav", "svg", "h1", "form", "script"]):
        part.decompose()
    for part in main.find_all(id=True):
        if part.name not in _TAGS:  # what is linked to within the page stays
            part.insert(0, page.new_tag("a", id=str(part["id"])))
    html = nh3.clean(
        main.decode_contents(),
        tags=_TAGS,
        attributes={"*": {"id"}, "a": {"href", "id"}, "th": {"scope", "id"}},
        link_rel=None,
    )
    return Text(slug, title, str(summary["content"]), html)
