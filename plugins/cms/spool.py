"""Many bytes by their names, in a file: they take no memory while nobody asks for them."""

from __future__ import annotations

import os
from collections.abc import Iterator, MutableMapping
from typing import IO

_SIZE = 32
"""How many bits the size of a value may have."""


class Spool(MutableMapping[str, bytes]):
    """A dict that has its values in a file which nobody else sees, and which goes with it.

    A copy of this process may read what was there when it was made, but add nothing. Where the
    system has no room for such a file, values stay in memory.
    """

    def __init__(self) -> None:
        self._places: dict[str, int | bytes] = {}
        self._end = 0
        self._file: IO[bytes] | None = None

    def __del__(self) -> None:
        if self._file:
            self._file.close()

    def __getitem__(self, name: str) -> bytes:
        place = self._places[name]
        if isinstance(place, bytes):
            return place
        assert self._file
        at, size = divmod(place, 1 << _SIZE)
        return os.pread(self._file.fileno(), size, at)

    def __setitem__(self, name: str, value: bytes) -> None:
        try:
            self._places[name] = self._written(value)
        except OSError:
            self._places[name] = value

    def _written(self, value: bytes) -> int | bytes:
        """Where a value is now. Raises OSError."""
        if self._file is None:
            from tempfile import TemporaryFile

            self._file = TemporaryFile(buffering=0)  # noqa: SIM115
        at, size = self._end, len(value)
        if os.pwrite(self._file.fileno(), value, at) < size:
            return value
        self._end += size
        return (at << _SIZE) + size

    def __delitem__(self, name: str) -> None:
        del self._places[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
