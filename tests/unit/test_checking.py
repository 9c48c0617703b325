"""Which problems are asked for."""

from __future__ import annotations

import pytest

from plugins.cms.checking import Choice
from plugins.cms.errors import Location, Problem

PROBLEMS = tuple(Problem(Location("a.md", 1, 1), code, "x") for code in ("one", "two", "three"))


@pytest.mark.parametrize(
    ("only", "skip", "expected"),
    [
        ("", "", "one two three"),
        ("one", "", "one"),
        (" two , one,", "", "one two"),
        ("", "two", "one three"),
        ("one,two", "two", "one"),
        ("one", "one", ""),
        (" , ", ",", "one two three"),
    ],
)
def test_problems_are_chosen_by_their_codes(only: str, skip: str, expected: str) -> None:
    """Spaces and empty places between commas mean nothing; the order stays."""
    chosen = Choice.of(only, skip).of_all(PROBLEMS)
    assert " ".join(problem.code for problem in chosen) == expected
