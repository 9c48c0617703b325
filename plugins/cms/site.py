"""Site: all that will be shown, one frozen graph in which every reference leads somewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from .collection import Rule, Subject
from .entries import Entry, leaves
from .errors import FieldPath, Problem
from .fields import Part, PlaceholderText, Reference
from .frontmatter import Document
from .library import Library
from .redirects import Redirects

Key = tuple[str, str]
"""(kind, slug)."""

What = TypeVar("What")


@dataclass(frozen=True)
class Site:
    """All that will be shown, linked up. Nothing in it changes.

    `entries` are the visible ones: the published, and drafts where they were asked
    for; `unread` those that cannot be shown, which only checks may look at: with problems,
    not whole yet, or naming such a one. `faulty` are the paths of all files with problems of
    their own, and `expired` the entries that readers no longer see. `hidden` are those that
    readers do not see for now, be they part of this site or not. `redirects` are those that
    belong to no entry. Lists are in the order that the collection states. `now` is in the
    time zone of the site.
    """

    subject: Subject
    entries: tuple[Entry, ...]
    unread: tuple[Entry, ...]
    expired: tuple[Entry, ...]
    hidden: tuple[Entry, ...]
    faulty: frozenset[str]
    now: dt.datetime
    data: DataFiles
    library: Library
    redirects: Redirects
    assets: frozenset[str]
    _by_key: Mapping[Key, Entry] = field(repr=False)
    _referring: Mapping[Key, tuple[Entry, ...]] = field(repr=False)
    _citations: Mapping[int, tuple[str, ...]] = field(repr=False)
    _citing: Mapping[str, tuple[Entry, ...]] = field(repr=False)
    _memo: dict[Callable[[Site], Any], Any] = field(default_factory=dict, init=False, repr=False)

    def __getitem__(self, reference: Reference) -> Entry:
        """The entry that a reference field names."""
        return self._by_key[reference.kind, str(reference)]

    @property
    def today(self) -> dt.date:
        return self.now.date()

    @property
    def written(self) -> tuple[Entry, ...]:
        """All that authors wrote, with problems or without: for checks."""
        return self.entries + self.unread

    @property
    def has_settings(self) -> bool:
        """Whether every file of settings could be read."""
        return len(tuple(self.data.files())) == len(self.subject.data_files)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The subject's rules: none where a file of settings is lacking, since they look there."""
        return self.subject.rules if self.has_settings else ()

    def entry(self, kind: str, slug: str) -> Entry | None:
        """The entry with this slug, or None."""
        return self._by_key.get((kind, slug))

    def all(self, kind: str) -> tuple[Entry, ...]:
        """The published entries of a kind in the language of the site, in order."""
        return self._published.get(kind, ())

    @cached_property
    def _published(self) -> Mapping[str, tuple[Entry, ...]]:
        shown = [one for one in self.entries if one.lang is None and self.is_published(one)]
        kinds = dict.fromkeys(one.kind for one in shown)
        return {kind: tuple(one for one in shown if one.kind == kind) for kind in kinds}

    def is_published(self, entry: Entry) -> bool:
        return entry.is_published(self.now)

    def referring(self, entry: Entry, kind: str) -> tuple[Entry, ...]:
        """The published entries of a kind that name `entry`, in order."""
        found = self._referring.get((entry.kind, entry.slug), ())
        return tuple(one for one in found if one.kind == kind and self.is_published(one))

    def citations(self, entry: Entry) -> tuple[str, ...]:
        """The keys that an entry cites, in the order of first use; a key's number is its place."""
        return self._citations[id(entry)]

    def cited_by(self, key: str) -> tuple[Entry, ...]:
        """The published entries that cite a reference."""
        return tuple(one for one in self._citing.get(key, ()) if self.is_published(one))

    def memo(self, make: Callable[[Site], What]) -> What:
        """`make(site)`, which is called once for this site."""
        if make not in self._memo:
            self._memo[make] = make(self)
        value: What = self._memo[make]
        return value


class DataFiles:
    """The settings that authors edit, by name: `data.clinic`."""

    def __init__(self, files: Mapping[str, tuple[Part, Document]]) -> None:
        self._files = dict(files)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_files"][name][0]
        except KeyError:
            raise AttributeError(name) from None

    def files(self) -> Iterator[tuple[Part, Document]]:
        """Each file of settings with what it says."""
        yield from self._files.values()

    def values(self) -> Iterator[tuple[Document, FieldPath, Any]]:
        """Every single value: (file, path in it, value)."""
        for data, document in self._files.values():
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
