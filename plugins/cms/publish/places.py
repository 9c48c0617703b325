"""The places of files in a new folder: they are taken over from a former site, or linked there."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from .blobs import share


class Places:
    """Puts files into a new `folder`, without writing them where that can be.

    Nobody needs the folder `spare` any more. It is not trusted: a folder in it is moved only if it
    has a single file, which is the very same one, by its number, as the file that is to be there.
    """

    def __init__(self, folder: Path, spare: Path | None) -> None:
        self.folder = folder
        self._top = str(folder)
        self._spare = str(spare) if spare else None
        self._folders: set[str] = set()
        self._real: dict[str, bool] = {"": True}

    def put(self, file: Path | str, path: str) -> None:
        """Make a file appear at this path below the folder. Raises OSError."""
        below, _, name = path.rpartition("/")
        if below in self._folders or not self._move(os.stat(file), below, name):  # noqa: PTH116
            self._make(below)
            share(file, f"{self._top}/{path}")

    def _move(self, info: os.stat_result, below: str, name: str) -> bool:
        """Move the folder of a former site here, if it has only this file; returns whether."""
        if not self._spare or not below:
            return False
        former = f"{self._spare}/{below}"
        try:
            with os.scandir(former) as found:
                (one,) = found
            there = one.stat(follow_symlinks=False)
            if one.name != name or not os.path.samestat(there, info) or not self._is_real(below):
                return False
            self._make(below.rpartition("/")[0])
            os.rename(former, f"{self._top}/{below}")  # noqa: PTH104
        except (OSError, ValueError):  # there is another number of files, or something is there
            return False
        self._folders.add(below)
        return True

    def _is_real(self, below: str) -> bool:
        """Whether a folder of the former site is in it: no link leads to it from elsewhere."""
        if below not in self._real:
            is_folder = stat.S_ISDIR(os.lstat(f"{self._spare}/{below}").st_mode)
            self._real[below] = is_folder and self._is_real(below.rpartition("/")[0])
        return self._real[below]

    def _make(self, below: str) -> None:
        """Make a folder, and those that it is in."""
        if below not in self._folders:
            os.makedirs(f"{self._top}/{below}", exist_ok=True)  # noqa: PTH103
            self._folders.add(below)
