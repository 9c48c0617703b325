"""The lines that problems are about, as their files have them now."""

from __future__ import annotations

import stat
from pathlib import Path

from ..errors import Location


class Lines:
    """The lines of files, each file read once: for one report, since files change."""

    def __init__(self) -> None:
        self._files: dict[str, list[str]] = {}

    def at(self, location: Location) -> str | None:
        """The line, without its end; None where there is none, or the file is no text."""
        if location.path not in self._files:
            self._files[location.path] = _read(Path(location.path))
        lines = self._files[location.path]
        return lines[location.line - 1] if 0 < location.line <= len(lines) else None


MAX_BYTES = 20_000_000


def _read(file: Path) -> list[str]:
    """The lines of a plain file: a link or a pipe is not opened."""
    try:
        info = file.lstat()
        if not stat.S_ISREG(info.st_mode) or info.st_size > MAX_BYTES:
            return []
        text = file.read_text(encoding="utf-8-sig")  # all line ends become `\n`
        return [] if "\0" in text else text.split("\n")
    except (OSError, ValueError):
        return []
