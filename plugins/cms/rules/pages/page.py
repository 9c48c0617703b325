"""Page: all that the rules need to know of one built page; a plain record but for its entry."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from ...entries import Entry
from .addresses import address


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` is 1 for `h1`."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An `img`. Sizes are in CSS pixels; None where they are not stated.

    `file` is below the output folder; None for a picture of another site.
    """

    src: str
    has_alt: bool
    width: int | None
    height: int | None
    file: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page at `path` below the output folder; lists have no entry.

    `links` are the addresses within the site, as they are written, but those that lead to
    the page itself and hold; `files` and `places` (file, anchor) are what they lead to. `ways`
    are the files by whose links a reader comes upon a page: not those in a register
    (`data-register`), which lists whatever there is. `outside` are the web addresses of other
    sites. `passages` holds extracts of each text with the language that it is marked as.
    """

    path: str
    entry: Entry | None
    lang: str
    title: str
    description: str
    noindex: bool
    links: tuple[str, ...]
    files: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    ways: tuple[str, ...]
    outside: tuple[str, ...]
    ids: tuple[str, ...]
    pictures: tuple[Picture, ...]
    headings: tuple[Heading, ...]
    passages: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def address(self) -> str:
        """From the root of the site: `/blog/`."""
        return address(self.path)

    @property
    def is_draft(self) -> bool:
        return self.path.startswith("drafts/")

    def without_text(self) -> Page:
        """The page as the rules for the whole output need it; its own findings are known."""
        return replace(self, headings=(), passages=())


Record = list[Any]
"""A page as JSON has it: what `to_record` makes."""


def to_record(page: Page) -> Record:
    """A page without its entry, as plain lists."""
    return [
        page.path,
        page.lang,
        page.title,
        page.description,
        page.noindex,
        page.links,
        page.files,
        page.places,
        page.ways,
        page.outside,
        page.ids,
        [[one.src, one.has_alt, one.width, one.height, one.file] for one in page.pictures],
        [[one.level, one.text, one.anchor] for one in page.headings],
        page.passages,
    ]


def from_record(record: Record, entry: Entry | None) -> Page:
    """The page of a record, be it that of `to_record` or what JSON made of it."""
    path, lang, title, description, noindex, *lists, ids, pictures, headings, passages = record
    links, files, places, ways, outside = lists
    return Page(
        path=path,
        entry=entry,
        lang=lang,
        title=title,
        description=description,
        noindex=noindex,
        links=tuple(links),
        files=tuple(files),
        places=tuple((file, anchor) for file, anchor in places),
        ways=tuple(ways),
        outside=tuple(outside),
        ids=tuple(ids),
        pictures=tuple(Picture(*one) for one in pictures),
        headings=tuple(Heading(*one) for one in headings),
        passages=tuple((spoken, tuple(extracts)) for spoken, extracts in passages),
    )


def summary(page: Page) -> str:
    """A digest of all that the rules for the whole output read of a page.

    While it is the same for every page, and the entries, files and settings that an Output
    names are the same, what these rules find is the same.
    """
    read = to_record(replace(page.without_text(), outside=()))
    owner = page.entry.path if page.entry else None
    text = json.dumps([owner, read], separators=(",", ":"))
    return blake2b(text.encode(), digest_size=16).hexdigest()
