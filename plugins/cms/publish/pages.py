"""The pages of a build: each is made, or taken from a former build that made the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import Environment

from ..cache import State, digest_of
from ..collection import ListPage
from ..entries import Entry
from ..heap import give_back
from ..inputs import short_digest
from ..outputs.tables import Table
from ..parallel import fork_each
from ..rules.pages import (
    Finding,
    Page,
    from_text,
)
from ..search import FOLDER, Extract, as_extracts, make_index
from ..site import Site
from ..tracing import Key, reads
from .blobs import Blobs, write
from .facts import PageFacts
from .inputs import PageInputs
from .kept import Kept, KeptPages
from .places import Places
from .printing import EXTRACTS, SOME, Job, Made, Printer
from .rows import INDEX, written

_INDEX = "<search>"
"""By what name the index is kept."""

_LISTS = "<lists>"
"""By what name it is kept what the pages that no entry has were made of."""

_ATTACHED = ("{attach}", "|attach|")

_MANY = 8
"""From how many pages on it pays to share them among the processors."""


@dataclass(frozen=True, slots=True)
class Remade:
    """Pages that were made anew, and whether rules for the whole output read the same of them."""

    paths: tuple[str, ...]
    are_alike: bool


class Pages:
    """The pages of one build, in the folder of its output, where `places` puts them.

    `made` are the paths of those that were rendered, and `linked` of all files that were there
    already; `searched` has a hash of what can be found of each page, where that is kept. Without
    `kept`, each is made when it is asked for: others may want to see it then. Those that are made
    become `blobs`, if there are any, or those of `kept`.
    Those that are to be `first` are made as soon as they are asked for, before the others, and
    `done` is told of each.
    """

    are_all = True
    """Whether all pages of the site are among them."""

    def __init__(
        self,
        site: Site,
        context: Mapping[str, Any],
        env: Environment,
        kept: KeptPages | None,
        places: Places,
        first: Collection[str] = (),
        done: Callable[[Path, str], None] = lambda _folder, _path: None,
        blobs: Blobs | None = None,
    ) -> None:
        self._first = first
        self._done = done
        self._kept = None if _moves_files(site) else kept
        self.inputs = PageInputs(site, context, env, Path(context["PATH"]))
        self._places = places
        self.folder = places.folder
        siteurl: str = context["SITEURL"]
        blobs = self._kept.blobs if self._kept else blobs
        self._facts = PageFacts(self._kept, siteurl)
        self._printer = Printer(self.inputs, blobs, siteurl, context["CMS_IS_SEARCHED"])
        self._is_searched_later = context["CMS_INDEX"] == "later"
        self._jobs: list[Job] = []
        self._by_path: dict[str, Job] = {}
        self._taken: set[str] = set()
        self._feeds: list[tuple[str, str, Callable[[], Any]]] = []
        self.made: set[str] = set()
        self.linked: set[str] = set()
        self.searched: dict[str, str] = {}

    def page(
        self,
        own: Mapping[str, Any],
        template: str,
        entry: Entry | None,
        render: Callable[[], str],
    ) -> str:
        """The text of a page; empty where its file is there already, or will be by `finish`.

        `own` are the names that this page alone gets, `output_file` among them.
        """
        path = str(own["output_file"])
        job = Job(path, entry, own, template, render)
        self._by_path[path] = job
        if not self._kept:
            self.made.add(path)
            return render()
        if not self._take(job, self._kept):
            if path in self._first:
                self._note(self._kept, job, self._printer.make(job, self.folder))
            else:
                self._jobs.append(job)
        self._taken.add(str(self.folder / path))
        return ""

    @property
    def are_made_later(self) -> bool:
        """Whether `finish` makes them, and nobody else waits for one."""
        return self._kept is not None

    def wants(self, path: str) -> bool:
        """Whether somebody asks for this page."""
        return True

    def feed(self, own: Mapping[str, Any], path: str, write: Callable[[], Any]) -> None:
        """Take a feed from a former build, or have it written, by `finish` where it can be kept.

        `own` is all that it is made of.
        """
        description = self._printer.described(own) if self._kept else None
        if not self._kept or not description:
            write()
        elif found := self._kept.find(path, description, self.inputs.digest):
            self._put(found[0], path)
        else:
            self._feeds.append((path, description, write))

    def files(self, name: str, make: Callable[[], Mapping[str, bytes]]) -> Mapping[str, bytes]:
        """What a function makes, or what the one with this name made before."""
        if not self._kept:
            return make()
        found = self._kept.find(name, "", self.inputs.digest)
        files = self._kept.blobs.read(found[1].more or {}) if found else None
        if files is not None:
            return files
        with reads() as heard:
            made = make()
        self._keep_named(self._kept, name, heard, made)
        return made

    def table(self, name: str, make: Callable[[], Table]) -> Mapping[str, bytes]:
        """The files of a table, with those parts of former ones that are still right."""

        def make_files() -> Mapping[str, bytes]:
            former = self._kept and self._kept.blobs.read(self._kept.more(name))
            return written(make(), former or {}, self._kept.same() if self._kept else set())

        made = dict(self.files(name, make_files))
        made.pop(INDEX, None)
        return made

    def listed(self, make: Callable[[], Sequence[ListPage]]) -> Sequence[ListPage]:
        """What a function makes for pages, which need not note what was read for it.

        It is noted here instead: where that has changed, any of them may be another one.
        """
        with reads() as heard:
            made = make()
        if self._kept and not self._kept.find(_LISTS, "", self.inputs.digest):
            self._keep_named(self._kept, _LISTS, heard, {})
        return made

    def _keep_named(
        self, kept: KeptPages, name: str, heard: Iterable[Key], files: Mapping[str, bytes]
    ) -> None:
        digests = {path: kept.blobs.put(content) for path, content in files.items()}
        index = kept.blobs.put(name.encode())
        kept.keep(name, Kept("", frozenset(), tuple(heard), index, more=digests))

    def is_taken(self, file: str) -> bool:
        """Whether somebody else writes a file of the output folder."""
        return file in self._taken

    def finish(self, meanwhile: Callable[[], None]) -> None:
        """Make what is still to be made, and keep it for other builds.

        This process does something else `meanwhile`.
        """
        if not self._kept:
            meanwhile()
            return

        def others() -> None:
            self._write_feeds()
            meanwhile()
            if len(jobs) > SOME:
                give_back()

        jobs, self._jobs = _in_order(self._jobs), []
        make = partial(self._printer.make, folder=self.folder)
        with closing(fork_each(make, jobs, at_least=_MANY, meanwhile=others)) as made_then:
            for job, made in zip(jobs, made_then, strict=True):
                self._note(self._kept, job, made)

    def _write_feeds(self) -> None:
        feeds, self._feeds = self._feeds, []
        for path, description, make in feeds:
            with reads() as heard:
                make()
            if self._kept:
                digest = self._kept.blobs.put((self.folder / path).read_bytes())
                self._kept.keep(path, Kept(description, frozenset(), tuple(heard), digest))

    def _note(self, kept: KeptPages, job: Job, made: Made) -> None:
        """Tell of what was made just now, and remember it."""
        self._done(self.folder, job.path)
        self.made.add(job.path)
        self._facts.note(job.path, made)
        self._note_extracts(job.path, made.extracts)
        if made.own:
            self._keep(kept, job.path, made.own, made)

    def remake(self, changed: Set[Key], folder: Path) -> Remade | None:
        """Make the pages anew for which something was read that has changed, in another folder.

        None where something else than a page was made of it: also where a page has another card
        or other scripts, which other files tell of. Or where a rule finds, or found, something.
        """
        if self._kept is None:
            return None
        self.inputs.forget(changed)
        paths = self._kept.reading(changed)
        if not all(path in self._by_path and self._facts.is_quiet(path) for path in paths):
            return None
        are_alike = True
        for path in sorted(paths, key=lambda path: path not in self._first):
            job = self._by_path[path]
            made = self._printer.make(job, folder)
            if made.findings or not made.own:
                return None
            if made.summary != self._facts.summaries[path]:
                page = from_text(made.record, job.entry)
                before = self.facts(path, job.entry)
                if (page.card, page.scripts) != (before.card, before.scripts):
                    return None
                are_alike = False
            self._facts.note(path, made)
            self._note_extracts(path, made.extracts)
            self._keep(self._kept, path, made.own, made)
        return Remade(tuple(paths), are_alike)

    def _keep(self, kept: KeptPages, path: str, own: str, made: Made) -> None:
        summary = None if made.findings else made.summary
        if made.is_new:
            kept.blobs.count()
        else:
            self.linked.add(path)
        page = Kept(
            own, frozenset(), kept.unpacked(made.reads), made.digest, summary, made.more(kept.blobs)
        )
        kept.keep(path, page, made.record)

    def save(self) -> None:
        """Write down what was kept."""
        if self._kept:
            self._kept.save(self.inputs.digest)

    def basis(self) -> State | None:
        """What is on the disk of what was kept; None where a part is not enough to go on from."""
        if self._kept is None or self._kept.has_read(("now",)):
            return None
        return self._kept.state

    def forget(self) -> None:
        """Let no build take these pages: nobody can tell any more what they were made of."""
        if self._kept:
            self._kept.forget()

    @property
    def findings(self) -> Mapping[str, tuple[Finding, ...]]:
        """What rules for single pages found, by the paths of the pages."""
        return self._facts.findings

    def facts(self, path: str, entry: Entry | None) -> Page:
        """What rules need of a finished page."""
        return self._facts.of(path, entry, self.folder)

    def _take(self, job: Job, kept: KeptPages) -> bool:
        """Put a page in its place that was made before, if there is one that is still right."""
        former = kept.own(job.path)
        own = self._printer.own(job, former.split(" ")[1:]) if former else None
        found = kept.find(job.path, own, self.inputs.digest) if own else None
        if found is None:
            return False
        file, page = found
        extracts = (page.more or {}).get(EXTRACTS)
        # Who makes an index later has nothing but the extracts.
        if self._is_searched_later and extracts and not kept.blobs.find(extracts):
            return False
        try:
            self._put(file, job.path)
        except FileNotFoundError:  # another build has just tidied up
            return False
        if extracts:
            self.searched[job.path] = extracts
        self._facts.take(job.path, page)
        return True

    def _put(self, file: Path | str, path: str) -> None:
        self.linked.add(path)
        self._places.put(file, path)

    def index(self) -> None:
        """Put an index into the output folder of all that can be found, or the one from before."""
        key = short_digest(json.dumps(sorted(self.searched.items())))
        if self._kept and (found := self._kept.find(_INDEX, key, self.inputs.digest)):
            files = found[1].more or {}
            blobs = [(path, self._kept.blobs.find(digest)) for path, digest in files.items()]
            if all(blob for _, blob in blobs):
                for path, blob in blobs:
                    self._put(blob or Path(), path)
                return
        extracts = self.extracts()
        first = next(extracts, None)
        if first is None:
            return
        made = make_index(chain([first], extracts))
        files = {}
        for name, content in made.items():
            path = f"{FOLDER}/{name}"
            files[path] = self._write(path, content)
        if self._kept:
            digest = self._kept.blobs.put(_INDEX.encode())
            self._kept.keep(_INDEX, Kept(key, frozenset(), (), digest, more=files))

    def _write(self, path: str, content: bytes) -> str:
        """Put a file in its place, and keep it; returns its hash."""
        digest = digest_of(content)
        blob = self._kept.blobs.find(digest) if self._kept else None
        if blob:
            self._put(blob, path)
            return digest
        file = self.folder / path
        write(file, content)
        if self._kept:
            self._kept.blobs.share(file, digest)
        return digest

    def extracts(self) -> Iterator[Extract]:
        """What can be found of the pages, by their paths."""
        for path, job in sorted(self._by_path.items()):
            digest = self.searched.get(path)
            blob = self._kept.blobs.find(digest) if self._kept and digest else None
            if blob:
                yield from as_extracts(blob.read_bytes())
            else:
                yield from self._printer.extracts(job, (self.folder / path).read_bytes())

    def _note_extracts(self, path: str, extracts: bytes) -> None:
        self.searched.pop(path, None)
        if extracts:
            self.searched[path] = digest_of(extracts)


def _in_order(jobs: Iterable[Job]) -> list[Job]:
    """Pages in the order in which they are made: some with texts, then lists, then the others.

    Lists take the most memory, and are made while there is still some; not at once, since nobody
    takes the large results of other processes while this one does something else.
    """
    texts: list[Job] = []
    lists: list[Job] = []
    for job in jobs:
        (texts if job.entry else lists).append(job)
    return [*texts[:SOME], *lists, *texts[SOME:]]


def _moves_files(site: Site) -> bool:
    """Whether a page takes files with it, to its own folder: then one depends on all others."""
    return any(link.startswith(_ATTACHED) for entry in site.every() for link in entry.face.links)
