"""Locks on files and folders, which the system gives back even when the process is killed."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import BuildFailure


@contextmanager
def locked(path: Path, wait: float, busy: str, shared: bool = False) -> Iterator[None]:
    """Hold the lock of a file or folder that is there; any number may hold it `shared` at once.

    Nothing is written. Raises BuildFailure with the text `busy` where it is not free within
    `wait` seconds.
    """
    deadline = time.monotonic() + wait
    how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    handle = os.open(path, os.O_RDONLY)
    try:
        while True:
            try:
                fcntl.flock(handle, how | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise BuildFailure(busy) from None
                time.sleep(0.05)
        yield
    finally:
        os.close(handle)


def is_locked(path: Path) -> bool:
    """Whether somebody holds the lock of a file or folder, alone or shared."""
    try:
        with locked(path, 0, ""):
            return False
    except BuildFailure:
        return True
