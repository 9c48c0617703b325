"""A part of a site: as many of its entries as are needed to make some of its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pelican
from jinja2 import Environment
from pelican.generators import StaticGenerator

from ..cache import digest_of
from ..collection import Subject
from ..entries import Entry
from ..known import KnownEntries
from ..rules.pages import Finding
from ..site import Site
from ..tracing import Key, reads
from .kept import unpacked
from .noted import NotedPages
from .pages import Pages
from .places import Places
from .printing import Job

_MANY = 400
"""From how many entries on a part is hardly less work than the whole."""

_LISTS = {
    "article": frozenset("articles authors categories dates tags".split()),
    "page": frozenset({"pages"}),
}
"""What Pelican gives to templates by the names of lists, made of all that it publishes."""

_OF_FILES = frozenset({"body", "citations", "data", "document", "face", "place", "state"})


@dataclass(frozen=True, slots=True)
class Part:
    """The files of the entries that are read, and the pages that are made, by their paths.

    `known` and `noted` are what is known of entries and pages by now.
    """

    entries: frozenset[str]
    pages: frozenset[str]
    known: KnownEntries
    noted: NotedPages


def entries_behind(
    keys: Iterable[Key], subject: Subject, content: str, known: KnownEntries
) -> frozenset[str] | None:
    """The files of all entries that these keys are about; None where they are many.

    `content` is the name of the folder that they are in. It is a guess that saves time: whoever
    makes something of them sees whether it is all.
    """
    folders = {one.kind: f"{content}/{one.folder}/" for one in subject.collections}
    whole: set[str] = set()
    found: set[str] = set()
    for what, *names in keys:
        if what in _OF_FILES:
            found.add(names[0])
        elif what == "link":
            found.add(f"{content}/{names[0]}")
        elif what == "entry":
            kind, slug = names
            found.add(f"{folders[kind]}{slug}.md")
        elif what == "all":
            whole.add(folders[names[0]])
        elif what == "context":
            lists = (
                one for one in subject.collections if names[0] in _LISTS.get(one.publisher, ())
            )
            whole.update(folders[one.kind] for one in lists)
    starts = tuple(whole)
    found.update(path for path in known.paths if path.startswith(starts))
    found.intersection_update(known.paths)
    return frozenset(found) if len(found) < _MANY else None


@dataclass(frozen=True, slots=True)
class Result:
    """A page or a feed that was made; see `Kept` and `Made`."""

    own: str | None
    digest: str
    summary: str | None
    reads: frozenset[Key]
    more: Mapping[str, str] | None = None
    record: bytes = b""
    findings: tuple[Finding, ...] = ()


class SomePages(Pages):
    """Only the pages of a part are made, and nothing else: `results`, by their paths."""

    are_all = False

    def __init__(
        self, site: Site, context: Mapping[str, Any], env: Environment, part: Part, folder: Path
    ) -> None:
        places = Places(folder, None)
        super().__init__(site, context, env, None, places, blobs=part.noted.blobs)
        self._part = part
        self.results: dict[str, Result] = {}

    def page(
        self,
        own: Mapping[str, Any],
        template: str,
        entry: Entry | None,
        render: Callable[[], str],
    ) -> str:
        """Nothing: what is wanted is made by `finish`."""
        path = str(own["output_file"])
        self._taken.add(str(self.folder / path))
        if self.wants(path):
            self._jobs.append(Job(path, entry, own, template, render))
        return ""

    def wants(self, path: str) -> bool:
        """Whether the page is one of the part."""
        return path in self._part.pages

    def feed(self, own: Mapping[str, Any], path: str, write: Callable[[], Any]) -> None:
        """Write a feed if it is wanted; whether all its posts are here, its description says."""
        if self.wants(path):
            with reads() as heard:
                write()
            digest = digest_of((self.folder / path).read_bytes())
            description = self._printer.described(own)
            self.results[path] = Result(description, digest, None, frozenset(heard))

    def files(self, name: str, make: Callable[[], Mapping[str, bytes]]) -> Mapping[str, bytes]:
        """What was made under this name before, if it would be made the same again; or that."""
        noted = self._part.noted.made(name)
        if noted and all(self.inputs.digest(key) == was for key, was in noted.reads.items()):
            files = self._part.noted.blobs.read(noted.more)
            if files is not None:
                return files
        return make()

    def finish(self, meanwhile: Callable[[], None]) -> None:
        """Make the pages that are wanted, and nothing else."""
        for job in self._jobs:
            made = self._printer.make(job, self.folder)
            heard = frozenset(unpacked(made.reads))
            self.results[job.path] = Result(
                made.own,
                made.digest,
                made.summary,
                heard,
                made.more(self._part.noted.blobs),
                made.record,
                made.findings,
            )


class PelicanOfPart(pelican.Pelican):  # type: ignore[misc]
    """Pelican for a part of a site: no file is copied."""

    def run_part(self, part: Part) -> SomePages:
        """Make the pages of a part. Raises whatever stands in the way."""
        self.settings["CMS_PART"] = part
        self.run()
        pages: SomePages = self.settings["CMS_PAGES"]
        return pages

    def _get_generator_classes(self) -> list[type]:
        classes = super()._get_generator_classes()
        return [_Uncopied if one is StaticGenerator else one for one in classes]


class _Uncopied(StaticGenerator):  # type: ignore[misc]
    def generate_output(self, _writer: Any) -> None:
        """The files are there already."""
