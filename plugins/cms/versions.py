"""What Git knows of the project's files, where there is Git and it knows them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from .git import ask, git

_TRIES = 20
"""How often Git is asked while it is busy, a tenth of a second apart."""


def unmerged(root: Path) -> frozenset[str]:
    """The files below `root` in which a merge has left two versions, by their paths in it."""
    lines = ask(root, "ls-files", "--unmerged", "-z").split("\0")
    return frozenset(line.partition("\t")[2] for line in lines if line)


def is_busy(root: Path) -> Path | None:
    """The file that says that a Git command is at work, or was when it was killed."""
    name = ask(root, "rev-parse", "--git-path", "index.lock").rstrip("\n")
    return root / name if name and (root / name).exists() else None


def move(root: Path, moves: Iterable[tuple[str, str]]) -> str:
    """Tell Git of files that have moved, as `git mv` does; of others it is not told.

    What is staged of their content stays so. To do it again changes nothing. Returns an empty
    text, or in plain words what Git refused.
    """
    lines = []
    top = ask(root, "rev-parse", "--show-prefix").rstrip("\n")  # the index counts from there
    for before, after in moves:
        found = ask(root, "ls-files", "--stage", "-z", "--", f":(literal){before}")
        if found:
            mode, blob, _ = found.partition("\t")[0].split(" ")
            gone = f"0 {'0' * len(blob)}\t{top}{before}\0"
            lines += [gone, f"{mode} {blob}\t{top}{after}\0"]
    if not lines:
        return ""
    for _ in range(_TRIES):
        text = "".join(lines)
        if git("update-index", "-z", "--index-info", folder=root, text=text).returncode == 0:
            return ""
        if not is_busy(root):
            break
        time.sleep(0.1)
    return (
        "Git could not be told that the file has moved; the files are right all the same. "
        f"{_left_lock(root)}Then tell it: `git add --all content`."
    )


def _left_lock(root: Path) -> str:
    lock = is_busy(root)
    return f"If no other Git command is running, delete {lock}. " if lock else ""
