"""The mends that a program can make, written into content files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .edits import apart, edited
from .errors import Fix, Problem
from .files import Conflict, replace_file
from .frontmatter import decode


@dataclass(frozen=True)
class Mended:
    """How many mends were made in each file, and which files were not touched for a conflict."""

    made: Mapping[str, int]
    changed: tuple[str, ...]


def mend(root: Path, problems: Iterable[Problem]) -> Mended:
    """Make the mends that problems have. Paths are those of the problems, below `root`.

    A file is replaced in one step, with its line ends and its permissions as they were. One
    that was changed since the problems were found is left alone; the others are mended all
    the same. What a mend that overlaps another one is for is named again by the next check.
    """
    by_file: dict[str, set[Fix]] = defaultdict(set)
    for problem in problems:
        if problem.fix:
            by_file[problem.location.path].add(problem.fix)
    made: dict[str, int] = {}
    changed: list[str] = []
    for path, fixes in sorted(by_file.items()):
        try:
            made[path] = _mend_file(root / path, fixes)
        except (Conflict, FileNotFoundError):
            changed.append(path)
    return Mended(made, tuple(changed))


def _mend_file(file: Path, fixes: Iterable[Fix]) -> int:
    raw = file.read_bytes()
    text = decode(raw, str(file))
    if not isinstance(text, str) or not all(fix.fits(text) for fix in fixes):
        raise Conflict(f"{file} was changed since it was checked.")
    made = apart(fixes)
    replace_file(file, edited(raw, made), raw)
    return len(made)
