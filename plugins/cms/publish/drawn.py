"""Files that are drawn or made smaller for a site: each once, as long as it is drawn the same."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from .. import drawing
from ..cache import Log, digest_of, fingerprint
from ..parallel import fork_map
from .blobs import Blobs, share

_MORE = 200
"""How many drawings more than twice those of the last site are remembered."""


class Drawing(NamedTuple):
    """Something to draw: `key` says what it shows, and `draw` makes the file."""

    key: str
    draw: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class _Job:
    draw: Callable[[], bytes]
    targets: list[Path]


class Drawn:
    """Drawings of this build and of former ones, in a folder of the cache.

    `taken` are the paths of those that were there already.
    """

    def __init__(self, cache: Path) -> None:
        tools = (zlib.ZLIB_RUNTIME_VERSION, *map(version, ("pillow", "resvg-py")))
        self._program = fingerprint([Path(drawing.__file__).parent], *tools)
        self._log = Log(cache / "drawn.log", "drawn")
        self._blobs = Blobs(cache / "drawn")
        self._known = {name: str(json.loads(value)) for name, value in self._log.read().items()}
        self._new: dict[str, str] = {}
        self._used: set[str] = set()
        self.taken: set[str] = set()

    def place(self, wanted: Mapping[str, Drawing], folder: Path) -> None:
        """Put drawings into a folder, by their paths below it."""
        jobs: dict[str, _Job] = {}
        for path, one in wanted.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            key = f"{self._program} {one.key}"
            self._used.add(key)
            if self._put(key, target):
                self.taken.add(path)
            else:
                jobs.setdefault(key, _Job(one.draw, [])).targets.append(target)
        todo = list(jobs.values())
        digests = [_draw(job) for job in todo[:1]]  # the copies of the process have what it needed
        digests += fork_map(_draw, todo[1:])
        for (key, job), digest in zip(jobs.items(), digests, strict=True):
            drawn, *same = job.targets
            self._new[key] = digest
            self._blobs.share(drawn, digest)
            for target in same:
                share(drawn, target)
        self._known |= self._new

    def save(self) -> None:
        """Write down what was drawn; what no site needs any more is forgotten after some time."""
        gone: set[str] = set()
        if len(self._known) > 2 * len(self._used) + _MORE:
            gone = self._known.keys() - self._used
            self._known = {key: self._known[key] for key in self._used if key in self._known}
        if self._new or gone:
            self._log.write(self._new, gone, self._known)
            self._blobs.tidy(self._known.values)

    def _put(self, key: str, target: Path) -> bool:
        blob = self._blobs.find(self._known[key]) if key in self._known else None
        if blob is None:
            return False
        with suppress(FileNotFoundError):  # another build has just tidied up
            share(blob, target)
            return True
        return False


def _draw(job: _Job) -> str:
    content = job.draw()
    job.targets[0].write_bytes(content)
    return digest_of(content)
