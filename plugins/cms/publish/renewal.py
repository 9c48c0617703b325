"""A site of which some texts were edited: the pages that show them are made from a part of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from ..entries import Entry
from ..known import Known
from ..rewritten import changed_keys, rewritten
from ..site import Site
from ..stamps import Stamps
from ..tracing import Key
from ..unchanged import Edited, Standing, remember, stamps_of_site
from .build import load_settings
from .log import recorded
from .noted import Noted, NotedPages
from .part import Part, PelicanOfPart, SomePages, entries_behind
from .places import Places
from .reading import known_entries, quiet_entries, subject_of
from .release import Release


def renewed(settings_file: Path, left: Edited) -> Standing | None:
    """The site as a build makes it after files of entries were written anew; it is in its place.

    None where only a build of the whole can tell what it is. Raises BuildFailure or OSError where
    another build does not come to an end, or where nothing can be written.
    """
    release = Release(left.site.folder)
    with release.stage() as staged:
        try:
            if left.is_latest(settings_file):
                return _Renewal(settings_file, left, release, staged).site()
        except Exception:  # a build of the whole says what is wrong
            return None
    return None


class _Undecided(Exception):
    """Only a build of the whole can tell."""


Value = TypeVar("Value")


def _need(value: Value | None) -> Value:
    """The value, where there is one, and it holds."""
    if not value:
        raise _Undecided
    return value


@dataclass(frozen=True, slots=True)
class _Change:
    """What was known of an entry, and what it is now that its file was written anew."""

    known: Known
    entry: Entry

    @property
    def keys(self) -> set[Key]:
        return changed_keys(self.entry.path, self.known.digests, self.entry.digests)


class _Renewal:
    """One such build. Whatever stands in its way is raised."""

    def __init__(self, settings_file: Path, left: Edited, release: Release, staged: Path) -> None:
        self._settings_file = settings_file
        self._left = left
        self._release = release
        self._staged = staged
        self._made = staged / "made"
        self._made.mkdir()
        settings = load_settings(settings_file, {"OUTPUT_PATH": str(self._made)})
        with recorded() as log:
            self._pelican = PelicanOfPart(settings)
        _need(not log.errors and settings["CMS_ALONE"] and settings["CMS_INDEX"] != "now")
        self._basis: dict[str, Any] = left.made.basis or {}
        self._settings = settings
        self._content = Path(settings["PATH"]).absolute()
        self._known = _need(known_entries(settings))
        self._changes = [self._change(file) for file in left.changed]  # before more is read
        self._noted = NotedPages(Path(settings["CMS_CACHE"]), settings["CMS_MAKER"])
        _need(self._states() == self._basis["states"] and all(self._states()))

    def _states(self) -> list[list[int] | None]:
        """What is on the disk of all that this goes on from, as JSON has it."""
        return [state and list(state) for state in (self._known.state, self._noted.state)]

    def site(self) -> Standing:
        """The site with the changes, in its place."""
        warned = frozenset(self._basis["warned"])  # of a line, which may be another one now
        _need(warned.isdisjoint(change.entry.path for change in self._changes))
        changes = [change for change in self._changes if change.keys]
        changed = set(chain.from_iterable(change.keys for change in changes))
        output = self._remade(changes, changed) if changed else self._left.output
        states = self._states()
        basis = {**self._basis, "states": states} if all(states) else None
        made = replace(self._left.made, basis=basis)
        top, left = self._release.link.resolve(), self._left
        remember(self._settings_file, left.site, made, top, left.key, output)
        return left.site

    def _change(self, file: str) -> _Change:
        path = Path(file).relative_to(self._content).as_posix()  # else it raises ValueError
        subject = subject_of(self._settings)
        collection = _need(subject.collection_of(path))
        known = _need(self._known.former(f"{self._content.name}/{path}"))
        entry = rewritten(self._content.parent, known.face, collection, subject.unfinished)
        return _Change(known, _need(entry))

    def _remade(self, changes: Collection[_Change], changed: Set[Key]) -> Stamps:
        """Put what has changed into the site. Returns the stamps of its files then."""
        _need(not any(tuple(key) in changed for key in self._basis["site rules"]))
        quiet = quiet_entries(self._settings)
        quiet.loud = {path: frozenset(map(tuple, of)) for path, of in self._basis["loud"].items()}
        judged = _need(quiet.concerned(changed))
        _need(judged.keys() >= {change.entry.path for change in changes})
        wanted = self._noted.reading(changed)
        pages = self._run(judged, wanted)
        site: Site = self._settings["CMS_SITE"]
        entries = {entry.path: entry for entry in site.every()}
        for change in changes:  # nobody has written it again meanwhile
            _need(entries[change.entry.path].digests == change.entry.digests)
        for path in judged:
            _need(quiet.are_same(entries[path], site, changed, pages.inputs))
        for path, page in wanted.items():
            _need(_is_whole(pages, path, page, changed))
        output = self._put(pages, wanted)
        self._noted.renew(pages.results, {key: pages.inputs.digest(key) for key in changed})
        self._known.renew(entries[change.entry.path] for change in changes)
        return output

    def _run(self, judged: Mapping[str, Collection[Key]], wanted: Mapping[str, Noted]) -> SomePages:
        """Make the pages that are wanted, of the entries that are needed for them and for rules."""
        keys = chain(*judged.values(), *(page.reads for page in wanted.values()))
        known, subject = self._known, subject_of(self._settings)
        entries = _need(entries_behind(keys, subject, self._content.name, known))
        part = Part(entries.union(judged), frozenset(wanted), known, self._noted)
        with recorded() as log:
            pages = self._pelican.run_part(part)
        _need(not log.errors and not log.failures)
        return pages

    def _put(self, pages: SomePages, former: Mapping[str, Noted]) -> Stamps:
        """Put the pages that came out in another way into the site, in one step."""
        top, output = self._left.top, self._left.output
        new = [path for path, page in former.items() if pages.results[path].digest != page.digest]
        for path in new:
            self._noted.blobs.share(self._made / path, pages.results[path].digest)
        if len(new) == 1:  # to put one file into a folder is one step as well
            (self._made / new[0]).replace(top / new[0])
            return output.renewed([top / new[0]], links_count=False)
        if new:
            places = Places(self._staged / "site", self._release.spare)
            for file in output.of:
                path = file[len(str(top)) + 1 :]
                places.put(f"{self._made}/{path}" if path in new else file, path)
            self._release.switch(places.folder)
            return stamps_of_site(self._release.link.resolve())
        return output


def _is_whole(pages: SomePages, path: str, former: Noted, changed: Set[Key]) -> bool:
    """Whether a page is what it is on the whole site: all that it read is what it was there.

    Nor may a rule find anything in it, and those for the whole output read the same as before.
    """
    page = pages.results[path]
    return (
        not page.findings
        and page.own == former.own
        and page.summary == former.summary
        and all(
            former.reads.get(key) == pages.inputs.digest(key)
            for key in page.reads
            if key not in changed
        )
    )
