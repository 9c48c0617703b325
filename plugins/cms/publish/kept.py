"""Pages of former builds: they are taken again while all that they were made from is the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..cache import note, recall
from ..tracing import Key

RECORDS = 8
"""How many builds are remembered: those of other settings, other code and other branches."""

_PAGES, _BUILDS = "pages", "builds"


@dataclass(frozen=True, slots=True)
class Kept:
    """One page: `own` stands for its template and what it alone gets, `reads` for all else.

    `digest` is a hash of it, and `record` is what rules need of it; None where they found
    something, since what they say is not kept.
    """

    own: str
    reads: frozenset[Key]
    digest: str
    record: Any


class KeptPages:
    """The pages of the last build that had the same `maker`: the same code and settings.

    Pages are kept below `folder` by the hash of what they hold. Whatever is there may be damaged,
    or of somebody else: it is held against its hash, and costs no more than time.
    """

    def __init__(self, folder: Path, maker: str) -> None:
        self._folder = folder
        self._file = folder / _BUILDS / f"{maker}.json"
        self._maker = maker
        self._keys: dict[Key, str] = {}
        self._former: dict[str, Kept] = {}
        self._changed: dict[Key, bool] = {}
        self.pages: dict[str, Kept] = {}
        self._load()

    def find(self, path: str, own: str, digest: Callable[[Key], str]) -> tuple[Path, Kept] | None:
        """The page, and a file that holds it, if it would be made the same again."""
        kept = self._former.get(path)
        if kept is None or kept.own != own:
            return None
        if any(self._has_changed(key, digest) for key in kept.reads):
            return None
        file = self.blob(kept.digest)
        if file is None:
            return None
        self.pages[path] = kept
        return file, kept

    def blob(self, digest: str) -> Path | None:
        """The file that holds what has this hash, if there is one that is not damaged."""
        file = self._file_of(digest)
        return file if _digest_of(file) == digest else None

    def _has_changed(self, key: Key, digest: Callable[[Key], str]) -> bool:
        changed = self._changed.get(key)
        if changed is None:
            changed = self._changed[key] = self._keys.get(key) != digest(key)
        return changed

    def keep(self, path: str, page: Kept, file: Path) -> None:
        """Remember a page that was made just now into a file."""
        with suppress(OSError):
            if self.blob(page.digest) is None:
                blob = self._file_of(page.digest)
                blob.parent.mkdir(parents=True, exist_ok=True)
                blob.unlink(missing_ok=True)
                share(file, blob)
            self.pages[path] = page

    def put(self, content: bytes) -> str:
        """Keep a file that is made otherwise than as a page; returns its hash."""
        digest = _hash(content)
        with suppress(OSError):
            if self.blob(digest) is None:
                blob = self._file_of(digest)
                blob.parent.mkdir(parents=True, exist_ok=True)
                blob.unlink(missing_ok=True)
                blob.write_bytes(content)
        return digest

    def save(self, digest: Callable[[Key], str]) -> None:
        """Write down what was kept, and forget what no remembered build needs."""
        numbers: dict[Key, int] = {}
        pages: dict[str, Any] = {}
        for path, page in self.pages.items():
            keys = [numbers.setdefault(key, len(numbers)) for key in page.reads]
            pages[path] = page.own, keys, page.digest, page.record
        digests = [[*key, digest(key)] for key in numbers]
        needed = [*self._needed()]
        noted = {"keys": digests, "pages": pages, "needed": needed}
        note(self._file, self._maker, noted)
        self._tidy()

    def _needed(self) -> Iterator[str]:
        for page in self.pages.values():
            yield page.digest
            if isinstance(page.record, dict):
                yield from page.record.values()

    def _load(self) -> None:
        noted = recall(self._file, self._maker)
        if noted is None:
            return
        keys: list[Key] = [tuple(key[:-1]) for key in noted["keys"]]
        self._keys = {tuple(key[:-1]): key[-1] for key in noted["keys"]}
        self._former = {
            path: Kept(own, frozenset(keys[number] for number in numbers), digest, record)
            for path, (own, numbers, digest, record) in noted["pages"].items()
        }

    def _file_of(self, digest: str) -> Path:
        return self._folder / _PAGES / digest[:2] / digest[2:]

    def _tidy(self) -> None:
        """Keep the newest builds only, and the pages that they name."""
        with suppress(OSError):
            newest = sorted(self._file.parent.iterdir(), key=lambda one: one.stat().st_mtime_ns)
            for file in newest[:-RECORDS]:
                file.unlink(missing_ok=True)
            needed = {*self._needed()}
            for file in newest[-RECORDS:]:
                needed |= {*(recall(file, file.stem) or {}).get("needed", ())}
            for blob in (self._folder / _PAGES).glob("??/*"):
                if blob.parent.name + blob.name not in needed:
                    blob.unlink(missing_ok=True)


def share(source: Path, target: Path) -> None:
    """Make a file appear at another place too, without writing it again where that can be."""
    try:
        os.link(source, target)
    except OSError:
        target.write_bytes(source.read_bytes())


def _digest_of(file: Path) -> str | None:
    try:
        return _hash(file.read_bytes())
    except OSError:
        return None


def _hash(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
