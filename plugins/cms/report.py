"""Problems as text for people, and as data for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .errors import Location, Problem, Problems, visible


def to_text(problems: Sequence[Problem]) -> str:
    """One problem after the other, then how many there are."""
    files = len({problem.location.path for problem in problems})
    warnings = sum(problem.severity == "warning" for problem in problems)
    counted = [
        _count(number, noun)
        for number, noun in ((len(problems) - warnings, "problem"), (warnings, "warning"))
        if number
    ]
    return "\n".join([*map(str, problems), f"{' and '.join(counted)} in {_count(files, 'file')}."])


def to_json(problems: Sequence[Problem]) -> str:
    """A list of problems as JSON; lines and columns count from 1."""
    records = [
        {
            "path": problem.location.path,
            "line": problem.location.line or 1,
            "column": problem.location.column or 1,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
            "severity": problem.severity,
        }
        for problem in problems
    ]
    return json.dumps({"version": 1, "problems": records}, ensure_ascii=False, indent=2)


def from_records(records: Iterable[Mapping[str, Any]]) -> Problems:
    """The problems that `to_json` listed."""
    return tuple(
        Problem(
            Location(record["path"], record["line"], record["column"]),
            record["code"],
            record["message"],
            record["hint"],
            record["severity"],
        )
        for record in records
    )


def to_github(problems: Sequence[Problem]) -> str:
    """Annotations that GitHub shows beside the lines of a pull request.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "\n".join(
        f"::{problem.severity} file={_property(problem.location.path)},"
        f"line={problem.location.line or 1},"
        f"col={problem.location.column or 1},title={_property(problem.code)}::"
        f"{_data(f'{problem.message} {problem.hint}'.strip())}"
        for problem in problems
    )


FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "text": to_text,
    "json": to_json,
    "github": to_github,
}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
