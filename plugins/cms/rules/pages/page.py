"""Page: all that the rules need to know of one built page; a plain record but for its entry."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ...cache import digest_of
from ...entries import Entry
from .addresses import address


class Heading(NamedTuple):
    """A heading; `level` is 1 for `h1`."""

    level: int
    text: str
    anchor: str


class Picture(NamedTuple):
    """An `img`. Sizes are in CSS pixels; None where they are not stated.

    `file` is below the output folder; None for a picture of another site.
    """

    src: str
    has_alt: bool
    width: int | None
    height: int | None
    file: str | None


class Card(NamedTuple):
    """What other sites show beside a link to a page: a title, and a picture below the output."""

    title: str
    file: str


@dataclass(frozen=True, slots=True)
class Texts:
    """Some texts, none of them empty, kept as one: thousands of pages have hundreds each."""

    joined: str = ""

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Keep these texts."""
        # Neither HTML nor the name of a file can have this character in it, but `%00` makes one.
        return cls("\0".join(text.replace("\0", "\ufffd") for text in texts))

    def __iter__(self) -> Iterator[str]:
        return iter(self.joined.split("\0") if self.joined else ())

    def __len__(self) -> int:
        return self.joined.count("\0") + 1 if self.joined else 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page at `path` below the output folder; lists have no entry.

    `links` are the addresses within the site, as they are written, but those that lead to
    the page itself and hold; `files` are the files that they lead to, and `anchors` a file and
    the id of a place in it by turns. `ways` are the files by whose links a reader comes upon a
    page: not those in a register (`data-register`), which lists whatever there is. `outside`
    are the web addresses of other sites. `passages` holds extracts of each text with the
    language that it is marked as.
    """

    path: str
    entry: Entry | None
    lang: str
    title: str
    description: str
    noindex: bool
    card: Card | None
    links: Texts
    files: Texts
    anchors: Texts
    ways: Texts
    outside: Texts
    ids: Texts
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

    @property
    def scripts(self) -> tuple[str, ...]:
        """The scripts of this site that it loads, or links to."""
        return tuple(file for file in self.files if file.endswith(".js"))

    @property
    def places(self) -> Iterator[tuple[str, str]]:
        """(file, id) of each place that a link leads to."""
        each = iter(self.anchors)
        return zip(each, each, strict=True)

    def without_text(self) -> Page:
        """The page as the rules for the whole output need it; its own findings are known."""
        return replace(self, headings=(), passages=())


def to_text(page: Page) -> bytes:
    """A page without its entry as a text of JSON, packed: a site has thousands."""
    text = json.dumps(_record(page), separators=(",", ":")).encode()
    return b'"%s"' % b64encode(zlib.compress(text, level=1))


def from_text(text: bytes, entry: Entry | None) -> Page:
    """The page that `to_text` has packed. Raises an exception for what is none."""
    return _page(json.loads(zlib.decompress(b64decode(text[1:-1]))), entry)


def _record(page: Page) -> list[Any]:
    """A page without its entry, as JSON can have it."""
    return [
        page.path,
        page.lang,
        page.title,
        page.description,
        page.noindex,
        page.card,
        page.links.joined,
        page.files.joined,
        page.anchors.joined,
        page.ways.joined,
        page.outside.joined,
        page.ids.joined,
        page.pictures,
        page.headings,
        page.passages,
    ]


def _page(record: list[Any], entry: Entry | None) -> Page:
    path, lang, title, description, noindex, card, *texts, pictures, headings, passages = record
    links, files, anchors, ways, outside, ids = map(Texts, texts)
    return Page(
        path=path,
        entry=entry,
        lang=lang,
        title=title,
        description=description,
        noindex=noindex,
        card=Card(*card) if card else None,
        links=links,
        files=files,
        anchors=anchors,
        ways=ways,
        outside=outside,
        ids=ids,
        pictures=tuple(Picture(*one) for one in pictures),
        headings=tuple(Heading(*one) for one in headings),
        passages=tuple((spoken, tuple(extracts)) for spoken, extracts in passages),
    )


def summary(page: Page) -> str:
    """A digest of all that the rules for the whole output read of a page.

    While it is the same for every page, and the entries, files and settings that an Output
    names are the same, what these rules find is the same.
    """
    read = _record(replace(page, headings=(), passages=(), outside=Texts()))
    owner = page.entry.path if page.entry else None
    text = json.dumps([owner, read], separators=(",", ":"))
    return digest_of(text.encode())
