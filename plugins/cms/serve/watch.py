"""Sees what changes in the files that a site is made from."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch
from watchfiles.main import FileChange

FOLDERS = ("content", "theme", "plugins")
"""Watched with all that is in them; beside them, only the settings (`*.py`)."""

_STEP = 10
"""After how many milliseconds without another change those before are told."""

_LONGEST = 50
"""For how many milliseconds changes are gathered at most: a build may begin in the middle."""

_SECOND = 1_000
"""After how many milliseconds files that changed are looked at again: where files are looked at
in turn, as on Windows, a file that was written twice in one second is seen once."""

_NO_TEXT = "?"
"""What stands for the name of a file that is no text."""

Report = Callable[[set[Path]], None]

_is_of_interest = DefaultFilter()


def is_code(path: Path, folder: Path) -> bool:
    """Whether a file or folder of a project is a part of what builds it."""
    return path.parent == folder or (folder / "plugins") in (path, *path.parents)


async def follow(folder: Path, report: Report) -> None:
    """Report what changes in a project's folder, in sets of paths, until cancelled.

    The build's own folders lie outside of what is watched: it cannot set itself off.
    """
    async with asyncio.TaskGroup() as group:
        inside = group.create_task(_follow_inside(folder, report))
        async for changes in _watch([folder], _matters_at_the_top, recursive=False):
            if any(Path(path).name in FOLDERS for _, path in changes):
                inside.cancel()  # it watches the former folder, not the one that is there now
                inside = group.create_task(_follow_inside(folder, report))
                await asyncio.sleep(0)  # it is at work before anybody reads the folder
            report({Path(path) for _, path in changes})


async def _follow_inside(folder: Path, report: Report) -> None:
    folders = [folder / name for name in FOLDERS if (folder / name).is_dir()]
    with suppress(FileNotFoundError):  # one went just now, which is seen at the top
        if folders:
            async for changes in _watch(folders, _is_of_interest, recursive=True):
                report({Path(path) for _, path in changes})


async def _watch(
    paths: Sequence[Path], wanted: Callable[[Change, str], bool], *, recursive: bool
) -> AsyncIterator[set[FileChange]]:
    watch = partial(
        awatch,
        *paths,
        watch_filter=wanted,
        recursive=recursive,
        step=_STEP,
        debounce=_LONGEST,
        rust_timeout=_SECOND,
        yield_on_timeout=True,
    )
    recent: dict[str, object] = {}
    while True:
        try:
            async for changes in watch():
                again = {path for path, state in recent.items() if _state(path) != state}
                recent = {path: _state(path) for path in again.union(path for _, path in changes)}
                if recent:
                    yield changes | {(Change.modified, path) for path in again}
            return
        except FileNotFoundError:
            raise
        except ExceptionGroup:  # a file has a name that is no text: what else has changed is lost
            yield {(Change.added, f"{path}/{_NO_TEXT}") for path in paths}
        except (OSError, RuntimeError):  # the system has no more notices to give: look by ourselves
            if "force_polling" in watch.keywords:
                raise
            watch = partial(watch, force_polling=True)


def _state(path: str) -> object:
    """What tells that a file was written again. Not so a new link to it, which a build makes."""
    try:
        info = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return stat.S_ISREG(info.st_mode) and (info.st_ino, info.st_size, info.st_mtime_ns)


def _matters_at_the_top(change: Change, path: str) -> bool:
    """A file of settings; or a watched folder that came or went."""
    name = Path(path).name
    if name in FOLDERS:
        return change is not Change.modified
    return name.endswith(".py") and _is_of_interest(change, path)
