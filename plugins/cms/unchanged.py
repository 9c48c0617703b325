"""A site as the last build left it, and what has changed since: often nothing, or a few files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .cache import note, program, recall, recall_as
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

    `stamps` are those of the `inputs`, files and folders, from before the build began. `basis`
    is what a build of a part goes on from, as JSON has it; None where only the whole can be built.
    """

    inputs: tuple[Path, ...]
    stamps: Stamps
    since: float
    until: float
    basis: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Edited:
    """A site as a build left it, of which some files hold something else since: `changed`.

    `made` has the stamps of now, and `output` those of the site itself, which is in `top`.
    """

    site: Standing
    made: Made
    changed: tuple[str, ...]
    top: Path
    output: Stamps
    key: str
    noted: Any

    def is_latest(self, settings: Path) -> bool:
        """Whether no build has ended since."""
        return (
            recall(_file(settings), self.key) == self.noted
            and Path(os.path.realpath(self.site.folder)) == self.top
        )


def standing(settings: Path) -> Standing | Edited | None:
    """The site that the last build with these settings made, if it is there as it was.

    None where files have come or gone, or where the clock has changed something.
    """
    key = program(settings)
    return recall_as(_file(settings), key, lambda noted: _standing(settings, key, noted))


def _standing(settings: Path, key: str, noted: Any) -> Standing | Edited | None:
    if not noted["since"] <= now("UTC").timestamp() < noted["until"]:
        return None
    folder, top = Path(noted["folder"]), Path(noted["site"])
    if os.path.realpath(folder) != str(top):
        return None
    inputs = tuple(map(Path, noted["inputs"]))
    stamps = stamps_of(inputs)
    is_same = stamps.digest == noted["stamps"]
    if not is_same and noted["basis"] is None:
        return None
    output = stamps_of_site(top)
    if output.digest != noted["output"]:
        return None
    site = Standing(noted["pages"], folder, tuple(noted["lines"]))
    if is_same:
        return site
    stamps = stamps.with_contents()
    changed = stamps.changed(recall(_file(settings, "-files"), f"{key} {output.digest}"))
    if changed is None:
        return None
    made = Made(inputs, stamps, noted["since"], noted["until"], noted["basis"])
    if changed:
        return Edited(site, made, tuple(changed), top, output, key, noted)
    remember(settings, site, made, top, key, output)
    return site


def remember(
    settings: Path,
    site: Standing,
    made: Made,
    top: Path,
    key: str = "",
    output: Stamps | None = None,
) -> None:
    """Note a site that is as it is built now, in `top`, which its folder led to then.

    `key` is that of the program, and `output` the stamps of the files of the site, if known.
    """
    fresh = made.stamps.fresh
    if fresh and made.basis is None:
        return
    key = key or program(settings)
    of_site = (output or stamps_of_site(top)).digest
    note(
        _file(settings),
        key,
        {
            "inputs": [str(path) for path in made.inputs],
            "stamps": None if fresh else made.stamps.digest,
            "since": made.since,
            "until": made.until,
            "basis": made.basis,
            "folder": str(site.folder),
            "site": str(top),
            "output": of_site,
            "pages": site.pages,
            "lines": site.lines,
        },
    )
    if made.basis is not None:
        note(_file(settings, "-files"), f"{key} {of_site}", made.stamps.noted())


def stamps_of_site(top: Path) -> Stamps:
    """The stamps of a site: its files, however often they are linked elsewhere."""
    return stamps_of([top], links_count=False)


def _file(settings: Path, part: str = "") -> Path:
    return settings.absolute().parent / ".cache" / f"built-{settings.stem}{part}.json"
