"""A site as the last build left it, made of what is there now: then there is nothing to do."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .cache import note, program, recall_as
from .clock import now
from .stamps import Stamps, stamps_of


@dataclass(frozen=True, slots=True)
class Standing:
    """A site as a build left it: its pages, counted, its folder, and what was said of it."""

    pages: int
    folder: Path
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What a site was made of, and how long it holds: from `since` until the clock changes it.

    `stamps` are those of the `inputs`, files and folders, from before the build began.
    """

    inputs: tuple[Path, ...]
    stamps: Stamps
    since: float
    until: float


def standing(settings: Path) -> Standing | None:
    """The site that the last build with these settings made, if it would make the same now."""
    return recall_as(_file(settings), program(settings), _standing)


def _standing(noted: Any) -> Standing | None:
    if not noted["since"] <= now("UTC").timestamp() < noted["until"]:
        return None
    folder = Path(noted["folder"])
    if os.path.realpath(folder) != noted["site"] or _digest([folder]) != noted["output"]:
        return None
    if stamps_of(map(Path, noted["inputs"])).digest != noted["stamps"]:
        return None
    return Standing(noted["pages"], folder, tuple(noted["lines"]))


def remember(settings: Path, site: Standing, made: Made) -> None:
    """Note a site that was built just now; not where a file may have changed without a trace."""
    if made.stamps.are_fresh:
        return
    note(
        _file(settings),
        program(settings),
        {
            "inputs": [str(path) for path in made.inputs],
            "stamps": made.stamps.digest,
            "since": made.since,
            "until": made.until,
            "folder": str(site.folder),
            "site": os.path.realpath(site.folder),
            "output": _digest([site.folder.resolve()]),
            "pages": site.pages,
            "lines": site.lines,
        },
    )


def _file(settings: Path) -> Path:
    return settings.absolute().parent / ".cache" / f"built-{settings.stem}.json"


def _digest(folders: Iterable[Path]) -> str:
    """The stamps of a site: its files, however often they are linked elsewhere."""
    return stamps_of((folder.resolve() for folder in folders), links_count=False).digest
