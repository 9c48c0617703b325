"""Problems are sorted, said once and safe to print."""

from __future__ import annotations

import pytest

from plugins.cms.errors import ContentErrors, Location, Problem


def problem(line: int, message: str = "wrong", hint: str = "") -> Problem:
    return Problem(Location("content/a.md", line, 1), "bad", message, hint)


def test_problems_are_sorted_and_said_once() -> None:
    """Two equal problems become one, and they come in the order of the file."""
    found = ContentErrors([problem(10), problem(2), problem(10)])
    assert [one.location.line for one in found] == [2, 10]


def test_a_problem_about_a_whole_file_points_at_its_beginning() -> None:
    """Line 0 is printed as line 1, so that editors can jump there."""
    assert str(problem(0)).startswith("content/a.md:1:1: bad wrong")


@pytest.mark.parametrize("character", ["\x1b", "\n", "\r", "\x00", "\u2028", "\u202e", "\udce9"])
def test_a_message_cannot_steer_the_terminal(character: str) -> None:
    """Control characters that a message quotes from a file are spelled out."""
    printed = str(problem(1, f"`a{character}b`", f"see {character}"))
    assert character not in printed.replace("\n    see", "")
    assert f"\\u{ord(character):04x}" in printed


def test_a_message_that_quotes_a_whole_book_is_cut() -> None:
    """A value of a million characters does not fill the screen."""
    assert len(str(problem(1, "x" * 1_000_000))) < 1_000


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, "a.md:1:1"), (2, "a.md:1:3"), (3, "a.md:2:1"), (4, "a.md:3:1"), (6, "a.md:3:3")],
)
def test_a_place_in_a_text_is_a_line_and_a_column(offset: int, place: str) -> None:
    """A line end belongs to its own line, and the end of the text is a place, too."""
    assert str(Location.in_text("a.md", "ab\n\ncd", offset)) == place
