"""Tables as files, for spreadsheets (CSV, RFC 4180) and for programs (JSON), both in UTF-8."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

Value = str | tuple[str, ...] | None
"""What a cell holds: a text, several, or nothing."""

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text begins that spreadsheets may take for a formula, and carry out.
https://owasp.org/www-community/attacks/CSV_Injection"""


Rows = tuple[tuple[Value, ...], ...]
"""Rows with one value for each column."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. `path` is that of the files, without their endings.

    `title` says what the rows are, and `page` is the address at which readers see them. `parts`
    are more rows: each part has a name of its own, and is made when it is asked for.
    """

    path: str
    title: str
    page: str
    columns: tuple[str, ...]
    rows: Rows = ()
    parts: Iterable[tuple[str, Callable[[], Rows]]] = ()


class Lines(NamedTuple):
    """Rows as the files of a table have them."""

    csv: bytes
    json: bytes


def table_files(table: Table) -> dict[str, bytes]:
    """The files of a table, by their paths below the output folder."""
    return files_with(table, (lines_of(table, make()) for _, make in table.parts))


def files_with(table: Table, parts: Iterable[Lines]) -> dict[str, bytes]:
    """The files of a table of which the parts are written already."""
    every = (lines_of(table, table.rows), *parts)
    csv_head = _csv([table.columns])
    title, page = _encode(table.title), _encode(table.page)
    json_head = f'{{"title": {title}, "page": {page}, "rows": [\n'.encode()
    rows = BETWEEN_ROWS.join(one.json for one in every if one.json)
    return {
        f"{table.path}.csv": b"".join((csv_head, *(one.csv for one in every))),
        f"{table.path}.json": b"".join((json_head, rows, AFTER_ROWS)),
    }


BETWEEN_ROWS, AFTER_ROWS = b",\n", b"\n]}\n"
"""What stands between and behind the rows in JSON."""


def lines_of(table: Table, rows: Rows) -> Lines:
    """Rows of a table as its files have them: a line for each, but where a text has more in CSV.

    In CSV, several texts in a cell have `; ` between them. In JSON, what cells hold is as it was
    written, by the names of the columns.
    """
    columns = table.columns
    records = (_encode(dict(zip(columns, row, strict=True))).encode() for row in rows)
    return Lines(_csv(rows), BETWEEN_ROWS.join(records))


_encode = json.JSONEncoder(ensure_ascii=False).encode  # in C, unlike one that indents


def _csv(rows: Iterable[Iterable[Value]]) -> bytes:
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerows([_harmless(_joined(value)) for value in row] for row in rows)
    return text.getvalue().encode()


def _joined(value: Value) -> str:
    return "; ".join(value) if isinstance(value, tuple) else value or ""


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before it makes it a text."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_SIGNS) else text
