"""The commands: each does one job, says in plain words how it went, and returns an exit code.

0 is done, 1 is content that must be mended, 2 is a wrong use of the command, 3 is a
failure that is not the author's.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from .console import explain, has_color, say, short, write
from .errors import ContentErrors, has_errors
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


def check(
    format: str = "text",
    only: str = "",
    skip: str = "",
    fix: bool = False,
    external: bool = False,
    settings: str = "pelicanconf.py",
) -> int:
    """Look for every problem in the content and on the pages.

    `only` and `skip` are codes, with commas between them. With `fix`, what has one safe mend
    is mended first; otherwise nothing is changed. With `external`, other sites are asked
    whether they still have what is linked.
    """
    from .checking import Choice, look, look_and_mend

    if format not in FORMATS:
        say(f"There is no format “{format}”. Choose one of: {', '.join(FORMATS)}.", error=True)
        return USAGE
    choice = Choice.of(only, skip)

    def job() -> int:
        found = look_and_mend(Path(settings), choice) if fix else look(Path(settings), external)
        for path, number in found.mended.items():
            say(f"{path}: {number} mended", error=format != "text")
        problems = choice.of_all(found.problems)
        if format == "text":
            write(to_text(problems, found.pages, has_color()))
        elif problems or format != "github":
            write(FORMATS[format](problems, found.pages))
        if found.pages is None:
            say(_NOT_ALL, error=True)
        if external and not found.external:
            say("The links to other sites come after these: mend them first.", error=True)
        return PROBLEMS if has_errors(problems) else OK

    return _guarded(job, "No file is half mended." if fix else "Nothing was changed.")


_NOT_ALL = (
    "The finished pages were not looked at, since they cannot be made from this. Mend it, then "
    "check again."
)


def _guarded(job: Callable[[], int], unharmed: str = "The site was not changed.") -> int:
    """Run a job; whatever goes wrong is said in plain words and becomes an exit code."""
    try:
        return job()
    except ContentErrors as found:
        say(to_text(found.problems), error=True)
        say(unharmed, error=True)
        return found.exitcode
    except KeyboardInterrupt:
        say(f"Stopped. {unharmed}", error=True)
        return STOPPED
    except Exception as error:
        say(explain(error), error=True)
        say(unharmed, error=True)
        return FAILED


def _name_warnings(built: Built) -> None:
    """Say in one line what is to be seen to in time."""
    if built.problems:
        counted = Counter(problem.code for problem in built.problems)
        codes = ", ".join(f"{code} {number}" for code, number in sorted(counted.items()))
        say(f"Warnings: {codes}. See each with `python3 tasks.py check`.")


def _name_placeholders(built: Built) -> None:
    """Say which details are still placeholders."""
    missing = list(built.site.data.missing())
    if missing:
        say("Still to be filled in before the site is published:")
        for problem in missing:
            say(f"  {problem.location} {problem.message}")
