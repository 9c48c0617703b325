"""Problems as a person at a terminal reads them."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable
from itertools import groupby

from rich.cells import cell_len, set_cell_size

from ..counts import counted
from ..errors import Problem, Problems, visible
from .source import Lines

ROOM = 76
"""How much of a line is quoted, in columns of a terminal: with the indent it fits into 80."""

_LEAD = 36
"""How much of it stands before the place in question, where the line is longer."""

_INDENT = "    "


_Paint = Callable[[str, str], str]
_COLORS = {"place": "1", "error": "1;31", "warning": "1;33"}
"""Codes of ECMA-48 for a terminal: bold, and bold red or yellow."""


def _plain(text: str, _color: str) -> str:
    return text


def _painted(text: str, color: str) -> str:
    return f"\x1b[{_COLORS[color]}m{text}\x1b[0m"


def to_text(
    problems: Problems, pages: int | None = None, color: bool = False, width: int | None = None
) -> str:
    """The problems file by file, each with its line and its remedy, then how many there are.

    `width` is that of the terminal, in columns; without one, no sentence is broken.
    """
    if not problems:
        return "No such problems." if pages is None else f"No problems on {pages} pages."
    paint = _painted if color else _plain
    lines = Lines()
    blocks = [
        "\n\n".join(_block(problem, lines.at(problem.location), paint, width) for problem in group)
        for _, group in groupby(sorted(problems), key=lambda one: one.location.path)
    ]
    return "\n\n".join([*blocks, _count(problems)])


def _block(problem: Problem, line: str | None, paint: _Paint, width: int | None) -> str:
    mark = "" if problem.severity == "error" else f"{problem.severity}: "
    place, code = visible(str(problem.location)), f"{mark}{problem.code}"
    said = _wrapped(f"{place}: {code} {visible(problem.message)}", "", width)
    head = f"{paint(place, 'place')}: {paint(code, problem.severity)}"
    lines = [
        said.replace(f"{place}: {code}", head, 1),
        *_quote(line, problem.location.column, paint, problem.severity),
    ]
    if problem.hint:
        lines.append(_wrapped(visible(problem.hint), _INDENT, width))
    return "\n".join(lines)


def _wrapped(text: str, indent: str, width: int | None) -> str:
    """A sentence in lines of a terminal; paths and codes stay whole, to be clicked or copied."""
    if width is None:
        return f"{indent}{text}"
    return textwrap.fill(
        text,
        max(width, 2 * len(_INDENT) + 1),
        initial_indent=indent,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _quote(line: str | None, column: int, paint: _Paint, color: str) -> list[str]:
    quote = [f"{_INDENT}{one}" for one in quoted(line, column)]
    return quote[:1] + [one.replace("^", paint("^", color)) for one in quote[1:]]


def quoted(line: str | None, column: int) -> list[str]:
    """A line, as much as there is room for, and below it a caret at the column, from 1.

    Nothing where there is no such line, and no caret where none could be in the right place.
    """
    if line is None or not line.strip():
        return []
    at = min(column or 1, len(line) + 1) - 1
    before, after = _around(line, at)
    quote = f"{before}{after}".rstrip()
    return [quote] if _turns_around(line, at) else [quote, f"{' ' * cell_len(before)}^"]


def _around(line: str, at: int) -> tuple[str, str]:
    """What stands before a place and what from it on: as much as there is room for."""
    reach = 4 * ROOM  # signs without a width come on top
    before = _shown(line[max(0, at - reach) : at])
    after = _shown(line[at : at + reach])
    before = before.lstrip() if at <= reach else before
    if cell_len(before + after) <= ROOM:
        return before, after
    if cell_len(before) > _LEAD:
        before = "…" + set_cell_size(before[::-1], _LEAD - 1)[::-1]
    room = ROOM - cell_len(before)
    return before, after if cell_len(after) <= room else f"{set_cell_size(after, room - 1)}…"


def _shown(text: str) -> str:
    return visible(text.replace("\t", _INDENT))


_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def _turns_around(line: str, at: int) -> bool:
    """Whether a terminal may show the line from right to left up to the place: no caret fits."""
    kinds = [unicodedata.bidirectional(sign) for sign in line]
    strong = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L")
    return strong != "L" or not _RIGHT_TO_LEFT.isdisjoint(kinds[: at + 1])


def _count(problems: Problems) -> str:
    files = len({problem.location.path for problem in problems})
    warnings = sum(problem.severity == "warning" for problem in problems)
    parts = [
        counted(number, noun)
        for number, noun in ((len(problems) - warnings, "problem"), (warnings, "warning"))
        if number
    ]
    return f"{' and '.join(parts)} in {counted(files, 'file')}."
