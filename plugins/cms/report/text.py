"""Problems as a person at a terminal reads them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from rich.cells import cell_len

from ..errors import Problem, Problems, visible
from .source import Lines

WIDTH = 88
"""How much of a line is quoted, in characters."""

_LEAD = 40
"""How much of it stands before the place in question, where the line is longer."""

_INDENT = "    "


_Paint = Callable[[str, str], str]
_COLORS = {"place": "1", "error": "1;31", "warning": "1;33"}
"""Codes of ECMA-48 for a terminal: bold, and bold red or yellow."""


def _plain(text: str, _color: str) -> str:
    return text


def _painted(text: str, color: str) -> str:
    return f"\x1b[{_COLORS[color]}m{text}\x1b[0m"


def to_text(problems: Problems, pages: int | None = None, color: bool = False) -> str:
    """The problems file by file, each with its line and its remedy, then how many there are."""
    if not problems:
        return "No such problems." if pages is None else f"No problems on {pages} pages."
    paint = _painted if color else _plain
    lines = Lines()
    blocks = [
        "\n\n".join(_block(problem, lines.at(problem.location), paint) for problem in group)
        for _, group in groupby(sorted(problems), key=lambda one: one.location.path)
    ]
    return "\n\n".join([*blocks, _count(problems)])


def _block(problem: Problem, line: str | None, paint: _Paint) -> str:
    mark = "" if problem.severity == "error" else f"{problem.severity}: "
    code = paint(f"{mark}{problem.code}", problem.severity)
    lines = [
        f"{paint(visible(str(problem.location)), 'place')}: {code} {visible(problem.message)}",
        *_quote(line, problem.location.column, paint, problem.severity),
    ]
    if problem.hint:
        lines.append(f"{_INDENT}{visible(problem.hint)}")
    return "\n".join(lines)


def _quote(line: str | None, column: int, paint: _Paint, color: str) -> list[str]:
    """The line with a caret below the place; nothing where there is no such line."""
    if line is None or not line.strip():
        return []
    column = min(column or 1, len(line) + 1) - 1
    start = max(0, column - _LEAD) if len(line) > WIDTH else 0
    end = start + WIDTH
    before = f"{'…' if start else ''}{visible(line[start:column])}"
    after = f"{visible(line[column:end])}{'…' if end < len(line) else ''}"
    if not start:
        before = before.lstrip()
    return [
        f"{_INDENT}{before}{after}".rstrip(),
        f"{_INDENT}{' ' * cell_len(before)}{paint('^', color)}",
    ]


def _count(problems: Problems) -> str:
    files = len({problem.location.path for problem in problems})
    warnings = sum(problem.severity == "warning" for problem in problems)
    counted = [
        _number(number, noun)
        for number, noun in ((len(problems) - warnings, "problem"), (warnings, "warning"))
        if number
    ]
    return f"{' and '.join(counted)} in {_number(files, 'file')}."


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
