"""Status as a person at a terminal reads it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..clock import moment
from ..errors import visible
from .rows import Row, Standing, Status

_HEADINGS: Mapping[Standing, tuple[str, str]] = {
    "cannot be read": ("Cannot be read: `python3 tasks.py check` says why", ""),
    "draft": ("Drafts", "planned for"),
    "in review": ("In review: waiting for somebody to look at them", "planned for"),
    "scheduled": ("Scheduled", "appears"),
    "expiring": ("Expiring", "goes"),
    "expired": ("Expired: a note stands at their address", "went"),
    "review overdue": ("Review overdue", "was due"),
    "review due": ("Review due", "due"),
}
"""(what stands above a group, above its moments)."""


def to_table(status: Status, width: int, color: bool = False) -> str:
    """The groups, each as a table of at most `width` columns, then what there is beside them."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        highlight=False,
    )
    for standing, rows in groupby(status.rows, key=lambda row: row.standing):
        heading, when = _HEADINGS[standing]
        console.print(Text(heading, style="bold"))
        console.print(_table(tuple(rows), when, status))
        console.print()
    console.print(Text(_summary(status)))
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().rstrip().split("\n"))


def _table(rows: tuple[Row, ...], when: str, status: Status) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    lacking = any(row.lacks for row in rows)
    if when:
        table.add_column(when, no_wrap=True)
        table.add_column("kind", no_wrap=True)
        table.add_column("title")
    table.add_column("file", overflow="fold")
    if lacking:
        table.add_column("still to be done")
    for row in rows:
        cells = [visible(row.path)]
        if when:
            shown = moment(row.when, status.now.tzinfo) if row.when else "no date"
            cells = [shown, row.kind, visible(row.title), *cells]
        if lacking:
            cells.append("; ".join(visible(one.message) for one in row.lacks))
        table.add_row(*map(Text, cells))
    return table


def _summary(status: Status) -> str:
    never = f", {status.never_reviewed} of them never reviewed" if status.never_reviewed else ""
    published = "1 entry is" if status.published == 1 else f"{status.published} entries are"
    coming = status.next_change
    change = (
        f" The clock changes something next on {moment(coming, status.now.tzinfo)}."
        if coming
        else ""
    )
    return f"{published} published{never}.{change}"
