"""The mends that a program can make, written into content files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from .errors import Fix, Problem
from .files import as_it_was_written, replace_file
from .frontmatter import decode


def mend(root: Path, problems: Iterable[Problem]) -> dict[str, int]:
    """Make the mends that problems have; return how many there were in each file, by its path.

    A file is replaced in one step, with its line ends and its permissions as they were.
    Of mends that overlap the first is made; the next check names the rest.
    """
    by_file: dict[str, set[Fix]] = defaultdict(set)
    for problem in problems:
        if problem.fix:
            by_file[problem.location.path].add(problem.fix)
    made = {path: _mend_file(root / path, fixes) for path, fixes in sorted(by_file.items())}
    return {path: number for path, number in made.items() if number}


def _mend_file(file: Path, fixes: Iterable[Fix]) -> int:
    raw = file.read_bytes()
    text = decode(raw, str(file))
    assert isinstance(text, str)  # it was read before
    parts, done, made = [], 0, 0
    for fix in sorted(fixes, key=lambda one: (one.start, one.end)):
        if fix.start < done:
            continue
        parts += [text[done : fix.start], fix.text]
        done, made = fix.end, made + 1
    replace_file(file, as_it_was_written("".join([*parts, text[done:]]), raw), raw)
    return made
