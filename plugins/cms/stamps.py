"""What the system says of files: enough to see that none has changed, without reading them."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

FRESH_NS = 2_000_000_000
"""A file that was written so shortly before it was looked at may be written again unseen: clocks
of file systems are coarse."""

Stamp = tuple[int, int, int, int]
"""The number of a file, its size, and when its content and its state changed, in ns."""


def stamp_of(info: os.stat_result) -> Stamp:
    """The stamp of one file."""
    return info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns


@dataclass(frozen=True, slots=True)
class Stamps:
    """The stamp of each of many files as text, by their paths in order.

    Those that are `fresh` may still change unseen; where they are known, with hashes of what they
    hold.
    """

    of: dict[str, str]
    fresh: dict[str, str]

    @property
    def digest(self) -> str:
        """All of them as one hash."""
        lines = "\n".join(f"{name}\0{stamp}" for name, stamp in self.of.items())
        return hashlib.blake2b(lines.encode(errors=_NO_TEXT), digest_size=16).hexdigest()

    def with_contents(self) -> Stamps:
        """The same, with a hash of what is in each of those that may change unseen."""
        return Stamps(self.of, {path: _content(path) for path in self.fresh})

    def noted(self) -> dict[str, str]:
        """What to hold against the same files later: the stamp of each, or a hash where fresh."""
        return {**self.of, **self.fresh}

    def changed(self, noted: Mapping[str, str]) -> list[str] | None:
        """Which of these files have changed since; None where files have come or gone."""
        if noted.keys() != self.of.keys():
            return None
        other = [path for path, stamp in self.of.items() if noted[path] != stamp]
        return [path for path in other if " " in noted[path] or noted[path] != _content(path)]

    def renewed(self, files: Iterable[Path], *, links_count: bool = True) -> Stamps:
        """The same, but for some of these files, which were written meanwhile."""
        of = {**self.of, **stamps_of(files, links_count=links_count).of}
        return Stamps(of, self.fresh)


def stamps_of(paths: Iterable[Path], *, links_count: bool = True) -> Stamps:
    """The stamps of all files at and below some paths.

    Without `links_count`, it is no change when a file gets or loses another name elsewhere.
    """
    found: dict[str, str] = {}
    fresh: dict[str, str] = {}
    newest = time.time_ns() - FRESH_NS
    for path in paths:
        for name, info in _files(path):
            number, size, modified, changed = stamp_of(info)
            found[name] = f"{number} {size} {modified} {changed if links_count else ''}"
            if modified > newest or changed > newest:
                fresh[name] = ""
    return Stamps(found, fresh)


def _content(path: str) -> str:
    """A hash of what a file holds; another one each time where it cannot be read.

    What is no file is not opened: a named pipe would wait for whoever writes into it.
    """
    try:
        if not os.path.isfile(path):  # noqa: PTH113
            return token_hex()
        with open(path, "rb") as stream:  # noqa: PTH123
            return hashlib.blake2b(stream.read(), digest_size=16).hexdigest()
    except OSError:
        return token_hex()


_NO_TEXT = "backslashreplace"
"""How a name is written that is no text."""


def _files(path: Path) -> Iterator[tuple[str, os.stat_result]]:
    try:
        info = path.lstat()
    except OSError:
        return
    if stat.S_ISDIR(info.st_mode):
        yield from _below(str(path))
    else:
        yield str(path), info


def _below(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda one: one.name)
    except OSError:
        return
    for one in entries:
        if one.is_dir(follow_symlinks=False):
            if one.name != "__pycache__":
                yield from _below(one.path)
        else:
            yield one.path, one.stat(follow_symlinks=False)
