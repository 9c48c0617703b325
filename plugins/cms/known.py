"""Entries that are known from former times: a file that is as it was need not be read again.

Only entries with nothing wrong are remembered, by what their files held.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from .cache import Log, State, digest_of, keep_newest
from .entries import Digests, Entry
from .faces import Face
from .fields import Reference
from .stamps import FRESH_NS, Stamp, stamp_of


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the entry in a file that holds what `digest` says."""

    stamp: Stamp
    digest: str
    face: Face
    digests: Digests
    card: str


class KnownEntries:
    """The entries of the last time, as the same `program` understood them, by the paths of files.

    What is said of the files that are looked at this time is written by `save`.
    """

    def __init__(self, file: Path, program: str) -> None:
        self._file = file
        self._log = Log(file, program)
        self._lines = self._log.read()
        self._former: dict[str, Known | None] = {}
        self._seen: dict[str, tuple[Stamp, str]] = {}
        self._since = time.time_ns()

    @property
    def state(self) -> State | None:
        """That of the file, as it was last read or written here."""
        return self._log.state

    @property
    def paths(self) -> Set[str]:
        """The files of which something was known the last time."""
        return self._lines.keys()

    def former(self, path: str) -> Known | None:
        """What was known the last time of the entry in a file."""
        if path not in self._former:
            self._former[path] = _load(self._lines.get(path))
        return self._former[path]

    def unread(self, path: str, info: os.stat_result) -> Known | None:
        """What is known of a file that is untouched, as far as the system can tell."""
        known = self.former(path)
        if known is None or known.stamp != stamp_of(info):
            return None
        self._seen[path] = known.stamp, known.digest
        return known

    def read(self, path: str, info: os.stat_result, raw: bytes) -> Known | None:
        """What is known of a file that holds `raw`."""
        digest = digest_of(raw)
        self._seen[path] = stamp_of(info), digest
        known = self.former(path)
        return known if known and known.digest == digest else None

    def save(self, entries: Iterable[Entry]) -> None:
        """Remember these entries, which have nothing wrong, and no others."""
        every = [entry for entry in entries if entry.path in self._seen]
        new = self._new(every)
        left = self._lines.keys() - {entry.path for entry in every}
        self._lines |= new
        for path in left:
            del self._lines[path]
        self._log.write(new, left, self._lines)
        if new:
            keep_newest(self._file.parent)

    def renew(self, entries: Iterable[Entry]) -> None:
        """Remember these entries, which have nothing wrong, and the others as before."""
        new = self._new(entry for entry in entries if entry.path in self._seen)
        self._lines |= new
        self._log.write(new, (), self._lines)

    def _new(self, entries: Iterable[Entry]) -> dict[str, bytes]:
        """What is to be noted of these entries now."""
        newest = self._since - FRESH_NS
        new: dict[str, bytes] = {}
        for entry in entries:
            stamp, digest = self._seen[entry.path]
            if max(stamp[2:]) > newest:
                stamp = (0, 0, 0, 0)
            former = self.former(entry.path)
            if former is None or (former.stamp, former.digest) != (stamp, digest):
                record = _record(Known(stamp, digest, entry.face, entry.digests, entry.card_text))
                new[entry.path] = json.dumps(record).encode()
        return new


def _load(line: bytes | None) -> Known | None:
    """What a line says; one that says something else is none."""
    with suppress(Exception):  # whatever stands there, the file is read then
        return None if line is None else _known(json.loads(line))
    return None


# -- as records of JSON ------------------------------------------------------------


def _record(known: Known) -> list[Any]:
    face = known.face
    values = [getattr(face, name) for name in _PLAIN]
    moments = [_written(getattr(face, name)) for name in _MOMENTS]
    names = [(at, name.kind, name) for at, name in face.names]
    order = [_written(value) for value in face.order]
    digests = astuple(known.digests)
    return [known.stamp, known.digest, digests, values, moments, names, order, known.card]


def _known(record: list[Any]) -> Known:
    stamp, digest, digests, values, moments, names, order, card = record
    listed = (one for value in values if type(value) is list for one in value)
    texts = [digest, card, *digests, *listed]
    if not all(map(isinstance, values, _KINDS)) or {*map(type, texts)} != {str}:
        raise TypeError
    fields_of: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in zip(_PLAIN, values, strict=True)
    }
    fields_of |= zip(_MOMENTS, map(_read, moments), strict=True)
    fields_of["names"] = tuple((tuple(at), Reference(slug, kind)) for at, kind, slug in names)
    fields_of["order"] = tuple(map(_read, order))
    if None in fields_of["order"]:
        raise ValueError("nothing can be sorted by what is not there")
    number, size, modified, changed = stamp
    face = Face(**fields_of)
    return Known((number, size, modified, changed), digest, face, Digests(*digests), card)


_MOMENTS = ("date", "publish_at", "expires_at", "modified")
_PLAIN = tuple(
    field.name for field in fields(Face) if field.name not in {*_MOMENTS, "names", "order"}
)
_KINDS = tuple(
    {"bool": bool, "str | None": str | None, "tuple[str, ...]": list}.get(str(field.type), str)
    for field in fields(Face)
    if field.name in _PLAIN
)
"""What JSON has for each."""


def _written(value: Any) -> Any:
    """A value as JSON has it; a day or a moment as one of a list, with the name of its type."""
    if isinstance(value, dt.date):
        return [type(value).__name__, value.isoformat()]
    return value


_TYPES: Mapping[str, type[dt.date]] = {"date": dt.date, "datetime": dt.datetime}


def _read(value: Any) -> Any:
    return _TYPES[value[0]].fromisoformat(value[1]) if isinstance(value, list) else value
