"""What does not fit the model is said in plain words, at the right place."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import Field

from plugins.cms.errors import Problem
from plugins.cms.fields import Count, Line, Part
from plugins.cms.validation import validate
from tests.unit.conftest import document


class Item(Part):
    """A group inside a list."""

    name: Line
    size: Annotated[Count, Field(ge=1, le=9)] | None = None


class Model(Part):
    """A bit of everything."""

    title: Annotated[Line, Field(max_length=10)]
    color: Literal["red", "dark green"] | None = None
    items: Annotated[tuple[Item, ...], Field(min_length=1)] | None = None
    words: Annotated[tuple[Line, ...], Field(max_length=2)] = ()
    group: Item | None = None


def problem(fields: str) -> Problem:
    """The only problem of front matter with these lines."""
    read = validate(document(f"---\n{fields}\n---\n"), Model)
    assert isinstance(read, tuple) and len(read) == 1, read
    return read[0]


@pytest.mark.parametrize(
    ("fields", "line", "column", "code", "message"),
    [
        ("words: [a]", 2, 1, "missing-field", "`title` is missing or empty"),
        ("title:", 2, 1, "missing-field", "`title` is missing or empty"),
        ("title: A\ntitel: B", 3, 1, "unknown-field", "there is no field `titel` here"),
        (
            "title: A\ngroup:\n  nmae: B\n  name: C",
            4, 3, "unknown-field", "there is no field `nmae` here",
        ),
        (
            "title: A\ngroup:\n  size: 1", 3, 1,
            "missing-field", "`name` in `group` is missing or empty",
        ),
        (
            "title: A\nitems:\n  - name: a\n  - size: 2",
            5, 5, "missing-field", "`name` in item 2 of `items` is missing or empty",
        ),
        ("title: A\ncolor: rde", 3, 8, "bad-choice", "`color` cannot be `rde`"),
        ("title: A\nwords: one", 3, 8, "not-a-list", "`words` must be a list"),
        ("title: A\ngroup: one", 3, 8, "not-fields", "`group` must be a group of fields"),
        ("title: [A]", 2, 8, "not-text", "`title` must be text but is a list"),
        ("title: {a: b}", 2, 8, "not-text", "`title` must be text but is a group of fields"),
        ("title: A\nwords:\n  -", 4, 4, "empty", "item 1 of `words` is empty"),
        ("title: ABCDEFGHIJK", 2, 8, "too-long", "`title` has 11 characters; 10 is the most"),
        ("title: A\nwords: [a, b, c]", 3, 8, "too-long", "`words` has 3 items; 2 is the most"),
        ("title: A\nitems: []", 3, 8, "too-few", "`items` needs at least 1 and has 0"),
        (
            "title: A\ngroup: {name: a, size: 0}",
            3, 24, "out-of-range", "`size` in `group` must be at least 1",
        ),
        (
            "title: A\ngroup: {name: a, size: 10}",
            3, 24, "out-of-range", "`size` in `group` must be at most 9",
        ),
        ("title: A\ngroup: {name: a, size: x}", 3, 24, "bad-number", "`x` is not a whole number"),
        ("title: ''", 2, 8, "empty", "`title` is empty"),
    ],
)  # fmt: skip
def test_a_mistake_is_explained(
    fields: str, line: int, column: int, code: str, message: str
) -> None:
    """Each kind of mistake has a place, a code and a sentence that names the field."""
    found = problem(fields)
    place = found.location.line, found.location.column
    assert (*place, found.code, found.message) == (line, column, code, message)


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        ("title: A\ntitel: B", "Did you mean `title`?"),
        ("title: A\nxyz: B", "The fields here are: title, color, items, words, group."),
        ("title: A\ngroup: {nam: a, name: b}", "Did you mean `name`?"),
        (
            "title: A\ncolor: drak green",
            "Did you mean `dark green`? Choose one of `red`, `dark green`.",
        ),
        ("title: A\ncolor: 1", "Choose one of `red`, `dark green`."),
        ("title: A\ngroup: {size: 1}", "Add a line `name: …` under `group`."),
        ("words: [a]", "Add a line `title: …` to the fields at the top."),
        ("title: A\ngroup: one", "Write its fields on the lines below, indented: name, size."),
    ],
)
def test_a_hint_says_what_to_do(fields: str, hint: str) -> None:
    """A hint names the field, the choice or the line that was probably meant."""
    assert problem(fields).hint == hint


def test_all_mistakes_are_said_at_once() -> None:
    """One pass finds every mistake of a file."""
    read = validate(document("---\nzzz: A\ncolor: x\nwords: y\n---\n"), Model)
    assert isinstance(read, tuple)
    assert {one.code for one in read} == {
        "missing-field", "unknown-field", "bad-choice", "not-a-list",
    }  # fmt: skip


def test_a_misspelt_field_is_one_mistake() -> None:
    """A name that was meant for a missing field is named, and the field is not missed besides."""
    read = validate(document("---\ntitel: A\n---\n"), Model)
    assert isinstance(read, tuple)
    assert [(one.code, one.hint) for one in read] == [("unknown-field", "Did you mean `title`?")]


def test_an_item_that_is_wrong_is_counted() -> None:
    """A list with one wrong item has what is wrong with the item, and is not too short besides."""
    assert problem("title: A\nitems:\n  - size: 2").code == "missing-field"


class Sure(Part):
    """A choice with a comma in it."""

    basis: Literal["general knowledge, to be reviewed", "a study"]


def test_a_choice_may_have_a_comma() -> None:
    """It is listed as it has to be written."""
    read = validate(document("---\nbasis: hearsay\n---\n"), Sure)
    assert isinstance(read, tuple)
    assert read[0].hint == "Choose one of `general knowledge, to be reviewed`, `a study`."
