"""Problems for people, for programs and for pull requests."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

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


def test_files_are_groups_in_order() -> None:
    """Problems of one file stand together, by line."""
    found = [
        Problem(Location(path, line, 1), "x", "y")
        for path, line in (("b.md", 2), ("a.md", 9), ("b.md", 1), ("a.md", 10))
    ]
    heads = [line.split(" ")[0] for line in to_text(tuple(found)).split("\n") if ": x" in line]
    assert heads == ["a.md:9:1:", "a.md:10:1:", "b.md:1:1:", "b.md:2:1:"]


Quote = Callable[..., list[str]]


@pytest.fixture
def quote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Quote:
    """A function that reports a problem at `here` in a line; it gives the printed lines."""
    monkeypatch.chdir(tmp_path)

    def run(line: str, width: int | None = None, hint: str = "Mend it.") -> list[str]:
        (tmp_path / "a.md").write_text(line, encoding="utf-8")
        place = Location("a.md", 1, line.index("here") + 1)
        return to_text((Problem(place, "bad", "is wrong", hint),), width=width).split("\n")

    return run


@pytest.mark.parametrize(
    "line",
    [
        "is here",
        "  - is here",
        "\t\tone:\ttwo\there",
        "日本語の長い here 文",
        "e\u0301te\u0301 here",
        "👩 and here 🇺🇸",
        "title: שלום",
        f"{'word ' * 50}here{' word' * 50}",
        f"{'日本語' * 99}here{'日本語' * 99}",
        f"here {'word ' * 20_000}",
        f"{'word ' * 20_000}here",
    ],
    ids=lambda line: line[:12],
)
def test_the_caret_stands_below_the_place(quote: Quote, line: str) -> None:
    """Whatever signs and tabs are before it; and nothing is wider than a terminal of 80 columns."""
    _, quoted, caret, *_ = quote(line if "here" in line else f"here {line}")
    assert cell_len(quoted[: quoted.index("here")]) == caret.index("^") == len(caret) - 1
    assert cell_len(quoted) <= 80 and "\t" not in quoted


@pytest.mark.parametrize("line", ["שלום here", "title: שלום here", "مرحبا here"])
def test_no_caret_stands_where_a_terminal_may_turn_the_line_around(quote: Quote, line: str) -> None:
    """It would point at another word; the line and the column are given all the same."""
    assert quote(line)[1:3] == [f"    {line}", "    Mend it."]


def test_a_line_that_is_too_long_is_cut_on_both_sides(quote: Quote) -> None:
    """What is cut is marked, and the place keeps its neighbors."""
    quoted = quote(f"{'left ' * 50}here{' right' * 50}")[1]
    assert quoted.startswith("    …") and quoted.endswith("…")
    assert "left here right" in quoted


def test_sentences_are_broken_at_words_on_a_terminal(quote: Quote) -> None:
    """Indented below the problem; elsewhere, and in a path, nothing is broken."""
    path = f"`{'content-' * 15}.md`"
    hint = f"Write a word {'and another ' * 9}into {path}."
    printed = quote("is here", 80, hint)
    broken = printed[3:-2]
    assert len(broken) > 1 and all(line.startswith("    ") for line in broken)
    assert all(len(line) <= 80 for line in broken if path not in line)
    assert " ".join(line.strip() for line in broken) == hint
    assert f"    {path}." in broken
    assert quote("is here", None, hint)[3] == f"    {hint}"


def test_colors_change_nothing_but_colors(quote: Quote, tmp_path: Path) -> None:
    """The text is the same with and without."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("a\nb c d\n")
    painted = to_text((FIRST, SECOND), color=True, width=40)
    assert "\x1b[1;31mbad-date\x1b[0m" in painted
    plain = to_text((FIRST, SECOND), width=40)
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == plain


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
