"""Content to Site: addresses made unique, references followed, and what does not hold."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from .citations import Cite
from .collection import Subject
from .entries import Entry, leaves
from .errors import FieldPath, Location, Problem, Problems
from .fields import CitationKey, Reference
from .library import Library
from .loader import Content
from .site import DataFiles, Key, Site
from .suggestions import suggest


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
    used: set[str] = set()
    ordered = _in_order(visible, subject)
    unread = {(entry.kind, entry.slug) for entry in content.unread} | set(content.lost.values())
    shown = set(ordered)
    for entry in (*ordered, *content.unread):
        values = list(leaves(entry.data))
        named = [(path, value) for path, value in values if isinstance(value, Reference)]
        cited = list(_cited(entry, values))
        used |= {cite.key for cite, _ in cited}
        problems += _check_references(entry, named, by_key, unread, today)
        if content.library is not None:
            problems += _check_citations(cited, content.library)
        if entry not in shown:
            continue
        for key in dict.fromkeys((value.kind, str(value)) for _, value in named):
            referring[key].append(entry)
        citations[id(entry)] = tuple(dict.fromkeys(cite.key for cite, _ in cited))
        for citation in citations[id(entry)]:
            citing[citation].append(entry)
    problems += _unused(content.library or {}, used)
    site = Site(
        subject,
        tuple(ordered),
        content.unread,
        frozenset(content.lost) | {entry.path for entry in content.unread},
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
    return unicodedata.normalize("NFC", url).casefold().removesuffix("index.html")


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
    entry: Entry,
    named: Iterable[tuple[FieldPath, Reference]],
    by_key: Mapping[Key, Entry],
    unread: Set[Key],
    today: dt.date,
) -> Iterator[Problem]:
    """What is wrong with the entries that this one names. Naming an unread one is no mistake."""
    seen: set[tuple[FieldPath, str]] = set()
    for path, value in named:
        group = (path[:-1], str(value))
        if group in seen:
            hint = "Keep one of the two lines."
            yield entry.problem("named-twice", f"`{value}` is named twice", hint, at=path)
        seen.add(group)
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


def _dangling(
    entry: Entry, path: FieldPath, value: Reference, by_key: Mapping[Key, Entry]
) -> Problem:
    known = sorted(slug for kind, slug in by_key if kind == value.kind)
    hint = suggest(str(value), known) or (
        f"There are: {', '.join(known)}." if len(known) <= 20 else "Look at the names of the files."
    )
    return entry.problem(
        "dangling-reference", f"there is no {value.kind} called `{value}`", hint, at=path
    )


def _cited(
    entry: Entry, values: Iterable[tuple[FieldPath, Any]]
) -> Iterator[tuple[Cite, Location]]:
    """Every source that an entry cites, with its place: in fields, then in texts."""
    for path, value in values:
        if isinstance(value, CitationKey):
            yield value.cite, entry.document.where(*path)
    for text_path, text in entry.texts():
        for cite in text.citations:
            yield cite, entry.locate(f"@{cite.key}", text_path)


def _check_citations(cited: Iterable[tuple[Cite, Location]], library: Library) -> Iterator[Problem]:
    for cite, place in cited:
        if cite.key not in library:
            hint = suggest(cite.key, list(library)) or "Add the record to `references.json`."
            message = f"`{cite.key}` is not in the reference library"
            yield Problem(place, "unknown-reference", message, hint)


def _unused(library: Library, used: Set[str]) -> Iterator[Problem]:
    """A warning for each record that no page cites."""
    for key, reference in library.items():
        if key not in used:
            yield Problem(
                reference.place,
                "unused-record",
                f"no page cites `{key}`",
                "Cite it where it supports what is said, or take it out of the library.",
                "warning",
            )
