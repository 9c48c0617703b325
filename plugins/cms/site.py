"""Site: all that will be shown, one frozen graph in which every reference leads somewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from . import tracing
from .collection import Subject
from .entries import Entry, State, leaves
from .errors import FieldPath, Problem
from .fields import Part, PlaceholderText, Reference
from .frontmatter import Document
from .library import Library
from .library import Reference as Record
from .redirects import Redirects
from .tracing import Once, note

Key = tuple[str, str]
"""(kind, slug)."""

What = TypeVar("What")


@dataclass(frozen=True)
class Graph:
    """Who is shown, who names whom, and who cites what; see Site."""

    entries: tuple[Entry, ...]
    unread: tuple[Entry, ...]
    expired: tuple[Entry, ...]
    hidden: tuple[Entry, ...]
    faulty: frozenset[str]
    by_key: Mapping[Key, Entry]
    referring: Mapping[Key, tuple[Entry, ...]]
    citing: Mapping[str, tuple[Entry, ...]]


class Site:
    """All that will be shown, linked up. Nothing in it changes.

    `entries` are the visible ones: the published, and drafts where they were asked
    for; `unread` those that cannot be shown, which only checks may look at: with problems,
    not whole yet, or naming such a one. `faulty` are the paths of all files with problems of
    their own, and `expired` the entries that readers no longer see. `hidden` are those that
    readers do not see for now, be they part of this site or not. `redirects` are those that
    belong to no entry. Lists are in the order that the collections state. `now` is in the
    time zone of the site. Whatever is asked for is noted as read (`tracing`).
    """

    def __init__(
        self,
        subject: Subject,
        graph: Graph,
        now: dt.datetime,
        data: DataFiles,
        library: Library,
        redirects: Redirects,
        assets: frozenset[str],
    ) -> None:
        self.subject = subject
        self._graph = graph
        self._now = now
        self._data = data
        self._library = library
        self._redirects = redirects
        self._assets = assets
        self._are_published: dict[Entry, bool] = {}
        self._are_citing: dict[str, tuple[Entry, ...]] = {}
        self._memo: dict[Callable[[Site], Any], Once[Any]] = {}

    def __getitem__(self, reference: Reference) -> Entry:
        """The entry that a reference field names."""
        note("entry", reference.kind, str(reference))
        return self._graph.by_key[reference.kind, str(reference)]

    @property
    def entries(self) -> tuple[Entry, ...]:
        note("entries")
        return self._graph.entries

    @property
    def unread(self) -> tuple[Entry, ...]:
        note("entries")
        return self._graph.unread

    @property
    def expired(self) -> tuple[Entry, ...]:
        note("entries")
        return self._graph.expired

    @property
    def hidden(self) -> tuple[Entry, ...]:
        note("entries")
        return self._graph.hidden

    @property
    def faulty(self) -> frozenset[str]:
        note("entries")
        return self._graph.faulty

    @property
    def written(self) -> tuple[Entry, ...]:
        """All that authors wrote, with problems or without: for checks."""
        note("entries")
        return self._graph.entries + self._graph.unread

    @property
    def now(self) -> dt.datetime:
        note("now")
        return self._now

    @property
    def zone(self) -> dt.tzinfo | None:
        """The time zone of the site."""
        note("zone")
        return self._now.tzinfo

    @property
    def today(self) -> dt.date:
        note("today")
        return self._now.date()

    @property
    def data(self) -> DataFiles:
        return self._data

    @property
    def library(self) -> Library:
        note("library")
        return self._library

    def source(self, key: str) -> Record:
        """The record of a source that an entry cites."""
        note("source", key)
        return self._library[key]

    @property
    def redirects(self) -> Redirects:
        note("redirects")
        return self._redirects

    @property
    def assets(self) -> frozenset[str]:
        note("assets")
        return self._assets

    def every(self) -> Iterator[Entry]:
        """Each entry once, be it shown or not."""
        graph = self._graph
        yield from dict.fromkeys((*graph.entries, *graph.unread, *graph.expired, *graph.hidden))

    @property
    def has_settings(self) -> bool:
        """Whether every file of settings could be read."""
        note("has settings")
        return self.data.count() == len(self.subject.data_files)

    def shows(self, entry: Entry) -> bool:
        """Whether an entry is one of `entries`."""
        note("place", entry.path)
        return entry.path in self._shown

    def is_written(self, entry: Entry) -> bool:
        """Whether an entry is one of `written`: not one that has expired."""
        note("place", entry.path)
        return entry.path in self._shown or entry.path in self._unread

    @cached_property
    def _shown(self) -> frozenset[str]:
        return frozenset(one.path for one in self._graph.entries)

    @cached_property
    def _unread(self) -> frozenset[str]:
        return frozenset(one.path for one in self._graph.unread)

    def place(self, path: str) -> str:
        """Where the entry of a file is: in which of the groups of entries, and whether faulty."""
        groups = (self._shown, self._unread, self._expired, self._graph.faulty)
        return " ".join(str(path in group) for group in groups)

    @cached_property
    def _expired(self) -> frozenset[str]:
        return frozenset(one.path for one in self._graph.expired)

    def linkable(self, path: str) -> Entry | None:
        """The entry of a file that links may lead to: one that was read, expired or not."""
        note("place", path)
        return self._linkable.get(path)

    @cached_property
    def _linkable(self) -> Mapping[str, Entry]:
        graph = self._graph
        known = (*graph.entries, *graph.unread, *graph.expired)
        return {one.path: one for one in known if one.path not in graph.faulty}

    def entry(self, kind: str, slug: str) -> Entry | None:
        """The entry with this slug, or None."""
        note("entry", kind, slug)
        return self._graph.by_key.get((kind, slug))

    def all(self, kind: str, lang: str | None = None) -> tuple[Entry, ...]:
        """The published entries of a kind in the language of the site, in order.

        With `lang`, each as `translated` has it.
        """
        note("all", kind)
        found = self._published.get(kind, ())
        return tuple(self.translated(one, lang) for one in found) if lang else found

    @cached_property
    def _published(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._graph.entries:
            if entry.face.lang is None and self._is_published(entry):
                found.setdefault(entry.kind, []).append(entry)
        return {kind: tuple(entries) for kind, entries in found.items()}

    def translations(self, kind: str, slug: str) -> tuple[Entry, ...]:
        """The published entries with this slug, one for each language; none where there is one."""
        note("translations", kind, slug)
        found = [one for one in self._in_languages.get((kind, slug), ()) if self._is_published(one)]
        return tuple(found) if len(found) > 1 else ()

    def translated(self, entry: Entry, lang: str) -> Entry:
        """An entry as readers of a language see it: itself where it is not published in that."""
        found = self.translations(entry.kind, entry.face.slug)
        return next((one for one in found if one.face.lang == lang), entry)

    @cached_property
    def _in_languages(self) -> Mapping[Key, tuple[Entry, ...]]:
        found: dict[Key, list[Entry]] = {}
        for entry in self._graph.entries:
            found.setdefault((entry.kind, entry.face.slug), []).append(entry)
        return {key: tuple(entries) for key, entries in found.items() if len(entries) > 1}

    def state(self, entry: Entry) -> State:
        """Where an entry stands now."""
        note("state", entry.path)
        return entry.face.state(self._now)

    def is_published(self, entry: Entry) -> bool:
        note("state", entry.path)
        return self._is_published(entry)

    def _is_published(self, entry: Entry) -> bool:
        known = self._are_published.get(entry)
        if known is None:
            known = self._are_published[entry] = entry.face.state(self._now) == "published"
        return known

    def referring(self, entry: Entry, kind: str) -> tuple[Entry, ...]:
        """The published entries of a kind that name `entry`, in the site's language, in order."""
        note("referring", entry.kind, entry.face.slug, kind)
        found = self._graph.referring.get((entry.kind, entry.face.slug), ())
        own = (one for one in found if one.kind == kind and one.face.lang is None)
        return tuple(one for one in own if self._is_published(one))

    def citations(self, entry: Entry) -> tuple[str, ...]:
        """The keys that an entry cites, in the order of first use; a key's number is its place."""
        note("citations", entry.path)
        return entry.face.cites

    def cited_by(self, key: str) -> tuple[Entry, ...]:
        """The published entries that cite a reference; translations where no original does."""
        note("cited by", key)
        known = self._are_citing.get(key)
        if known is None:
            known = self._are_citing[key] = tuple(self._citing(key))
        return known

    def _citing(self, key: str) -> Iterator[Entry]:
        found = [one for one in self._graph.citing.get(key, ()) if self._is_published(one)]
        own = {(one.kind, one.face.slug) for one in found if one.face.lang is None}
        return (
            one for one in found if one.face.lang is None or (one.kind, one.face.slug) not in own
        )

    def forget(self, changed: Set[tracing.Key]) -> None:
        """Forget what was made of values that have changed."""
        for once in self._memo.values():
            once.forget(changed)

    def memo(self, make: Callable[[Site], What]) -> What:
        """`make(site)`, which is called once for this site."""
        if make not in self._memo:
            self._memo[make] = Once(lambda: make(self))
        value: What = self._memo[make].get()
        return value


