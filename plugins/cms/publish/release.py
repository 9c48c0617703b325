"""A folder that changes all at once: built beside, then switched to.

`output` is a symbolic link into `.output/`, because replacing a link is the one change
of a whole folder that every POSIX system makes in a single step. Whoever opens a file
through it finds the old site or the new one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from ..locking import is_locked, locked
from ..parallel import beside

KEPT = 2
"""How many former sites are kept, for readers who are in the middle of one."""

LOCK_SECONDS = 120
"""How long a build waits for another one."""

_SPARE = "spare-"

_BUSY = "Another build of this site is still running. Wait until it is done, then try again."


def held(site: Path) -> AbstractContextManager[None]:
    """Let no build tidy a site away meanwhile. Raises FileNotFoundError where one has already."""
    return locked(site, LOCK_SECONDS, _BUSY, shared=True)


class Release:
    """The releases of one output folder. `link` is the folder that readers know.

    While one is staged, `spare` is a former site that nobody needs any more, if there is one. What
    is left of it goes when another one is switched to.
    """

    def __init__(self, link: Path) -> None:
        self.link = link.absolute()
        self.store = self.link.with_name(f".{self.link.name}")
        self.spare: Path | None = None

    @contextmanager
    def stage(self, wait: float = LOCK_SECONDS) -> Iterator[Path]:
        """A new empty folder to build in, while no other build runs. Gone afterward if unused."""
        self.store.mkdir(exist_ok=True)
        lock = self.store / "lock"
        lock.touch()
        with locked(lock, wait, _BUSY):
            surplus = self._surplus()
            self.spare = self._set_aside(surplus)
            staged = Path(tempfile.mkdtemp(prefix="build-", dir=self.store))
            staged.chmod(0o755)
            try:
                with beside(lambda: _remove(surplus)) if surplus else nullcontext():
                    yield staged
            finally:
                _remove([staged])
                if self.spare:
                    self.spare.rename(self.spare.with_name(self.spare.name.removeprefix(_SPARE)))
                self.spare = None

    def switch(self, staged: Path) -> None:
        """Make the staged folder the one that readers see, in one step."""
        target = self.store / f"site-{time.time_ns()}"
        staged.rename(target)
        next_link = self.store / "next"
        next_link.unlink(missing_ok=True)
        next_link.symlink_to(os.path.relpath(target, self.link.parent))
        if self.link.exists() and not self.link.is_symlink():
            self._move_aside()
        next_link.replace(self.link)
        if self.spare:
            _remove([self.spare])
            self.spare = None

    def current(self) -> Path | None:
        """The folder that readers see now."""
        return self.link.resolve() if self.link.exists() else None

    def _move_aside(self) -> None:
        """Keep a plain folder or file that stood here before: it may hold what somebody needs."""
        aside = self.link.with_name(f"{self.link.name}-before-{time.strftime('%Y%m%d-%H%M%S')}")
        self.link.rename(aside)

    def _set_aside(self, surplus: list[Path]) -> Path | None:
        """Take one of the former sites that are surplus, under a name that no site has."""
        for path in surplus:
            if path.name.startswith("site-"):
                surplus.remove(path)
                return path.rename(path.with_name(f"{_SPARE}{path.name}"))
        return None

    def _surplus(self) -> list[Path]:
        """What killed builds left, and all but the newest former sites that nobody holds."""
        current = self.current()
        former = sorted(self.store.glob("site-*"), reverse=True)
        surplus = [path for path in former if path != current][KEPT:]
        surplus = [path for path in surplus if not is_locked(path)]
        return [*surplus, *self.store.glob("build-*"), *self.store.glob(f"{_SPARE}*")]


def _remove(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
