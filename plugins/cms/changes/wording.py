"""Changes in words, for all forms that people read."""

from __future__ import annotations

from ..counts import counted
from .compare import Changed, Changes, Edit, File

_NOTHING = "Nothing would change on the site"
_NO_PAGE = "No page is added, removed, moved or changed"


def headline(changes: Changes) -> str:
    """How many pages are concerned, in one line without a full stop."""
    numbers = [
        (len(changes.added), "added"),
        (len(changes.removed), "removed"),
        (len(changes.moved), "moved"),
        (len(changes.changed), "changed"),
    ]
    parts = [f"{counted(number, 'page')} {word}" for number, word in numbers if number]
    return ", ".join(parts) or (_NO_PAGE if changes else _NOTHING)


def frame(changes: Changes) -> str:
    """One sentence on pages that differ in their frame alone; empty where there are none."""
    number = changes.framed
    if not number:
        return ""
    pages = counted(number, "page")
    return f"The frame of {pages} changed: what surrounds the text, or how it looks."


def edits(page: Changed) -> str:
    """`title; words: 12 added, 3 removed`."""
    return "; ".join(map(_edit, page.edits))


def _edit(edit: Edit) -> str:
    if edit.what not in {"words", "links", "pictures"}:
        return edit.what
    counts = [(edit.added, "added"), (edit.removed, "removed")]
    parts = [f"{number} {word}" for number, word in counts if number]
    return f"{edit.what}: {', '.join(parts) or 'in another order'}"


def file(one: File) -> str:
    """What happens to a picture or attachment, with its size."""
    if one.before is None or one.after is None:
        size = one.after if one.before is None else one.before
        return f"{'added' if one.before is None else 'removed'} ({_size(size or 0)})"
    return f"changed ({_size(one.before)} before, {_size(one.after)} now)"


def _size(number: int) -> str:
    return f"{number} bytes" if number < 1000 else f"{number / 1000:,.0f} KB"
