"""What is noted of a few pages of the last build, looked up without understanding the others."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ..cache import State
from ..tracing import Key
from .blobs import Blobs
from .kept import log_of, with_digest


@dataclass(frozen=True, slots=True)
class Noted:
    """What was made, as it was noted; see `Kept`. `reads` has the digests of all that was read."""

    own: str
    digest: str
    summary: str | None
    reads: Mapping[Key, str]
    more: Mapping[str, str]


class Renewed(Protocol):
    """A page that was made anew; see `Kept`. `record` is what rules need of it, if anything."""

    @property
    def digest(self) -> str: ...
    @property
    def more(self) -> Mapping[str, str] | None: ...
    @property
    def record(self) -> bytes: ...


class NotedPages:
    """The pages of the last build with the same `maker`; see KeptPages.

    What is asked for may raise anything where somebody else has written the notes.
    """

    def __init__(self, folder: Path, maker: str) -> None:
        self.blobs = Blobs(folder / "pages")
        self._log = log_of(folder / "builds", maker)
        self._facts = log_of(folder / "facts", maker)
        self._lines = self._log.read()

    @property
    def state(self) -> State | None:
        """That of the file, as it was last read or written here."""
        return self._log.state

    def made(self, name: str) -> Noted | None:
        """What was made under a name, such as the path of a page."""
        line = self._lines.get(f"/{name}")
        return self._noted(json.loads(line)) if line else None

    def reading(self, changed: Set[Key]) -> dict[str, Noted]:
        """What was made of something that has changed, by paths."""
        numbers = {int(name[1:]) for name, _ in self._of_keys(changed)}
        if not numbers:
            return {}
        groups = [
            name[1:]
            for name, line in self._lines.items()
            if name[0] == "g" and not numbers.isdisjoint(json.loads(line))
        ]
        one = "|".join(map(str, numbers))
        of_group = f"{'|'.join(groups) or '-'}, "
        maybe = re.compile(rf'\["[^"]*", (?:{of_group}|\d+, \[(?:\d+, )*(?:{one})[,\]])'.encode())
        return {
            name[1:]: self._noted(json.loads(line))
            for name, line in self._lines.items()
            if name[0] == "/" and maybe.match(line)
        }

    def renew(
        self,
        pages: Mapping[str, Renewed],
        digests: Mapping[Key, str],
    ) -> None:
        """Note pages that were made anew from what is noted, but for what has these digests."""
        changed = {
            name: json.dumps([*key, digests[key]]).encode() for name, key in self._of_keys(digests)
        }
        for path, page in pages.items():
            own, group, reads, _, summary, _ = json.loads(self._lines[f"/{path}"])
            line = [own, group, reads, page.digest, summary, page.more]
            changed[f"/{path}"] = json.dumps(line).encode()
        self._lines |= changed
        self._log.write(changed, (), self._lines)
        facts = {
            path: with_digest(page.record, page.digest)
            for path, page in pages.items()
            if page.record
        }
        self._facts.add(facts)

    def _of_keys(self, keys: Collection[Key]) -> Iterator[tuple[str, Key]]:
        """The lines of keys, by their names."""
        starts = {f"{json.dumps(key)[:-1]}, ".encode(): key for key in keys}
        firsts = tuple(starts)
        for name, line in self._lines.items():
            if name[0] == "#" and line.startswith(firsts):
                *key, _ = json.loads(line)
                yield name, tuple(key)

    def _noted(self, line: list[Any]) -> Noted:
        own, group, reads, digest, summary, more = line
        every = dict(self._read({*self._group(group), *reads}))
        return Noted(own, digest, summary, every, more or {})

    def _group(self, number: int) -> Iterable[int]:
        numbers: list[int] = json.loads(self._lines[f"g{number}"])
        return numbers

    def _read(self, numbers: Iterable[int]) -> Iterator[tuple[Key, str]]:
        for number in numbers:
            *key, digest = json.loads(self._lines[f"#{number}"])
            yield tuple(key), digest
