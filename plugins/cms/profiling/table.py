"""What was recorded of a build, as a person at a terminal reads it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .recorder import Kind, Recorder, Row

MOST = 10
"""How many parts of a kind are listed."""

_KINDS = (
    (Kind.PAGE, "Pages", ("page", "made from")),
    (Kind.TEMPLATE, "Templates, and the macros in them", ("template, macro",)),
    (Kind.HELPER, "Filters and views", ("filter or view",)),
    (Kind.RULE, "Rules for content", ("rule",)),
    (Kind.PAGE_RULE, "Rules for finished pages", ("rule",)),
)
"""(kind, what stands above its table, what stands above its names)."""

_EXPLAINED = (
    "This build took no page and no entry from former ones, and one processor did all of it, so "
    "that times add up. To measure takes time as well. Other builds are faster.",
    "ms: thousandths of a second. own: without other parts of the same table. each: ms divided by "
    "calls. share: the own time as a part of the whole build.",
)


def to_text(recorder: Recorder, total: float, width: int, color: bool = False) -> str:
    """Each kind as a table of at most `width` columns. The build took `total` seconds."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        highlight=False,
    )
    for text in _EXPLAINED:
        console.print(Text(text))
    stages = [_whole(row.names[0], row.own) for row in recorder.rows(Kind.STAGE)]
    rest = _whole("the rest", total - sum(row.own for row in stages))
    every = [*stages, rest, _whole("in all", total)]
    _print(console, "What the build did", ("stage",), every, total)
    for kind, heading, names in _KINDS:
        rows = recorder.rows(kind)
        if rows:
            more = f": the slowest {MOST} of {len(rows)}" if len(rows) > MOST else ""
            _print(console, heading + more, names, rows[:MOST], total)
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().rstrip().split("\n"))


def _whole(name: str, seconds: float) -> Row:
    return Row((name,), 1, seconds, seconds)


def _print(
    console: Console, heading: str, names: tuple[str, ...], rows: Sequence[Row], total: float
) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in names:
        table.add_column(name, overflow="fold")
    is_nested = any(_ms(row.own) != _ms(row.total) for row in rows)
    is_repeated = any(row.calls != 1 for row in rows)
    numbers: list[tuple[str, bool, Callable[[Row], str]]] = [
        ("calls", is_repeated, lambda row: f"{row.calls}"),
        ("ms", True, lambda row: _ms(row.total)),
        ("own", is_nested, lambda row: _ms(row.own)),
        ("each", is_repeated, lambda row: f"{row.total * 1000 / max(row.calls, 1):.3f}"),
        ("share", True, lambda row: f"{row.own / total:.1%}"),
    ]
    shown = [(name, cell) for name, is_shown, cell in numbers if is_shown]
    for name, _ in shown:
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*map(Text, (*row.names, *(cell(row) for _, cell in shown))))
    console.print()
    console.print(Text(heading, style="bold"))
    console.print(table)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"
