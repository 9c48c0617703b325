"""Memory that this process no longer needs, given back to the system."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from contextlib import suppress
from functools import cache


def give_back() -> None:
    """Let the system have what is free: else a process stays as large as it has ever been.

    It takes some milliseconds. Nothing happens where the C library of the system cannot do it.
    """
    _trim()(0)


@cache
def _trim() -> Callable[[int], object]:
    with suppress(AttributeError, OSError):  # it is one of glibc
        trim: Callable[[int], object] = ctypes.CDLL(None).malloc_trim
        return trim
    return int
