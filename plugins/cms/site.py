"""Content to Site: one frozen graph in which every reference leads somewhere."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from .collection import Subject
from .entries import Entry, leaves, suggest
from .errors import Problem
from .fields import CitationKey, Part, PlaceholderText, Reference
from .frontmatter import Document, Path, Problems
from .library import Library
from .loader import Content

Key = tuple[str, str]
"""(kind, slug)."""


@dataclass(frozen=True)
class Site:
    """All that will be shown, linked up. Nothing in it changes.

    `entries` are the visible ones: the published, and drafts where they were asked
    for; `unread` those with problems, which only checks may look at. Lists are in the
    order that the collection states.
    """

    subject: Subject
    entries: tuple[Entry, ...]
    unread: tuple[Entry, ...]
    today: dt.date
    data: DataFiles
    library: Library
    assets: frozenset[str]
    _by_key: Mapping[Key, Entry] = field(repr=False)
    _referring: Mapping[Key, tuple[Entry, ...]] = field(repr=False)
    _citations: Mapping[int, tuple[str, ...]] = field(repr=False)
    _citing: Mapping[str, tuple[Entry, ...]] = field(repr=False)

    def __getitem__(self, reference: Reference) -> Entry:
        """The entry that a reference field names."""
        return self._by_key[reference.kind, str(reference)]

    @property
    def written(self) -> tuple[Entry, ...]:
        """All that authors wrote, with problems or without: for checks."""
        return self.entries + self.unread

    def entry(self, kind: str, slug: str) -> Entry | None:
        """The entry with this slug, or None."""
        return self._by_key.get((kind, slug))

    def all(self, kind: str) -> tuple[Entry, ...]:
        """The published entries of a kind in the language of the site, in order."""
        return tuple(
            entry
            for entry in self.entries
            if entry.kind == kind and entry.lang is None and self.is_published(entry)
        )

    def is_published(self, entry: Entry) -> bool:
        return entry.is_published(self.today)

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


class DataFiles:
    """The settings that authors edit, by name: `data.clinic`."""

    def __init__(self, files: Mapping[str, tuple[Part, Document]]) -> None:
        self._files = dict(files)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_files"][name][0]
        except KeyError:
            raise AttributeError(name) from None

    def missing(self) -> Iterator[Problem]:
        """A problem for each detail that is still a placeholder."""
        for data, document in self._files.values():
            for path, value in leaves(data):
                if isinstance(value, PlaceholderText) and value.missing:
                    name = ".".join(map(str, path))
                    yield Problem(
                        document.where(*path),
                        "placeholder",
                        f"`{name}` is still a placeholder",
                        "Write the real value in its place, without the word `[placeholder]`.",
                    )


def link(
    content: Content, subject: Subject, today: dt.date, drafts: bool = True
) -> tuple[Site, Problems]:
    """Link the content up into a Site, and say all that is wrong with it.

    The site is whole only where there are no problems; otherwise it is for checks to
    go on with. With `drafts`, entries that readers may not see yet are part of it.
    """
    visible = [one for one in content.entries if drafts or one.is_published(today)]
    by_key: dict[Key, Entry] = {}
    problems = [*content.problems, *_taken_twice(content.entries)]
    for entry in content.entries:
        if entry.lang is None or (entry.kind, entry.slug) not in by_key:
            by_key[entry.kind, entry.slug] = entry
    referring: dict[Key, list[Entry]] = defaultdict(list)
    citing: dict[str, list[Entry]] = defaultdict(list)
    citations: dict[int, tuple[str, ...]] = {}
    ordered = _in_order(visible, subject)
    unread = {(entry.kind, entry.slug) for entry in content.unread}
    for entry in (*ordered, *content.unread):
        problems += _check_references(entry, by_key, unread, today)
        if content.library is not None:
            problems += _check_citations(entry, content.library)
    for entry in ordered:
        named: dict[Key, None] = {}
        cited: dict[str, None] = {}
        for _, value in leaves(entry.data):
            if isinstance(value, Reference):
                named[value.kind, str(value)] = None
            elif isinstance(value, CitationKey):
                cited[value] = None
        for key in named:
            referring[key].append(entry)
        for citation in cited:
            citing[citation].append(entry)
        citations[id(entry)] = tuple(cited)
    site = Site(
        subject,
        tuple(ordered),
        content.unread,
        today,
        DataFiles(content.data),
        content.library or {},
        content.assets,
        by_key,
        {key: tuple(entries) for key, entries in referring.items()},
        citations,
        {key: tuple(entries) for key, entries in citing.items()},
    )
    return site, tuple(problems)


def _in_order(entries: list[Entry], subject: Subject) -> list[Entry]:
    ordered: list[Entry] = []
    for collection in subject.collections:
        of_kind = [one for one in entries if one.collection is collection]
        of_kind.sort(key=lambda one: (one.title.casefold(), one.path))
        for name in reversed(collection.order_by):
            of_kind.sort(key=lambda one: _sortable(one, name), reverse=collection.newest_first)
        ordered += of_kind
    return ordered


def _sortable(entry: Entry, name: str) -> Any:
    value = getattr(entry.data, name)
    return value.casefold() if isinstance(value, str) else value


def address(url: str) -> str:
    """An address in the one form in which two that a server may mix up are equal."""
    return unicodedata.normalize("NFC", url).casefold()


def _taken_twice(entries: tuple[Entry, ...]) -> Iterator[Problem]:
    """Two entries, or an entry and a former address, that claim the same place."""
    claims: dict[str, Entry] = {}
    names: dict[tuple[str, str, str | None], Entry] = {}
    for entry in entries:
        name = (entry.kind, address(entry.slug), entry.lang)
        other = names.setdefault(name, entry)
        if other is not entry:
            yield entry.problem(
                "duplicate-slug",
                f"`{entry.slug}` is also the name of {other.path}",
                "Rename one of the two files, or give one a field `slug`.",
                at=("slug",),
            )
            continue
        if entry.url is None:
            continue
        other = claims.setdefault(address(entry.url), entry)
        if other is not entry:
            yield entry.problem(
                "duplicate-address",
                f"the address `/{entry.url}` is also that of {other.path}",
                "Change the `path` or `slug` of one of the two.",
                at=("path",),
            )
    for entry in entries:
        for index, alias in enumerate(entry.data.aliases):
            other = claims.setdefault(address(alias.removeprefix("/")), entry)
            is_repeated = other is entry and alias in entry.data.aliases[:index]
            if other is not entry or entry.url == alias.removeprefix("/") or is_repeated:
                yield entry.problem(
                    "duplicate-address",
                    f"the former address `{alias}` belongs to {other.path}",
                    "Take this line out, or change the other one.",
                    at=("aliases", index),
                )


def _check_references(
    entry: Entry, by_key: Mapping[Key, Entry], unread: Set[Key], today: dt.date
) -> Iterator[Problem]:
    """What is wrong with the entries that this one names. Naming an unread one is no mistake."""
    named: dict[tuple[Path, str], None] = {}
    for path, value in leaves(entry.data):
        if not isinstance(value, Reference):
            continue
        group = (path[:-1], str(value))
        if group in named:
            hint = "Keep one of the two lines."
            yield entry.problem("named-twice", f"`{value}` is named twice", hint, at=path)
        named[group] = None
        key = (value.kind, str(value))
        target = by_key.get(key)
        if target is None:
            if key not in unread:
                yield _dangling(entry, path, value, by_key)
        elif target is entry:
            hint = "Take the line out."
            yield entry.problem("self-reference", "an entry cannot name itself", hint, at=path)
        elif entry.is_published(today) and not target.is_published(today):
            yield entry.problem(
                "names-a-draft",
                f"`{value}` is a draft, but this entry is published",
                f"Publish {target.path}, or take the line out until then.",
                at=path,
            )


def _dangling(entry: Entry, path: Path, value: Reference, by_key: Mapping[Key, Entry]) -> Problem:
    known = sorted(slug for kind, slug in by_key if kind == value.kind)
    hint = suggest(str(value), known) or (
        f"There are: {', '.join(known)}." if len(known) <= 20 else "Look at the names of the files."
    )
    return entry.problem(
        "dangling-reference", f"there is no {value.kind} called `{value}`", hint, at=path
    )


def _check_citations(entry: Entry, library: Library) -> Iterator[Problem]:
    for path, value in leaves(entry.data):
        if isinstance(value, CitationKey) and value not in library:
            hint = suggest(value, list(library)) or "Add the record to `references.json`."
            yield entry.problem(
                "unknown-reference", f"`{value}` is not in the reference library", hint, at=path
            )
