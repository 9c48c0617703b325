"""Who names whom in the fields, and what does not hold about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass

from ..clock import moment
from ..entries import Entry, State
from ..errors import FieldPath, Problem
from ..fields import Reference, is_slug
from ..loader import Content
from ..site import Key
from ..suggestions import offer, suggest


@dataclass(frozen=True, slots=True)
class Known:
    """What a reference may mean: entries, those that are not whole, and files that are lost."""

    entries: Mapping[Key, Entry]
    unread: Mapping[Key, Entry]
    lost: Set[Key]

    @classmethod
    def of(cls, content: Content) -> Known:
        """All that a content folder holds; a translation does not stand for its original."""
        entries: dict[Key, Entry] = {}
        for entry in content.entries:
            if entry.lang is None or (entry.kind, entry.slug) not in entries:
                entries[entry.kind, entry.slug] = entry
        unread = {(entry.kind, entry.slug): entry for entry in content.unread}
        return cls(entries, unread, set(content.lost.values()))

    @property
    def missing(self) -> Set[Key]:
        """What is there, and cannot be shown."""
        return (self.unread.keys() | self.lost) - self.entries.keys()


def check_named(
    entry: Entry, known: Known, states: Mapping[int, State], zone: dt.tzinfo | None
) -> Iterator[Problem]:
    """What is wrong with the entries that this one names. Naming an unread one is no mistake.

    `states` are those of all entries, by `id`.
    """
    seen: set[tuple[FieldPath, str]] = set()
    for path, value in entry.face.names:
        group = (path[:-1], str(value))
        if group in seen:
            hint = "Keep one of the two lines."
            yield entry.problem("named-twice", f"`{value}` is named twice", hint, at=path)
        seen.add(group)
        key = (value.kind, str(value))
        target = known.entries.get(key) or known.unread.get(key)
        if target is entry:
            hint = "Take the line out."
            yield entry.problem("self-reference", "an entry cannot name itself", hint, at=path)
        elif target is None:
            if key not in known.lost:
                yield _dangling(entry, path, value, known)
        elif key in known.entries or target.lacking:
            hidden = hidden_while_shown(entry, target, lambda one: states[id(one)], zone)
            if hidden:
                yield entry.problem(hidden[0], f"`{value}` {hidden[1]}", hidden[2], at=path)


def hidden_while_shown(
    entry: Entry, target: Entry, state: Callable[[Entry], State], zone: dt.tzinfo | None
) -> tuple[str, str, str] | None:
    """(code, rest of the message, hint) where readers could see `entry` and not `target`.

    `state` says where each stands now, and `zone` is that of the site. It looks at the whole
    time from now on, so that no page breaks by the clock alone.
    """
    if state(entry) not in {"published", "scheduled"}:
        return None
    if target.face.status != "published":
        hint = f"Publish {target.path}, or take the line out until then."
        return "names-a-draft", f"is {_state_in_words(target)}, but this entry is published", hint
    ours, theirs = entry.window(zone), target.window(zone)
    if theirs.start > ours.start and state(target) == "scheduled":
        hint = f"Publish {target.path} sooner, this entry later, or take the line out until then."
        return "not-yet-shown", f"is not shown before {moment(theirs.start, zone)}", hint
    if theirs.end and (ours.end is None or theirs.end < ours.end):
        hint = f"Take the line out, or the `expires_at` out of {target.path}."
        return "expires-first", f"is no longer shown from {moment(theirs.end, zone)} on", hint
    return None


def _state_in_words(entry: Entry) -> str:
    return "a draft" if entry.face.status == "draft" else "still in review"


def _dangling(entry: Entry, path: FieldPath, value: Reference, known: Known) -> Problem:
    of_kind = {slug: one for (kind, slug), one in known.entries.items() if kind == value.kind}
    titles = {one.title.casefold(): slug for slug, one in of_kind.items()}
    titled = titles.get(value.casefold())
    if titled:
        hint = f"Did you mean `{titled}`? Write the name of the file in place of the title."
        code = "dangling-reference" if is_slug(value) else "bad-slug"
        return entry.problem(code, f"`{value}` is the title of a {value.kind}", hint, at=path)
    if not is_slug(value):
        rule = "Write the name of a file of that kind, without `.md`."
        hint = suggest(value, sorted(of_kind)) or rule
        message = f"`{value}` is not the name of a {value.kind}"
        return entry.problem("bad-slug", message, hint, at=path)
    hint = offer(str(value), sorted(of_kind), "Look at the names of the files.")
    return entry.problem(
        "dangling-reference", f"there is no {value.kind} called `{value}`", hint, at=path
    )
