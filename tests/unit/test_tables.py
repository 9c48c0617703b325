"""Tables as files: whole, the same each time, and harmless to open."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.cms.outputs.tables import FORMULA_SIGNS, Table, Value, table_files

texts = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20)
values = st.one_of(st.none(), texts, st.tuples(texts, texts))


def table(*rows: tuple[Value, Value]) -> Table:
    return Table("plants/roses", "Roses", "/plants/roses/", ("name", "colors"), rows)


def read_csv(files: dict[str, bytes]) -> list[list[str]]:
    text = files["plants/roses.csv"].decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_table_is_two_files() -> None:
    """A line of names and a line for each row; and the rows by the names of the columns."""
    files = table_files(table(("Rosa “Ann”, the first", ("red", "white")), ("Rosa canina", None)))
    assert set(files) == {"plants/roses.csv", "plants/roses.json"}
    assert files["plants/roses.csv"].decode() == (
        'name,colors\r\n"Rosa “Ann”, the first",red; white\r\nRosa canina,\r\n'
    )
    assert json.loads(files["plants/roses.json"]) == {
        "title": "Roses",
        "page": "/plants/roses/",
        "rows": [
            {"name": "Rosa “Ann”, the first", "colors": ["red", "white"]},
            {"name": "Rosa canina", "colors": None},
        ],
    }


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
@pytest.mark.parametrize("space", ["", " "])
def test_no_cell_is_taken_for_a_formula(sign: str, space: str) -> None:
    """What a spreadsheet would carry out begins with an apostrophe there; JSON has it as it is."""
    text = f'{space}{sign}HYPERLINK("https://bad.example")'
    files = table_files(table((text, (text, "red"))))
    _, (name, colors) = read_csv(files)
    assert (name, colors) == (f"'{text}", f"'{text}; red")
    assert json.loads(files["plants/roses.json"])["rows"][0]["name"] == text


@given(st.lists(st.tuples(values, values), max_size=3))
def test_any_text_comes_back_and_none_begins_a_formula(rows: list[tuple[Value, Value]]) -> None:
    """Whatever cells hold: quotes, commas, line breaks."""
    files = table_files(table(*rows))
    _, *read = read_csv(files)
    found = json.loads(files["plants/roses.json"])["rows"]
    for row, cells, record in zip(rows, read, found, strict=True):
        for value, cell, kept in zip(row, cells, record.values(), strict=True):
            plain = "; ".join(value) if isinstance(value, tuple) else value or ""
            assert cell.removeprefix("'") == plain.removeprefix("'")
            assert not cell.lstrip(" ").startswith(FORMULA_SIGNS)
            assert kept == (list(value) if isinstance(value, tuple) else value)
