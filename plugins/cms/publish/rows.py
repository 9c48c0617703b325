"""The files of a table: parts of former ones are taken again, as they were written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from contextlib import suppress
from dataclasses import dataclass

from ..outputs.tables import AFTER_ROWS, BETWEEN_ROWS, Lines, Table, files_with, lines_of
from ..tracing import Key, note_all, reads

INDEX = "<rows>"
"""The name beside the files of a table of what says which part is where, and what it read."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The lines of a part, and the keys of all that was read for it."""

    lines: Lines
    reads: tuple[Key, ...]


def written(table: Table, former: Mapping[str, bytes], same: Set[Key]) -> dict[str, bytes]:
    """The files of a table, and their INDEX.

    `former` are those of a former build, if any; what has one of the keys in `same` is now as it
    was then.
    """
    known: dict[str, _Part] = {}
    with suppress(Exception):  # whoever wrote it meant something else: all is made anew
        known = _known(table, former, same)
    parts: dict[str, _Part] = {}
    for name, make in table.parts:
        part = known.get(name)
        if part is None:
            with reads() as heard:
                rows = make()
            part = _Part(lines_of(table, rows), tuple(sorted(heard)))
        else:
            note_all(part.reads)
        parts[name] = part
    files = files_with(table, (part.lines for part in parts.values()))
    return {**files, INDEX: _index(table, parts)}


def _known(table: Table, former: Mapping[str, bytes], same: Set[Key]) -> dict[str, _Part]:
    """The parts of former files that would be written the same."""
    if not former:
        return {}
    columns, keys, places = json.loads(former[INDEX])
    if columns != list(table.columns):
        return {}
    every: list[Key] = [tuple(key) for key in keys]
    others = {number for number, key in enumerate(every) if key not in same}
    csv, rows = former[f"{table.path}.csv"], former[f"{table.path}.json"]
    of_csv, of_json = (sum(place[at] for place in places.values()) for at in (0, 1))
    between = len(BETWEEN_ROWS) * (sum(place[1] > 0 for place in places.values()) - 1)
    at_csv, at_json = len(csv) - of_csv, len(rows) - len(AFTER_ROWS) - between - of_json
    known = {}
    for name, (in_csv, in_json, numbers) in places.items():
        if others.isdisjoint(numbers):
            lines = Lines(csv[at_csv : at_csv + in_csv], rows[at_json : at_json + in_json])
            known[name] = _Part(lines, tuple(every[number] for number in numbers))
        at_csv += in_csv
        at_json += in_json + (len(BETWEEN_ROWS) if in_json else 0)
    return known


def _index(table: Table, parts: Mapping[str, _Part]) -> bytes:
    """The columns, all keys, and for each part its bytes in CSV and JSON, and numbers of keys."""
    numbers: dict[Key, int] = {}
    places = {
        name: (
            len(part.lines.csv),
            len(part.lines.json),
            [numbers.setdefault(key, len(numbers)) for key in part.reads],
        )
        for name, part in parts.items()
    }
    index = (table.columns, list(numbers), places)
    return json.dumps(index, separators=(",", ":")).encode()
