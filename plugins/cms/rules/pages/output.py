"""Output: a built site as the rules for pages look at it, and what they find."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from ...entries import Entry, leaves
from ...errors import Location, Severity
from ...fields import ImagePath
from ...ledger import Ledger
from ...site import Site
from .page import Page

ASK_THEME = "The theme makes this, not the text. Ask whoever looks after the theme"
"""How the remedy begins where an author has nothing to mend."""


@dataclass(frozen=True)
class Output:
    """A built site.

    Paths are below `folder`. `files` is every file there; `moved` gives the page that a
    redirect leads to; `feeds` the pages that each feed should list. `coming` are pages that
    are there once drafts are published: only drafts may link to them. `ledger` has the
    addresses that were live before, and `renamed` tells what a file became. `siteurl` stands
    before the addresses of this site.
    """

    site: Site
    folder: Path
    pages: Mapping[str, Page]
    files: frozenset[str]
    siteurl: str
    moved: Mapping[str, str] = field(default_factory=dict)
    feeds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    max_image_kb: int = 500
    coming: frozenset[str] = frozenset()
    ledger: Ledger = field(default_factory=Ledger)
    renamed: Callable[[str], str | None] = lambda _: None

    @cached_property
    def named(self) -> Mapping[str, list[Naming]]:
        """Where each file is named in content, by the name of the file."""
        found: dict[str, list[Naming]] = {}
        for entry in self.site.entries:
            for path, text in entry.texts():
                for link in text.links:
                    naming = Naming(entry, entry.locate(link, path), in_text=True)
                    found.setdefault(file_name(link), []).append(naming)
            for at, value in leaves(entry.data):
                if isinstance(value, ImagePath):
                    naming = Naming(entry, entry.document.where(*at), in_text=False)
                    found.setdefault(file_name(value), []).append(naming)
        return found


class Naming(NamedTuple):
    """A place in content that names a file: a text, or a field of its own."""

    entry: Entry
    location: Location
    in_text: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a page. What the theme does is the same on many: it is told once."""

    page: Page
    location: Location
    code: str
    message: str
    hint: str
    severity: Severity = "warning"
    by_theme: bool = False


def first_line(page: Page) -> Location:
    """The content file of a page, or the page itself where it has none."""
    return Location(page.entry.path if page.entry else f"output/{page.path}", 1, 1)


def field_of(page: Page, name: str) -> Location:
    """The line of a field in front matter, or the first line where it is not there."""
    if page.entry and name in page.entry.document.data:
        return page.entry.document.where(name)
    return first_line(page)


def link_of(page: Page, link: str) -> Location:
    """Where the author of a page wrote a link, as far as that can be told."""
    location = first_line(page)
    anchor = link.partition("#")[2]
    for path, text in page.entry.texts() if page.entry else ():
        for written in text.links:
            same = anchor and written.partition("#")[2] == anchor
            same = same or (written[:1] == "{" and file_name(written) == file_name(link) != "")
            if page.entry and (written == link or same):
                location = page.entry.locate(written, path)
    return location


def line_of(page: Page, text: str) -> Location | None:
    """The line of the content file that says just this, as a heading does, or None."""
    wanted = _bare(text)
    if not page.entry or not wanted:
        return None
    document = page.entry.document
    for number, line in enumerate(document.text.split("\n")[document.body_line - 1 :]):
        if _bare(line) == wanted:
            return Location(document.path, document.body_line + number, 1)
    return None


def picture_of(output: Output, page: Page, src: str) -> Naming | None:
    """Where a picture on a page is named: in its own content file, else in another one."""
    named = output.named.get(file_name(src), [])
    own = [one for one in named if one.entry is page.entry]
    return next(iter(own or named), None)


def file_name(link: str) -> str:
    """`rose.svg` for `{static}/images/rose.svg`."""
    try:
        path = urlsplit(link.rpartition("}")[2]).path
    except ValueError:
        return link
    return PurePosixPath(unquote(path)).name


def _bare(line: str) -> str:
    """Letters and digits alone, without marks of Markdown such as `## **` and `{#id}`."""
    line = re.sub(r"\{[:#][^}]*\}|\]\([^)]*\)|<[^>]*>", "", line)
    return "".join(filter(str.isalnum, line)).casefold()
