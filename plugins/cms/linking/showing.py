"""Which entries are shown, in what order, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any

from ..collection import Subject
from ..entries import Entry, State
from ..loader import Content
from ..site import Key

_HIDDEN = frozenset({"draft", "in review", "scheduled"})


@dataclass(frozen=True, slots=True)
class SortedOut:
    """Where each entry goes: `left` cannot be shown; the others as Site has them.

    `hidden` may be among `shown` as well, which is in the order that the collections state.
    """

    shown: tuple[Entry, ...]
    left: tuple[Entry, ...]
    expired: tuple[Entry, ...]
    hidden: tuple[Entry, ...]


def sort_out(
    content: Content,
    subject: Subject,
    states: Mapping[int, State],
    missing: Set[Key],
    drafts: bool,
) -> SortedOut:
    """Sort the entries out. `states` are by `id`; what is `missing` cannot be shown."""
    entries = content.entries
    visible = {"published", *(_HIDDEN if drafts else ())}
    unshown = _unshown(entries, missing)
    shown = [one for one in entries if id(one) not in unshown and states[id(one)] in visible]
    return SortedOut(
        shown=tuple(_in_order(shown, subject)),
        left=(*content.unread, *(one for one in entries if id(one) in unshown)),
        expired=tuple(one for one in entries if states[id(one)] == "expired"),
        hidden=tuple(one for one in entries if states[id(one)] in _HIDDEN),
    )


def _unshown(entries: Iterable[Entry], missing: Set[Key]) -> set[int]:
    """The entries that cannot be shown, since one that they name cannot: by `id`."""
    left, gone, missing = list(entries), set[int](), set(missing)
    while True:
        found = [
            one
            for one in left
            if any((value.kind, str(value)) in missing for _, value in one.face.names)
        ]
        if not found:
            return gone
        gone |= {id(one) for one in found}
        missing |= {(one.kind, one.slug) for one in found}
        left = [one for one in left if id(one) not in gone]


def _in_order(entries: list[Entry], subject: Subject) -> list[Entry]:
    ordered: list[Entry] = []
    for collection in subject.collections:
        of_kind = [one for one in entries if one.kind == collection.kind]
        of_kind.sort(key=lambda one: (one.title.casefold(), one.path))
        for place in reversed(range(len(collection.order_by))):
            of_kind.sort(key=lambda one: _sortable(one, place), reverse=collection.newest_first)
        ordered += of_kind
    return ordered


def _sortable(entry: Entry, place: int) -> Any:
    value = entry.face.order[place]
    return value.casefold() if isinstance(value, str) else value
