"""Values that are much alike, packed and out of the way until somebody asks for one."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .spool import Spool


class Shelf:
    """Packed values by their names, in a file.

    A `sample` of how some of them are pickled is what zlib looks back at when it packs any: each
    is then a sixth as large.
    """

    def __init__(self, sample: bytes) -> None:
        self._sample = sample
        self._packed = Spool()

    def pack(self, value: object) -> bytes:
        """Pack a value up, in whatever copy of this process."""
        packing = zlib.compressobj(level=1, zdict=self._sample)
        return packing.compress(pickled(value)) + packing.flush()

    def put(self, name: str, packed: bytes) -> Callable[[], Any]:
        """Keep what `pack` has made; what this returns unpacks it."""
        self._packed[name] = packed
        return _Shelved(self, name)

    def unpacked(self, name: str) -> Any:
        """The value with this name."""
        packing = zlib.decompressobj(zdict=self._sample)
        return pickle.loads(packing.decompress(self._packed[name]))


@dataclass(frozen=True, slots=True)
class _Shelved:
    shelf: Shelf
    name: str

    def __call__(self) -> Any:
        return self.shelf.unpacked(self.name)


def pickled(value: object) -> bytes:
    """A value as bytes, which only this program reads again."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
