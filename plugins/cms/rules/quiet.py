"""Entries of which no rule has anything to say: while all that the rules read is the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence, Set
from pathlib import Path
from typing import Any

from ..cache import keep_newest, note, recall_as
from ..entries import Entry
from ..errors import Problems
from ..inputs import OF_FILE, Inputs
from ..parallel import fork_map
from ..site import Site
from ..tracing import Key, reads
from . import entry_problems

_MANY = 32
"""From how many entries on it pays to share them among the processors."""

_Former = dict[str, tuple[str, tuple[Key, ...]]]
"""By the path of each quiet entry, what was in its file, and what rules read besides, in order."""


def _former(noted: Any) -> tuple[dict[Key, str], _Former]:
    """The digests of what was read, and the entries that were quiet."""
    digests: dict[Key, str] = {tuple(key): digest for *key, digest in noted["keys"]}
    keys = list(digests)
    groups = [tuple(map(keys.__getitem__, group)) for group in noted["groups"]]
    entries = noted["entries"].items()
    return digests, {path: (digest, groups[group]) for path, (digest, group) in entries}


class Quiet:
    """The entries that were quiet the last time, as the same `program` judged them.

    `judged` counts those that had to be looked at this time, and `loud` has what rules read of
    those that were not quiet.
    """

    def __init__(self, file: Path, program: str) -> None:
        self._file = file
        self._program = program
        self.judged = 0
        self.loud: dict[str, Collection[Key]] = {}
        self._digests, self._former = recall_as(file, program, _former) or ({}, {})

    def problems(self, site: Site) -> Iterator[Problems]:
        """What the rules say of the entries of the site, be they shown or expired.

        Only those are looked at that were not quiet before or where something has changed.
        """
        inputs = Inputs(site)
        entries = tuple(dict.fromkeys((*site.written, *site.expired)))
        quiet = self._still_quiet(entries, inputs)
        looked_at = [entry for entry in entries if entry.path not in quiet]

        self.judged = len(looked_at)

        def judge(entry: Entry) -> tuple[Problems, tuple[Key, ...]]:
            with reads() as heard:
                problems = entry_problems(entry, site)
            own = {(what, entry.path) for what in OF_FILE}
            return problems, tuple(sorted(heard - own))

        judged = fork_map(judge, looked_at, at_least=_MANY)
        same: dict[Key, Key] = {}  # each process has made its own
        for entry, (problems, heard) in zip(looked_at, judged, strict=True):
            yield problems
            if problems:
                self.loud[entry.path] = heard
            else:
                keys = tuple(same.setdefault(key, key) for key in heard)
                quiet[entry.path] = entry.digests.document, keys
        if quiet.keys() != self._former.keys() or any(one.path in quiet for one in looked_at):
            self._save(quiet, inputs)
        self._former = quiet

    def after(self, site: Site, changed: Set[Key]) -> bool:
        """Whether the rules say the same of all entries after a change.

        Of those that were not quiet, be it waived or off, nobody can say where they read of it.
        """
        concerned = self.concerned(changed)
        if concerned is None:
            return False
        entries = {entry.path: entry for entry in (*site.written, *site.expired)}
        return all(not entry_problems(entries[path], site) for path in concerned)

    def concerned(self, changed: Set[Key]) -> dict[str, tuple[Key, ...]] | None:
        """The entries of which rules read something that has changed, and what they read besides.

        None where one of them was not quiet.
        """
        own = {key[1] for key in changed}
        if any(path in own or not changed.isdisjoint(keys) for path, keys in self.loud.items()):
            return None
        return {
            path: keys
            for path, (_, keys) in self._former.items()
            if path in own or not changed.isdisjoint(keys)
        }

    def are_same(self, entry: Entry, site: Site, changed: Set[Key], inputs: Inputs) -> bool:
        """Whether an entry is quiet still, by nothing but what was known of the whole site.

        `site` may be a part of it, of which `inputs` says what is there.
        """
        with reads() as heard:
            problems = entry_problems(entry, site)
        others = heard - changed - {(what, entry.path) for what in OF_FILE}
        return not problems and all(self._digests.get(key) == inputs.digest(key) for key in others)

    def _still_quiet(self, entries: Sequence[Entry], inputs: Inputs) -> _Former:
        now = self._digests.items()
        changed = {key for key, digest in now if digest != inputs.digest(key)}
        same: dict[tuple[Key, ...], bool] = {}
        quiet: _Former = {}
        for entry in entries:
            digest, keys = self._former.get(entry.path, ("", ()))
            if digest != entry.digests.document:
                continue
            if keys not in same:
                same[keys] = changed.isdisjoint(keys)
            if same[keys]:
                quiet[entry.path] = digest, keys
        return quiet

    def _save(self, quiet: _Former, inputs: Inputs) -> None:
        groups: dict[tuple[Key, ...], int] = {}
        entries = {
            path: (digest, groups.setdefault(keys, len(groups)))
            for path, (digest, keys) in quiet.items()
        }
        numbers: dict[Key, int] = {}
        listed = [[numbers.setdefault(key, len(numbers)) for key in keys] for keys in groups]
        noted = {
            "keys": [[*key, inputs.digest(key)] for key in numbers],
            "groups": listed,
            "entries": entries,
        }
        note(self._file, self._program, noted)
        keep_newest(self._file.parent)
