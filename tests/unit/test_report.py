"""Problems for people, for programs and for pull requests."""

from __future__ import annotations

import json

from plugins.cms.errors import Location, Problem
from plugins.cms.report import to_github, to_json, to_text

FIRST = Problem(Location("content/a.md", 2, 3), "bad-date", "`x` is not a date", "Write one.")
SECOND = Problem(Location("content/a.md"), "empty", "is “empty”")


def test_text_counts_problems_and_files() -> None:
    """Each problem has its line and its hint, and the last line says how many there are."""
    assert to_text((FIRST, SECOND)) == (
        "content/a.md:1:1: empty is “empty”\n\n"
        "content/a.md:2:3: bad-date `x` is not a date\n    Write one.\n\n2 problems in 1 file."
    )


def test_text_counts_one_as_one() -> None:
    """One problem is not “1 problems”."""
    assert to_text((FIRST,)).endswith("\n1 problem in 1 file.")


def test_json_has_every_part_of_a_problem() -> None:
    """Programs get path, place, code, message and hint."""
    found = json.loads(to_json((FIRST, SECOND), 4))
    assert found["version"] == 1 and found["pages"] == 4
    assert found["problems"] == [
        {
            "path": "content/a.md", "line": 2, "column": 3, "code": "bad-date",
            "message": "`x` is not a date", "hint": "Write one.", "severity": "error",
            "fixable": False,
        },
        {
            "path": "content/a.md", "line": 1, "column": 1, "code": "empty",
            "message": "is “empty”", "hint": "", "severity": "error", "fixable": False,
        },
    ]  # fmt: skip


def test_json_without_problems_is_json() -> None:
    """A clean site is an empty list."""
    assert json.loads(to_json(()))["problems"] == []


def test_github_gets_one_line_for_each_problem() -> None:
    """An annotation stands at its line and says what to do."""
    assert to_github((FIRST,)) == (
        "::error file=content/a.md,line=2,col=3,title=bad-date::`x` is not a date Write one."
    )


def test_github_cannot_be_given_commands() -> None:
    """Names and values from content files cannot end an annotation or begin another."""
    name = "content/a,line=1::x%0A.md"
    problem = Problem(Location(name, 1, 1), "bad", "a\n::error::b\r\x1b%0A", "")
    printed = to_github((problem,))
    assert not set(printed) & set("\n\r\x1b")
    assert printed.startswith("::error file=content/a%2Cline=1%3A%3Ax%250A.md,line=1,")
    assert printed.endswith("%250A")
