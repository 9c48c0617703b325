"""Two built sites to what is different between them for a reader. Pure: folders in, values out."""

from __future__ import annotations

import hashlib
import mimetypes
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .page import Page, read_page, without_shared_data

_FILES = ("image/", "audio/", "video/", "application/pdf")
"""What is compared beside pages, by its media type: what readers look at or take with them."""


@dataclass(frozen=True)
class Snapshot:
    """A built site: pages and redirects by address, files by address as (bytes, digest)."""

    pages: Mapping[str, Page]
    redirects: Mapping[str, str]
    files: Mapping[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Edit:
    """How often something was added and taken away: words, links or pictures."""

    what: str
    added: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A page that is there in one of the two alone."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A page that is there in both, under one address or two; `edits` says what is different."""

    url: str
    title: str
    before_url: str
    before_title: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Redirect:
    """A former address; `before` or `after` is None where there is none in that version."""

    url: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class File:
    """A picture or attachment with its size in bytes in either version."""

    url: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Changes:
    """All that a reader would see to be different, each group by address.

    `framed` counts the pages that differ in nothing but what surrounds their text.
    """

    added: tuple[Place, ...] = ()
    removed: tuple[Place, ...] = ()
    moved: tuple[Changed, ...] = ()
    changed: tuple[Changed, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    files: tuple[File, ...] = ()
    framed: int = 0

    def __bool__(self) -> bool:
        return self != Changes()


def read_snapshot(folder: Path, siteurl: str) -> Snapshot:
    """Read a built site. Raises OSError where that cannot be done."""
    pages: dict[str, Page] = {}
    redirects: dict[str, str] = {}
    files: dict[str, tuple[int, str]] = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        path = file.relative_to(folder).as_posix()
        url = f"/{path}".removesuffix("index.html")
        if path.endswith(".html"):
            page = read_page(file.read_text(encoding="utf-8", errors="replace"), siteurl)
            if page.leads_to is None:
                pages[url] = page
            else:
                redirects[url] = page.leads_to
        elif (mimetypes.guess_type(path)[0] or "").startswith(_FILES):
            content = file.read_bytes()
            files[url] = len(content), hashlib.sha256(content).hexdigest()
    return Snapshot(without_shared_data(pages), redirects, files)


def compare(before: Snapshot, after: Snapshot) -> Changes:
    """What is different in `after`."""
    old, new = before.pages, after.pages
    gone = sorted(old.keys() - new.keys())
    moves = {url: to for url in gone if (to := after.redirects.get(url, "")) in new}
    both = [(url, url) for url in sorted(old.keys() & new.keys())]
    compared = [
        Changed(url, new[url].title, was, old[was].title, tuple(_edits(old[was], new[url])))
        for was, url in (*moves.items(), *both)
    ]
    changed = [one for one in compared if one.url == one.before_url]
    come = sorted(new.keys() - old.keys() - set(moves.values()))
    return Changes(
        tuple(Place(url, new[url].title) for url in come),
        tuple(Place(url, old[url].title) for url in gone if url not in moves),
        tuple(one for one in compared if one.url != one.before_url),
        tuple(one for one in changed if one.edits),
        tuple(_redirects(before, after, moves)),
        tuple(_files(before, after)),
        sum(not one.edits and old[one.url].html != new[one.url].html for one in changed),
    )


def _edits(old: Page, new: Page) -> Iterator[Edit]:
    if old.title != new.title:
        yield Edit("title")
    if old.description != new.description:
        yield Edit("description")
    for what, was, now in (
        ("words", old.words, new.words),
        ("links", old.links, new.links),
        ("pictures", old.pictures, new.pictures),
    ):
        if was != now:
            yield Edit(what, _more(now, was), _more(was, now))
    if old.data != new.data:
        yield Edit("structured data")


def _more(many: Iterable[str], few: Iterable[str]) -> int:
    return (Counter(many) - Counter(few)).total()


def _redirects(before: Snapshot, after: Snapshot, moves: Mapping[str, str]) -> Iterator[Redirect]:
    for url in sorted(before.redirects.keys() | after.redirects.keys()):
        was, now = before.redirects.get(url), after.redirects.get(url)
        if was != now and url not in moves:
            yield Redirect(url, was, now)


def _files(before: Snapshot, after: Snapshot) -> Iterator[File]:
    for url in sorted(before.files.keys() | after.files.keys()):
        was, now = before.files.get(url), after.files.get(url)
        if was != now:
            yield File(url, was and was[0], now and now[0])
