"""The commands: each does one job, says in plain words how it went, and returns an exit code.

0 is done, 1 is content that must be mended, 2 is a wrong use of the command, 3 is a
failure that is not the author's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from .console import explain, say, short, write
from .errors import ContentErrors, Problems
from .report import FORMATS, to_text

if TYPE_CHECKING:
    from .publish.build import Built

OK, PROBLEMS, USAGE, FAILED, STOPPED = 0, 1, 2, 3, 130


def build(settings: str = "pelicanconf.py") -> int:
    """Build the site into `output/`."""

    def job() -> int:
        from .publish.build import build as run

        started = time.perf_counter()
        built = run(Path(settings))
        _say_built(built, started)
        _name_placeholders(built)
        _name_warnings(built)
        return OK

    return _guarded(job)


def publish(allow_placeholders: bool = False, settings: str = "publishconf.py") -> int:
    """Build the site as readers get it, into `output/`; refuse what is not ready for them."""

    def job() -> int:
        _publish(settings, allow_placeholders)
        return OK

    return _guarded(job)


def deploy(target: str, allow_placeholders: bool = False, settings: str = "publishconf.py") -> int:
    """Publish the site and put it where readers find it."""
    from .deploy import BadTarget, check_target
    from .deploy import deploy as run

    try:
        check_target(target)
    except BadTarget as bad:
        say(str(bad), error=True)
        return USAGE

    def job() -> int:
        built = _publish(settings, allow_placeholders)
        say(run(built.folder.resolve(), target, built.siteurl))
        return OK

    return _guarded(job)


def _publish(settings: str, allow_placeholders: bool) -> Built:
    from .publish.build import build as run

    started = time.perf_counter()
    built = run(Path(settings), CMS_PLACEHOLDERS="mark" if allow_placeholders else "refuse")
    _say_built(built, started)
    _name_warnings(built)
    if built.demonstration:
        say("Every page is marked as a demonstration, since details are still placeholders.")
    return built


def _say_built(built: Built, started: float) -> None:
    say(f"{built.pages} pages in {time.perf_counter() - started:.1f} s: {short(built.folder)}/")


def serve(port: int = 8000, settings: str = "pelicanconf.py") -> int:
    """Show the site on this machine while it is written, until Ctrl-C."""

    def job() -> int:
        from .serve import serve as run

        return run(port, settings)

    return _guarded(job)


def check(format: str = "text", settings: str = "pelicanconf.py", external: bool = False) -> int:
    """Look for every problem; change nothing. With `external`, ask other sites, too."""
    if format not in FORMATS:
        say(f"There is no format “{format}”. Choose one of: {', '.join(FORMATS)}.", error=True)
        return USAGE

    def job() -> int:
        from .publish.build import check as run

        try:
            built = run(Path(settings))
        except ContentErrors as found:
            write(FORMATS[format](found.problems))
            if external:
                say("The links to other sites come after these: mend them first.", error=True)
            return PROBLEMS
        problems = _with_external(built) if external else built.warnings
        if problems or format == "json":
            write(FORMATS[format](problems))
        elif format == "text":
            say(f"No problems on {built.pages} pages.")
        return PROBLEMS if any(one.severity == "error" for one in problems) else OK

    return _guarded(job)


def _with_external(built: Built) -> Problems:
    """The warnings of a build, and what is wrong with its links to other sites."""
    from .external import Manners, check_external, name_of

    manners = Manners(name_of(built.sitename, built.siteurl))
    found = check_external(built.outward, built.site, manners)
    return tuple(sorted({*built.warnings, *found}))


def _guarded(job: Callable[[], int]) -> int:
    """Run a job; whatever goes wrong is said in plain words and becomes an exit code."""
    try:
        return job()
    except ContentErrors as found:
        say(to_text(found.problems), error=True)
        say("The site was not changed.", error=True)
        return found.exitcode
    except KeyboardInterrupt:
        say("Stopped. The site was not changed.", error=True)
        return STOPPED
    except Exception as error:
        say(explain(error), error=True)
        say("The site was not changed.", error=True)
        return FAILED


def _name_warnings(built: Built) -> None:
    """Say what is to be seen to in time."""
    if built.warnings:
        say(to_text(built.warnings))


def _name_placeholders(built: Built) -> None:
    """Say which details are still placeholders."""
    missing = list(built.site.data.missing())
    if missing:
        say("Still to be filled in before the site is published:")
        for problem in missing:
            say(f"  {problem.location} {problem.message}")
