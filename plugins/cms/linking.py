"""Content to Site: addresses made unique, references followed, and what does not hold."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from . import addressing
from .citations import Cite
from .collection import Subject
from .entries import Entry, leaves
from .errors import FieldPath, Location, Problem, Problems
from .fields import CitationKey, Reference, is_slug
from .library import HOW_TO_ADD, NO_EXPORT, Library
from .loader import LIBRARY, Content
from .site import DataFiles, Key, Site
from .suggestions import offer, suggest


def link(
    content: Content, subject: Subject, now: dt.datetime, drafts: bool = True
) -> tuple[Site, Problems]:
    """Link the content up into a Site, and say all that is wrong with it.

    `now` is in the time zone of the site. The site is whole only where there are no
    problems; otherwise it is for checks to go on with. With `drafts`, entries that readers
    may not see yet are part of it.
    """
    by_key: dict[Key, Entry] = {}
    for entry in content.entries:
        if entry.lang is None or (entry.kind, entry.slug) not in by_key:
            by_key[entry.kind, entry.slug] = entry
    unread = {(entry.kind, entry.slug): entry for entry in content.unread}
    lost = set(content.lost.values())
    values = {id(one): list(leaves(one.data)) for one in (*content.entries, *content.unread)}
    named = {
        key: [(path, value) for path, value in of_one if isinstance(value, Reference)]
        for key, of_one in values.items()
    }
    states = {id(one): one.state(now) for one in content.entries}
    unshown = _unshown(content.entries, named, (unread.keys() | lost) - by_key.keys())
    expired = tuple(one for one in content.entries if states[id(one)] == "expired")
    visible = {"published", "scheduled", "draft", "in review"} if drafts else {"published"}
    shown = [
        one for one in content.entries if id(one) not in unshown and states[id(one)] in visible
    ]
    left = (*content.unread, *(one for one in content.entries if id(one) in unshown))
    addresses = addressing.check(content.entries, states, content.redirects.items)
    problems = [*content.problems, *addresses]
    referring: dict[Key, list[Entry]] = defaultdict(list)
    citing: dict[str, list[Entry]] = defaultdict(list)
    citations: dict[int, tuple[str, ...]] = {}
    used: set[str] = set()
    ordered = _in_order(shown, subject)
    for entry in (*ordered, *left):
        cited = list(_cited(entry, values[id(entry)]))
        used |= {cite.key for cite, _ in cited}
        problems += _check_references(entry, named[id(entry)], by_key, unread, lost, now)
        if content.library:
            problems += _check_citations(cited, content.library)
        citations[id(entry)] = tuple(dict.fromkeys(cite.key for cite, _ in cited))
    for entry in ordered:
        for key in dict.fromkeys((value.kind, str(value)) for _, value in named[id(entry)]):
            referring[key].append(entry)
        for citation in citations[id(entry)]:
            citing[citation].append(entry)
    if content.library == {} and used:
        problems.append(_no_library(len(used)))
    problems += _unused(content.library or {}, used)
    site = Site(
        subject,
        tuple(ordered),
        left,
        expired,
        tuple(one for one in content.entries if states[id(one)] in _HIDDEN),
        frozenset(content.lost) | {one.path for one in content.unread if not one.lacking},
        now,
        DataFiles(content.data),
        content.library or {},
        content.redirects,
        content.assets,
        by_key,
        {key: tuple(entries) for key, entries in referring.items()},
        citations,
        {key: tuple(entries) for key, entries in citing.items()},
    )
    return site, tuple(problems)


_HIDDEN = {"draft", "in review", "scheduled"}


Named = list[tuple[FieldPath, Reference]]
"""The entries that one names in its fields, with the place of each."""


def _unshown(entries: Iterable[Entry], named: Mapping[int, Named], missing: Set[Key]) -> set[int]:
    """The entries that cannot be shown, since one that they name cannot: by `id`."""
    left, gone, missing = list(entries), set[int](), set(missing)
    while True:
        found = [
            one
            for one in left
            if any((value.kind, str(value)) in missing for _, value in named[id(one)])
        ]
        if not found:
            return gone
        gone |= {id(one) for one in found}
        missing |= {(one.kind, one.slug) for one in found}
        left = [one for one in left if id(one) not in gone]


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


def _check_references(
    entry: Entry,
    named: Named,
    by_key: Mapping[Key, Entry],
    unread: Mapping[Key, Entry],
    lost: Set[Key],
    now: dt.datetime,
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
        target = by_key.get(key) or unread.get(key)
        if target is entry:
            hint = "Take the line out."
            yield entry.problem("self-reference", "an entry cannot name itself", hint, at=path)
        elif target is None:
            if key not in lost:
                yield _dangling(entry, path, value, by_key)
        elif key in by_key or target.lacking:
            hidden = hidden_while_shown(entry, target, now)
            if hidden:
                yield entry.problem(hidden[0], f"`{value}` {hidden[1]}", hidden[2], at=path)


def hidden_while_shown(
    entry: Entry, target: Entry, now: dt.datetime
) -> tuple[str, str, str] | None:
    """(code, rest of the message, hint) where readers could see `entry` and not `target`.

    It looks at the whole time from `now` on, so that no page breaks by the clock alone.
    """
    if entry.state(now) not in {"published", "scheduled"}:
        return None
    if target.data.status != "published":
        hint = f"Publish {target.path}, or take the line out until then."
        return "names-a-draft", f"is {_article(target)}, but this entry is published", hint
    zone = now.tzinfo
    ours, theirs = entry.window(zone), target.window(zone)
    if theirs.start > max(ours.start, now):
        hint = f"Publish {target.path} sooner, this entry later, or take the line out until then."
        return "not-yet-shown", f"is not shown before {moment(theirs.start, zone)}", hint
    if theirs.end and (ours.end is None or theirs.end < ours.end):
        hint = f"Take the line out, or the `expires_at` out of {target.path}."
        return "expires-first", f"is no longer shown from {moment(theirs.end, zone)} on", hint
    return None


def _article(entry: Entry) -> str:
    return "a draft" if entry.data.status == "draft" else "still in review"


def moment(value: dt.datetime, zone: dt.tzinfo | None) -> str:
    """A moment as authors write it in a zone: the day alone where it begins a day."""
    value = value.astimezone(zone)
    return f"{value:%Y-%m-%d}" if value.time() == dt.time() else f"{value:%Y-%m-%d %H:%M}"


def _dangling(
    entry: Entry, path: FieldPath, value: Reference, by_key: Mapping[Key, Entry]
) -> Problem:
    known = {slug: one for (kind, slug), one in by_key.items() if kind == value.kind}
    titles = {one.title.casefold(): slug for slug, one in known.items()}
    titled = titles.get(value.casefold())
    if titled:
        hint = f"Did you mean `{titled}`? Write the name of the file in place of the title."
        return entry.problem("bad-slug", f"`{value}` is the title of a {value.kind}", hint, at=path)
    if not is_slug(value):
        rule = "Write the name of a file of that kind, without `.md`."
        hint = suggest(value, sorted(known)) or rule
        message = f"`{value}` is not the name of a {value.kind}"
        return entry.problem("bad-slug", message, hint, at=path)
    hint = offer(str(value), sorted(known), "Look at the names of the files.")
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


_ADD_SOURCE = (
    f"Mend the key, or add the source to `content/{LIBRARY}` by hand, as {HOW_TO_ADD} shows."
)


def _no_library(number: int) -> Problem:
    """One problem, where each citation would be one."""
    return Problem(
        Location(f"content/{LIBRARY}", 1, 1),
        "missing-file",
        f"the list of sources is missing or empty, and the pages cite {number} of them",
        f"Undo your last change to this file, or get it from another copy. {NO_EXPORT}",
    )


def _check_citations(cited: Iterable[tuple[Cite, Location]], library: Library) -> Iterator[Problem]:
    for cite, place in cited:
        if cite.key not in library:
            hint = suggest(cite.key, list(library)) or _ADD_SOURCE
            message = f"there is no source with the key `{cite.key}`"
            yield Problem(place, "unknown-reference", message, hint)


def _unused(library: Library, used: Set[str]) -> Iterator[Problem]:
    """A warning for each record that no page cites."""
    for key, reference in library.items():
        if key not in used:
            yield Problem(
                reference.place,
                "unused-record",
                f"no page cites `{key}`",
                "Cite it where it supports what is said, or take it out of the list of sources.",
                "warning",
            )
