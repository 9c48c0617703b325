"""A page is made: its file, what was read for it, and what rules and searches need of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..cache import digest_of
from ..entries import Entry
from ..heap import give_back
from ..inputs import Unknowable, short_digest
from ..rules.pages import Finding, page_findings, read_page, summary, to_text
from ..search import Extract, as_json, extracts_of
from ..tracing import reads
from .blobs import Blobs, share
from .inputs import PageInputs
from .kept import packed

EXTRACTS = "extracts"
"""By what name a page that is kept has what can be found of it, beside its file."""

_OF_A_PAGE = frozenset({"TEXTS", "body", "entry", "sources"})
"""Names in a template that follow from what the page alone gets."""

_ALWAYS = frozenset({"SITEURL", "article", "localsiteurl", "output_file", "page"})
"""Names of what texts are made with, whatever the template asks for."""

_LARGE = 1_000_000
"""From how many bytes on a page leaves a hole in memory: read, it takes ten times as much."""

SOME = 500
"""After how many pages lists are made, and each process gives back what is free."""


@dataclass(frozen=True, slots=True)
class Job:
    """A page to make. `own` is what it alone gets, by name."""

    path: str
    entry: Entry | None
    own: Mapping[str, Any]
    template: str
    render: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Made:
    """A page that was made: a hash of it, what was read for it, and what rules need of it.

    `own` is as in Kept, or None where nobody can say it; `is_new` says that its file had to be
    written, and `extracts` is what can be found of it, as JSON; empty where it is not searched.
    """

    digest: str
    is_new: bool
    own: str | None
    reads: str
    record: bytes
    summary: str
    findings: tuple[Finding, ...]
    extracts: bytes

    def more(self, blobs: Blobs) -> dict[str, str] | None:
        """What is kept with the page, among these files: see `Kept`."""
        return {EXTRACTS: blobs.put(self.extracts)} if self.extracts else None


class Printer:
    """Makes the pages of a site; each becomes one of the `blobs`, if there are any."""

    def __init__(
        self, inputs: PageInputs, blobs: Blobs | None, siteurl: str, is_searched: bool
    ) -> None:
        self._inputs = inputs
        self._blobs = blobs
        self._siteurl = siteurl
        self._is_searched = is_searched
        self._count = 0

    def make(self, job: Job, folder: Path) -> Made:
        """Make a page in a folder."""
        with reads() as heard:
            html = job.render().encode()
            extracts = as_json(self.extracts(job, html))
        digest = digest_of(html)
        is_new = self._place(folder / job.path, html, digest)
        page = read_page(job.path, html, self._siteurl, job.entry)
        inside = {name for name in job.own.keys() | _OF_A_PAGE if ("context", name) in heard}
        heard.difference_update(("context", name) for name in inside)
        slim = page.without_text()
        self._count += 1
        if len(html) >= _LARGE or self._count % SOME == 0:
            give_back()
        return Made(
            digest,
            is_new,
            self.own(job, sorted(inside & job.own.keys())),
            packed(heard),
            to_text(slim),
            summary(slim),
            page_findings(page),
            extracts,
        )

    def extracts(self, job: Job, html: bytes) -> Iterator[Extract]:
        """What can be found of a finished page."""
        if not self._is_searched:
            return iter(())
        site = self._inputs.site
        findable = site.subject.findable(job.entry, site) if job.entry else None
        return extracts_of(html, job.path, findable) if findable else iter(())

    def own(self, job: Job, names: Iterable[str]) -> str | None:
        """What stands for what a page alone gets: a hash of what has these names, and the names."""
        read = {name: job.own[name] for name in sorted(_ALWAYS.union(names)) if name in job.own}
        every = " ".join(sorted(job.own))
        digest = self.described({"all": every, "read": read, "": job.template})
        return digest and " ".join((digest, *names))

    def described(self, values: Mapping[str, Any]) -> str | None:
        """A hash that stands for values; None where nobody can say what they are."""
        try:
            return short_digest(self._inputs.describer.describe(values))
        except Unknowable:
            return None

    def _place(self, target: Path, html: bytes, digest: str) -> bool:
        """Put a page in its place and among the blobs; returns whether it had to be written."""
        target.parent.mkdir(parents=True, exist_ok=True)
        blob = self._blobs.find(digest) if self._blobs else None
        if blob:
            share(blob, target)
            return False
        target.write_bytes(html)
        if self._blobs:
            self._blobs.add(target, digest)
        return True
