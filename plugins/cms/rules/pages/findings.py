"""Finding: something wrong with a page, and where the content says it."""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from ...errors import Location, Severity
from .page import Page

ASK_THEME = "The theme makes this, not the text. Ask whoever looks after the theme"
"""How the remedy begins where an author has nothing to mend."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the page at the path `page`.

    What the theme does is the same on many: it is told once.
    """

    page: str
    location: Location
    code: str
    message: str
    hint: str
    severity: Severity = "warning"
    by_theme: bool = False

    def to_record(self) -> list[Any]:
        """The finding as JSON can have it."""
        return list(astuple(self))

    @classmethod
    def from_record(cls, record: list[Any]) -> Finding:
        """The finding that `to_record` made a record of."""
        page, location, *said = record
        return cls(page, Location(*location), *said)


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
