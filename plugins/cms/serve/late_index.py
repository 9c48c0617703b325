"""The search index of a preview: made when somebody searches, so that no build waits for it."""

from __future__ import annotations

import asyncio
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

from ..cache import digest_of
from ..console import say
from ..search import ENTRY, FOLDER


class LateIndex:
    """An index of the last build, in a folder of its own below the folder `cache`."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._folder = cache / "late-index"
        self._made: str | None = None
        self._lock = asyncio.Lock()

    async def file(self, path: str) -> Path | None:
        """The file of the index at an address, of an index that is as new as the site."""
        name = path.removeprefix(f"/{FOLDER}/")
        if name == ENTRY or self._made is None:
            async with self._lock:
                await self._renew()
        file = (self._folder / name).resolve()
        return file if file.is_relative_to(self._folder.resolve()) and file.is_file() else None

    async def _renew(self) -> None:
        """Make the index anew where the site has changed, in a process of its own."""
        note = self._cache / "late-index.json"
        known = digest_of(note.read_bytes()) if note.exists() else None
        if known is None or known == self._made:
            return
        fresh = self._folder.with_name("late-index-new")
        shutil.rmtree(fresh, ignore_errors=True)
        module = f"{__package__.rpartition('.')[0]}.publish.late"
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, str(self._cache), str(fresh)),
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=PIPE,
        )
        try:
            _, said = await process.communicate()
        except asyncio.CancelledError:  # the preview ends
            process.kill()
            await process.wait()
            raise
        if process.returncode:
            last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
            say(f"The preview cannot be searched now: {last}", error=True)
            return
        shutil.rmtree(self._folder, ignore_errors=True)
        fresh.rename(self._folder)
        self._made = known
