"""Entries that are known from former times: a file that is as it was need not be read again.

Only entries with nothing wrong are remembered, by what their files held.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from .cache import keep_newest, note, recall
from .entries import Digests, Entry
from .faces import Face
from .fields import Reference
from .stamps import FRESH_NS, Stamp, stamp_of


def digest_of(raw: bytes) -> str:
    """A hash of what a file holds."""
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the entry in a file that holds what `digest` says."""

    stamp: Stamp
    digest: str
    face: Face
    digests: Digests


class KnownEntries:
    """The entries of the last time, as the same `program` understood them, by the paths of files.

    `stamps` and `read` of this time are added as files are looked at, and written by `save`.
    """

    def __init__(self, file: Path, program: str) -> None:
        self._file = file
        self._program = program
        self._former = _load(file, program)
        self._seen: dict[str, tuple[Stamp, str]] = {}
        self._since = time.time_ns()

    def unread(self, path: str, info: os.stat_result) -> Known | None:
        """What is known of a file that is untouched, as far as the system can tell."""
        known = self._former.get(path)
        if known is None or known.stamp != stamp_of(info):
            return None
        self._seen[path] = known.stamp, known.digest
        return known

    def read(self, path: str, info: os.stat_result, raw: bytes) -> Known | None:
        """What is known of a file that holds `raw`."""
        digest = digest_of(raw)
        self._seen[path] = stamp_of(info), digest
        known = self._former.get(path)
        return known if known and known.digest == digest else None

    def save(self, entries: Iterable[Entry]) -> None:
        """Remember these entries, which have nothing wrong, and no others."""
        newest = self._since - FRESH_NS
        known: dict[str, Known] = {}
        for entry in entries:
            stamp, digest = self._seen.get(entry.path, (None, ""))
            if stamp is not None:
                if max(stamp[2:]) > newest:
                    stamp = (0, 0, 0, 0)
                known[entry.path] = Known(stamp, digest, entry.face, entry.digests)
        if known != self._former:
            records = [_record(one) for one in known.values()]
            note(self._file, self._program, records)
            keep_newest(self._file.parent)


def _load(file: Path, program: str) -> dict[str, Known]:
    records = recall(file, program) or []
    return {known.face.path: known for known in map(_known, records)}


# -- as records of JSON ------------------------------------------------------------


def _record(known: Known) -> list[Any]:
    face = known.face
    values = [getattr(face, name) for name in _PLAIN]
    moments = [_written(getattr(face, name)) for name in _MOMENTS]
    names = [(at, name.kind, name) for at, name in face.names]
    order = [_written(value) for value in face.order]
    return [known.stamp, known.digest, astuple(known.digests), values, moments, names, order]


def _known(record: list[Any]) -> Known:
    stamp, digest, digests, values, moments, names, order = record
    fields_of: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in zip(_PLAIN, values, strict=True)
    }
    fields_of |= zip(_MOMENTS, map(_read, moments), strict=True)
    fields_of["names"] = tuple((tuple(at), Reference(slug, kind)) for at, kind, slug in names)
    fields_of["order"] = tuple(map(_read, order))
    number, size, modified, changed = stamp
    return Known((number, size, modified, changed), digest, Face(**fields_of), Digests(*digests))


_MOMENTS = ("date", "publish_at", "expires_at", "modified")
_PLAIN = tuple(
    field.name for field in fields(Face) if field.name not in {*_MOMENTS, "names", "order"}
)


def _written(value: Any) -> Any:
    """A value as JSON has it; a day or a moment as one of a list, with the name of its type."""
    if isinstance(value, dt.date):
        return [type(value).__name__, value.isoformat()]
    return value


_TYPES: Mapping[str, type[dt.date]] = {"date": dt.date, "datetime": dt.datetime}


def _read(value: Any) -> Any:
    return _TYPES[value[0]].fromisoformat(value[1]) if isinstance(value, list) else value
