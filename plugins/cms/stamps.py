"""What the system says of files: enough to see that none has changed, without reading them."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

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
    """The stamps of many files as one hash; `are_fresh` where one may still change unseen."""

    digest: str
    are_fresh: bool


def stamps_of(paths: Iterable[Path], *, links_count: bool = True) -> Stamps:
    """The stamps of all files at and below some paths.

    Without `links_count`, it is no change when a file gets or loses another name elsewhere.
    """
    found = hashlib.blake2b(digest_size=16)
    newest, since = 0, time.time_ns()
    for path in paths:
        for name, info in _files(path):
            stamp = stamp_of(info)
            found.update(f"{name}\0{stamp if links_count else stamp[:3]}\n".encode(errors=_NO_TEXT))
            newest = max(newest, *stamp[2:])
    return Stamps(found.hexdigest(), newest > since - FRESH_NS)


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
