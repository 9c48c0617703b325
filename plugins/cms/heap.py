"""Memory that this process no longer needs: given back to the system, or not looked for."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache


def give_back() -> None:
    """Let the system have what is free: else a process stays as large as it has ever been.

    It takes some milliseconds. Nothing happens where the C library of the system cannot do it.
    """
    _trim()(0)


def collect() -> None:
    """Look for objects that only name each other, and give back what they took.

    On a large site it takes a while.
    """
    gc.collect()
    give_back()


@contextmanager
def uncollected() -> Iterator[None]:
    """Look meanwhile for no objects that only name each other: for work that soon ends."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def collect_seldom() -> None:
    """Look less often for such objects: a build makes very many others, and few of these."""
    gc.set_threshold(50_000, 20, 100)


@cache
def _trim() -> Callable[[int], object]:
    with suppress(AttributeError, OSError):  # it is one of glibc
        trim: Callable[[int], object] = ctypes.CDLL(None).malloc_trim
        return trim
    return int
