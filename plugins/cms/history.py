"""What Git remembers of a file that is no longer there."""

from __future__ import annotations

from pathlib import Path

from .git import ask

STEPS = 10
"""How many renames of one file are followed."""


def renamed_to(path: str, folder: Path) -> str | None:
    """The file that one became, as Git has it; None where that is not known.

    Both are paths below `folder`. Of several renames in a row the last one counts.
    """
    for _ in range(STEPS):
        new = _renamed(path, "HEAD", folder=folder)
        commit = ask(folder, "log", "-1", "--diff-filter=D", "--format=%H", "--", path).strip()
        if new is None and commit:
            new = _renamed(path, f"{commit}^", commit, folder=folder)
        if new is None or (folder / new).is_file():
            return new
        path = new
    return None


def _renamed(path: str, *between: str, folder: Path) -> str | None:
    """The new name of a file, by the changes since a commit or between two."""
    form = ("--find-renames", "--diff-filter=R", "--name-status", "-z", "--relative")
    names = iter(ask(folder, "diff", *form, *between).split("\0"))
    # Each rename is three words: how alike the two are, the old name, the new one.
    return {old: new for _, old, new in zip(names, names, names, strict=False)}.get(path)
