"""Changes as a person at a terminal reads them."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import visible
from . import wording
from .compare import Changes


def to_text(changes: Changes, against: str) -> str:
    """The changes against a version, group by group."""
    lines = [f"{wording.headline(changes)}, compared with {visible(against)}."]
    for heading, rows in _groups(changes):
        if rows:
            lines += ["", heading, *(f"  {visible(row)}" for row in rows)]
    if changes.framed:
        lines += ["", wording.frame(changes)]
    return "\n".join(lines)


def _groups(changes: Changes) -> Iterator[tuple[str, list[str]]]:
    yield "Added", [f"{one.url}  {one.title}" for one in changes.added]
    yield "Removed", [f"{one.url}  {one.title}" for one in changes.removed]
    moved = []
    for one in changes.moved:
        more = wording.edits(one)
        moved.append(f"{one.before_url} -> {one.url}  {one.title}{more and f' ({more})'}")
    yield "Moved", moved
    yield "Changed", [f"{one.url}  {one.title} ({wording.edits(one)})" for one in changes.changed]
    redirects = [
        f"{one.url} -> {one.after or 'nowhere'} ({one.before or 'nowhere'} before)"
        for one in changes.redirects
    ]
    yield "Redirects", redirects
    yield "Pictures and files", [f"{one.url}  {wording.file(one)}" for one in changes.files]
