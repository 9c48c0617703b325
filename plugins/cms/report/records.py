"""Problems as JSON, for programs. `docs/check.md` describes the form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import Location, Problem, Problems

VERSION = 1
"""Rises when a field changes its meaning or goes; new fields do not count."""


def to_json(problems: Problems, pages: int | None = None) -> str:
    """The problems as JSON; lines and columns count from 1."""
    data = {"version": VERSION, "pages": pages, "problems": as_records(problems)}
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_records(problems: Problems) -> list[dict[str, Any]]:
    """The problems as plain data."""
    return [
        {
            "path": problem.location.path,
            "line": problem.location.line or 1,
            "column": problem.location.column or 1,
            "code": problem.code,
            "severity": problem.severity,
            "message": problem.message,
            "hint": problem.hint,
            "fixable": problem.fix is not None,
        }
        for problem in problems
    ]


def from_records(records: Iterable[Mapping[str, Any]]) -> Problems:
    """The problems that `as_records` made into data, without their mends."""
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
