"""Files by the hash of what they hold, in `.cache`: no more is there than somebody still names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from ..cache import digest_of

_ENOUGH = 2_000
"""After how many new files those are looked for that nobody names any more."""


class Blobs:
    """Files in a folder, under their hashes. One that is damaged counts as if it were not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = folder / "new"
        self._new = 0

    def find(self, digest: str) -> Path | None:
        """The file that holds what has this hash."""
        file = self._place(digest)
        try:
            return file if digest_of(file.read_bytes()) == digest else None
        except OSError:
            return None

    def read(self, digests: Mapping[str, str]) -> dict[str, bytes] | None:
        """What has these hashes, by the names that they have; None where one is not there."""
        found = {name: self.find(digest) for name, digest in digests.items()}
        if not all(found.values()):
            return None
        return {name: file.read_bytes() for name, file in found.items() if file}

    def share(self, file: Path, digest: str) -> None:
        """Keep a file that holds what has this hash, without writing it again where that can be."""
        self.add(file, digest)
        self.count()

    def add(self, file: Path, digest: str) -> None:
        """As `share`, but for `count`: in a copy of this process, nobody else would hear of it."""
        with suppress(OSError):
            share(file, self._empty_place(digest))

    def count(self) -> None:
        """Count a file that is new."""
        self._new += 1

    def put(self, content: bytes) -> str:
        """Keep what a file holds; returns its hash."""
        digest = digest_of(content)
        if self.find(digest) is None:
            self.count()
            with suppress(OSError):
                self._empty_place(digest).write_bytes(content)
        return digest

    def tidy(self, needed: Callable[[], Iterable[str]]) -> None:
        """After some time, delete what is not needed; what is, is only asked for then."""
        if not self._new:
            return
        with suppress(OSError):
            with self._count.open("ab") as stream:
                stream.write(b"." * self._new)
            if self._count.stat().st_size < _ENOUGH:
                return
            keep = set(needed())
            for file in self._folder.glob("??/*"):
                if file.parent.name + file.name not in keep:
                    file.unlink(missing_ok=True)
            self._count.unlink()

    def _empty_place(self, digest: str) -> Path:
        place = self._place(digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        return place

    def _place(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest[2:]


def write(target: Path, content: bytes) -> None:
    """Write a file, and make the folder for it where there is none yet."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def share(source: Path | str, target: Path | str) -> None:
    """Make a file appear at another place too, without writing it again where that can be."""
    try:
        os.link(source, target)
    except OSError:
        Path(target).write_bytes(Path(source).read_bytes())
