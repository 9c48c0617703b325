"""The mends that a program can make, written into content files."""

from __future__ import annotations

import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from .errors import Fix, Problem
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
    replace_file(file, _as_it_was_written("".join([*parts, text[done:]]), raw))
    return made


def _as_it_was_written(text: str, raw: bytes) -> bytes:
    """The text with the byte order mark and the line ends of the file; lines keep their number."""
    ends = re.findall(rb"\r\n|\r|\n", raw)
    lines = text.encode().split(b"\n")
    usual = ends[0] if ends else b"\n"
    ends += [usual] * (len(lines) - 1 - len(ends))
    mark = raw[:3] if raw.startswith(b"\xef\xbb\xbf") else b""
    return mark + b"".join(
        line + end for line, end in zip(lines, [*ends[: len(lines) - 1], b""], strict=True)
    )


def replace_file(file: Path, content: bytes) -> None:
    """Write a file anew in one step: whoever reads it finds the old content or the new one."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix="~")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(file.stat().st_mode)
        Path(name).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
