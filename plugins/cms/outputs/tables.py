"""Tables as files, for spreadsheets (CSV, RFC 4180) and for programs (JSON), both in UTF-8."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass

Value = str | tuple[str, ...] | None
"""What a cell holds: a text, several, or nothing."""

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text begins that spreadsheets may take for a formula, and carry out.
https://owasp.org/www-community/attacks/CSV_Injection"""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with one value for each column. `path` is that of the files, without their endings.

    `title` says what the rows are, and `page` is the address at which readers see them.
    """

    path: str
    title: str
    page: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def table_files(table: Table) -> dict[str, bytes]:
    """The files of a table, by their paths below the output folder."""
    return {f"{table.path}.csv": _csv(table), f"{table.path}.json": _json(table)}


def _csv(table: Table) -> bytes:
    """A line of names, then one for each row. Several texts in a cell have `; ` between them."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(map(_harmless, table.columns))
    for row in table.rows:
        lines.writerow(_harmless(_joined(value)) for value in row)
    return text.getvalue().encode()


def _joined(value: Value) -> str:
    return "; ".join(value) if isinstance(value, tuple) else value or ""


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before it makes it a text."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_SIGNS) else text


def _json(table: Table) -> bytes:
    """A line for each row, by the names of the columns. What cells hold is as it was written."""
    encode = json.JSONEncoder(ensure_ascii=False).encode  # in C, unlike one that indents
    rows = (encode(dict(zip(table.columns, row, strict=True))) for row in table.rows)
    title, page = encode(table.title), encode(table.page)
    text = ",\n".join(rows)
    return f'{{"title": {title}, "page": {page}, "rows": [\n{text}\n]}}\n'.encode()
