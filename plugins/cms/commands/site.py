"""The commands that make the site and bring it to readers."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import explain, has_color, say, short, width
from ..errors import BuildFailure
from .outcome import OK, USAGE, guarded

if TYPE_CHECKING:
    from ..publish.build import Built
    from ..unchanged import Edited, Standing


def build(settings: str = "pelicanconf.py", profile: bool = False) -> int:
    """Build the site into `output/`; with `profile`, from nothing, and say what is slow."""

    def job() -> int:
        if profile:
            return _profile(settings)
        from ..unchanged import Edited, standing

        started, file = time.perf_counter(), Path(settings)
        known = standing(file)
        if known is None or isinstance(known, Edited):
            known = _build(file, known)
            _say_built(known, started)
        else:
            say(f"{known.pages} pages, none of them changed: {short(known.folder)}/")
        for line in known.lines:
            say(line)
        return OK

    return guarded(job)


def _build(settings: Path, edited: Edited | None) -> Standing:
    """Build the site; only a part where no more than the texts of some entries were edited."""
    from ..unchanged import Standing, remember

    site = _renew(settings, edited) if edited else None
    if site:
        return site
    from ..publish.build import build as run

    built = run(settings, CMS_LEFT=edited)
    lines = (*_placeholders(built), *_warnings(built), *_lacking(built))
    site = Standing(built.pages, built.folder, lines)
    remember(settings, site, built.made, built.top)
    return site


def _renew(settings: Path, edited: Edited) -> Standing | None:
    """Build a part of the site; None where that is not enough."""
    from ..heap import uncollected
    from ..publish.light import load_pelican

    with uncollected():
        load_pelican()
        from ..publish.renewal import renewed

        return renewed(settings, edited)


def serve(port: int = 8000, settings: str = "pelicanconf.py", host: str = "") -> int:
    """Show the site while it is written, on this machine unless a host is given, until Ctrl-C."""

    def job() -> int:
        from ..serve import serve as run

        return run(port, settings, host)

    return guarded(job)


def publish(allow_placeholders: bool = False, settings: str = "publishconf.py") -> int:
    """Build the site as readers get it, into `output/`; refuse what is not ready for them."""

    def job() -> int:
        _publish(settings, allow_placeholders)
        return OK

    return guarded(job)


def deploy(target: str, allow_placeholders: bool = False, settings: str = "publishconf.py") -> int:
    """Publish the site and put it where readers find it."""
    from ..deploy import BadTarget, check_target
    from ..deploy import deploy as run

    try:
        check_target(target)
    except BadTarget as bad:
        say(str(bad), error=True)
        return USAGE

    def job() -> int:
        built = _publish(settings, allow_placeholders)
        say(run(built.top, target, built.siteurl, built.site.now))
        _note_published(built)
        return OK

    return guarded(job)


def ledger(settings: str = "publishconf.py") -> int:
    """Publish, then note every address of the site as one that readers have."""

    def job() -> int:
        from ..ledger import add

        built = _publish(settings, allow_placeholders=False)
        added = add(built.ledger, built.urls)
        say(f"{short(built.ledger)}: {_counted(added)} added.")
        return OK

    return guarded(job, "The list was not changed.")


def _note_published(built: Built) -> None:
    """Add the addresses that are live now to the ledger; if that fails, they are live anyway."""
    from ..ledger import add

    if built.demonstration:
        return  # nobody may count on an address of a demonstration
    try:
        added = add(built.ledger, built.urls)
    except (BuildFailure, OSError) as error:
        say(
            f"The site is live, but its addresses could not be added to {short(built.ledger)}: "
            f"{explain(error)} When that is mended, run `python3 tasks.py ledger`.",
            error=True,
        )
        return
    if added:
        say(f"{short(built.ledger)}: {_counted(added)} added. Keep this file in Git.")


def _counted(addresses: int) -> str:
    return "1 address" if addresses == 1 else f"{addresses or 'no'} addresses"


def _profile(settings: str) -> int:
    from ..profiling import to_text
    from ..publish.profile import profile

    started = time.perf_counter()
    found = profile(Path(settings))
    _say_built(found.built, started)
    for line in (*_placeholders(found.built), *_warnings(found.built), ""):
        say(line)
    say(to_text(found.recorder, found.total, width() or 80, has_color()))
    return OK


def _publish(settings: str, allow_placeholders: bool) -> Built:
    from ..publish.build import build as run

    started = time.perf_counter()
    built = run(Path(settings), CMS_PLACEHOLDERS="mark" if allow_placeholders else "refuse")
    _say_built(built, started)
    for line in (*_warnings(built), *_lacking(built)):
        say(line)
    if built.demonstration:
        say("Every page is marked as a demonstration, since details are still placeholders.")
    return built


def _say_built(built: Built | Standing, started: float) -> None:
    say(f"{built.pages} pages in {time.perf_counter() - started:.1f} s: {short(built.folder)}/")


def _warnings(built: Built) -> Iterator[str]:
    """What is to be seen to in time, as a line."""
    if built.problems:
        counted = Counter(problem.code for problem in built.problems)
        codes = ", ".join(f"{code} {number}" for code, number in sorted(counted.items()))
        yield f"Warnings: {codes}. See each with `python3 tasks.py check`."


def _lacking(built: Built) -> Iterator[str]:
    """What the site does without, as a line."""
    if not built.settings["CMS_SEARCH"]:
        yield (
            "The site cannot be searched, since Pagefind has no program for this machine. Readers "
            "find every page in the list from A to Z."
        )


def _placeholders(built: Built) -> Iterator[str]:
    """Which details are still to be filled in before the site is published."""
    missing = list(built.site.data.missing())
    if missing:
        yield "Still to be filled in before the site is published:"
        yield from (f"  {problem.location} {problem.message}" for problem in missing)
