"""Problems in SARIF 2.1.0: what its schema requires, and what code hosts make of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from plugins.cms.errors import Location, Problem
from plugins.cms.report import to_sarif

FIRST = Problem(Location("content/a b.md", 2, 3), "bad-date", "`x` is not a date", "Write one.")
SECOND = Problem(Location("content/ü.md"), "empty", "is “empty”", severity="warning")


def run_of(*problems: Problem) -> dict[str, Any]:
    """The one run of a report."""
    data = json.loads(to_sarif(problems))
    assert data["version"] == "2.1.0" and data["$schema"].endswith("sarif-2.1.0.json")
    (run,) = data["runs"]
    assert run["tool"]["driver"]["name"] and run["columnKind"] == "unicodeCodePoints"
    return run


def test_a_problem_is_a_result_with_its_place() -> None:
    """Lines and columns begin at 1; a path is a URI below the project."""
    first, second = run_of(FIRST, SECOND)["results"]
    assert first["message"] == {"text": "`x` is not a date. Write one."}
    assert first["level"] == "error" and second["level"] == "warning"
    places = [one["locations"][0]["physicalLocation"] for one in (first, second)]
    assert [one["artifactLocation"]["uri"] for one in places] == [
        "content/a%20b.md",
        "content/%C3%BC.md",
    ]
    assert [one["region"] for one in places] == [
        {"startLine": 2, "startColumn": 3},
        {"startLine": 1, "startColumn": 1},
    ]


def test_a_result_names_its_rule_by_word_and_number() -> None:
    """`ruleIndex` counts in the list of the tool's rules, each of them once."""
    run = run_of(SECOND, FIRST, SECOND)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["bad-date", "empty"]
    assert [rules[one["ruleIndex"]] for one in run["results"]] == ["empty", "bad-date", "empty"]
    assert [one["ruleId"] for one in run["results"]] == ["empty", "bad-date", "empty"]


def test_no_problems_are_a_run_without_results() -> None:
    """A host must learn that what was wrong is mended."""
    assert run_of()["results"] == []


def test_a_problem_is_the_same_when_lines_above_it_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host tells new problems from known ones by this; another line is another problem."""
    monkeypatch.chdir(tmp_path)

    def mark(text: str, line: int) -> str:
        Path("a.md").write_text(text, "utf-8")
        (result,) = run_of(Problem(Location("a.md", line, 1), "x", "y"))["results"]
        found: str = result["partialFingerprints"]["lineHash/v1"]
        return found

    assert mark("one\ntwo\n", 2) == mark("zero\none\n  two\n", 3) != mark("one\nthree\n", 2)


def test_a_message_cannot_hold_control_characters() -> None:
    """Nor can what an author wrote end the JSON."""
    (result,) = run_of(Problem(Location("a.md", 1, 1), "x", 'a\x1b[31m"}\u202e'))["results"]
    assert not re.search(r"[\x00-\x1f\u202e]", result["message"]["text"])