class DataFiles:
    """The settings that authors edit, by name: `data.clinic`."""

    def __init__(self, files: Mapping[str, tuple[Part, Document]]) -> None:
        self._files = dict(files)

    def __getattr__(self, name: str) -> Any:
        note("settings", name)
        try:
            return self.__dict__["_files"][name][0]
        except KeyError:
            raise AttributeError(name) from None

    def documents(self, name: str) -> Iterator[Document]:
        """The file of settings with a name, if it is there."""
        note("settings file", name)
        if name in self._files:
            yield self._files[name][1]

    def files(self) -> Iterator[tuple[Part, Document]]:
        """Each file of settings with what it says."""
        for name in self._files:
            note("settings file", name)
        yield from self._files.values()

    def count(self) -> int:
        """How many files of settings could be read."""
        return len(self._files)

    def values(self) -> Iterator[tuple[Document, FieldPath, Any]]:
        """Every single value: (file, path in it, value)."""
        for data, document in self.files():
            for path, value in leaves(data):
                yield document, path, value

    def missing(self) -> Iterator[Problem]:
        """A problem for each detail that is still a placeholder."""
        for document, path, value in self.values():
            if isinstance(value, PlaceholderText) and value.missing:
                name = ".".join(map(str, path))
                yield Problem(
                    document.where(*path),
                    "placeholder",
                    f"`{name}` is still a placeholder",
                    "Write the real value in its place, without the word `[placeholder]`.",
                )
