"""What rules need of finished pages, be they made in this build or in a former one."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ..entries import Entry
from ..rules.pages import Finding, Page, from_text, read_page
from .kept import Kept, KeptPages
from .printing import Made


class PageFacts:
    """`findings` are what rules for single pages found, `summaries` what those for all pages read.

    Both are by paths, and lack the pages of which nobody can say it without a look.
    """

    def __init__(self, kept: KeptPages | None, siteurl: str) -> None:
        self.findings: dict[str, tuple[Finding, ...]] = {}
        self.summaries: dict[str, str] = {}
        self._kept = kept
        self._siteurl = siteurl
        self._digests: dict[str, str] = {}
        self._records: dict[str, bytes] = {}
        self._pages: dict[str, Page] = {}

    def take(self, path: str, page: Kept) -> None:
        """Take in a page of a former build."""
        if page.summary is not None:
            self.findings[path], self.summaries[path] = (), page.summary
            self._digests[path] = page.digest

    def note(self, path: str, made: Made) -> None:
        """Take in a page that was made just now."""
        self.findings[path], self.summaries[path] = made.findings, made.summary
        self._pages.pop(path, None)
        if made.own:  # then it is kept, and what is noted of it besides
            self._digests[path] = made.digest
        else:
            self._records[path] = made.record

    def is_quiet(self, path: str) -> bool:
        """Whether it is known that rules for single pages have nothing to say of a page."""
        return self.findings.get(path) == ()

    def of(self, path: str, entry: Entry | None, folder: Path) -> Page:
        """What rules need of a page, which is in this folder."""
        if path not in self._pages:
            self._pages[path] = self._read(path, entry, folder)
        return self._pages[path]

    def _read(self, path: str, entry: Entry | None, folder: Path) -> Page:
        record = self._records.get(path)
        if record is None and self._kept and path in self._digests:
            record = self._kept.facts(path, self._digests[path])
        if record is not None:
            with suppress(Exception):  # whoever wrote it may have meant something else
                return from_text(record, entry)
        return read_page(path, (folder / path).read_bytes(), self._siteurl, entry)
