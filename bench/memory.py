"""How much memory and processor a process and all that it started take, from Linux's `/proc`."""

from __future__ import annotations

import os
import threading
from pathlib import Path

_PROC = Path("/proc")
_PAUSE = 0.02
_LOOKS = 5


def tree_of(process: int) -> set[int]:
    """The process and all that descend from it, as far as they still run."""
    children: dict[int, list[int]] = {}
    for folder in _PROC.glob("[0-9]*"):
        if parts := _stat(int(folder.name)):
            children.setdefault(int(parts[1]), []).append(int(folder.name))
    found, waiting = set(), [process]
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting += children.get(one, ())
    return found


def memory_of(process: int) -> int:
    """Bytes that the tree holds now (PSS): what processes share is counted once.

    Where one of them ends meanwhile, another look is taken: what it shared may have been counted
    as its own, and once more as that of who is left.
    """
    for _ in range(_LOOKS):
        tree = tree_of(process)
        held = sum(map(_held_by, tree))
        if tree_of(process) == tree:
            break
    return held


def _held_by(process: int) -> int:
    try:
        text = (_PROC / str(process) / "smaps_rollup").read_text("ascii")
    except OSError:  # it has just ended
        return 0
    lines = (line for line in text.splitlines() if line.startswith("Pss:"))
    return sum(int(line.split()[1]) * 1024 for line in lines)


def processor_of(process: int) -> float:
    """Seconds of the processor that the tree has used so far, ended children included."""
    ticks = 0
    for one in tree_of(process):
        if parts := _stat(one):
            ticks += sum(map(int, parts[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


class Peak:
    """The most memory that a process and its children held together while this watched."""

    def __init__(self, process: int) -> None:
        self.most = 0
        self._process = process
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.is_set():
            self.most = max(self.most, memory_of(self._process))
            self._stop.wait(_PAUSE)


def _stat(process: int) -> list[str]:
    """The fields of `stat` from the third on (man 5 proc); none where it has ended."""
    try:
        text = (_PROC / str(process) / "stat").read_text("utf-8", "replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()
