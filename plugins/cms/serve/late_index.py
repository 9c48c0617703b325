"""The search index of a preview: made when somebody searches, so that no build waits for it."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from ..cache import digest_of
from ..console import say
from ..errors import BuildFailure
from ..search import ENTRY, FOLDER, make_index


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
                await asyncio.to_thread(self._renew)
        file = (self._folder / name).resolve()
        return file if file.is_relative_to(self._folder.resolve()) and file.is_file() else None

    def _renew(self) -> None:
        from ..publish.late import extracts, noted  # it takes a while to load

        try:
            known = digest_of(noted(self._cache).read_bytes())
            if known == self._made:
                return
            fresh = self._folder.with_name(f"late-index-{known}")
            shutil.rmtree(fresh, ignore_errors=True)
            for name, content in make_index(extracts(self._cache)).items():
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                (fresh / name).write_bytes(content)
            shutil.rmtree(self._folder, ignore_errors=True)
            fresh.rename(self._folder)
            self._made = known
        except (BuildFailure, OSError) as error:
            say(f"The preview cannot be searched now: {error}", error=True)
