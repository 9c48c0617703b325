"""Output: a built site as the rules for pages look at it, and what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ...entries import Entry, leaves
from ...errors import FieldPath, Location
from ...fields import ImagePath
from ...ledger import Ledger
from ...site import Site
from .findings import Finding, file_name
from .page import Page


@dataclass(frozen=True)
class Output:
    """A built site.

    Paths are below `folder`. `files` is every file there; `moved` gives the page that a
    redirect leads to; `feeds` the pages that each feed should list. `coming` are pages that
    are there once drafts are published: only drafts may link to them. `ledger` has the
    addresses that were live before, and `renamed` tells what a file became. `siteurl` stands
    before the addresses of this site. `findings` is what is known to be wrong with single
    pages, by their paths: `page_findings` of each.
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
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)

    @cached_property
    def named(self) -> Mapping[str, Naming]:
        """Where each file is named first in content, by the name of the file."""
        found: dict[str, Naming] = {}
        for entry in self.site.entries:
            for name, naming in _namings(entry):
                found.setdefault(name, naming)
        return found


class Naming(NamedTuple):
    """A place in content that names a file: a link in a text, or a field of its own."""

    entry: Entry
    at: FieldPath | None
    link: str | None

    @property
    def in_text(self) -> bool:
        return self.link is not None

    @property
    def location(self) -> Location:
        if self.link is not None:
            return self.entry.locate(self.link, self.at)
        return self.entry.document.where(*(self.at or ()))


def picture_of(output: Output, page: Page, src: str) -> Naming | None:
    """Where a picture on a page is named: in its own content file, else in another one."""
    name = file_name(src)
    for other, naming in _namings(page.entry) if page.entry else ():
        if other == name:
            return naming
    return output.named.get(name)


def _namings(entry: Entry) -> Iterator[tuple[str, Naming]]:
    """The files that an entry names, by their names, and where it does."""
    for path, text in entry.texts():
        for link in text.links:
            yield file_name(link), Naming(entry, path, link)
    for at, value in leaves(entry.data):
        if isinstance(value, ImagePath):
            yield file_name(value), Naming(entry, at, None)
