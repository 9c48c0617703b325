"""The commands: each does one job, says in plain words how it went, and returns an exit code.

0 is done, 1 is content that must be mended, 2 is a wrong use of the command, 3 is a
failure that is not the author's.
"""

from __future__ import annotations

import errno
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import BuildFailure, ContentErrors
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
        _say(str(bad), error=True)
        return USAGE

    def job() -> int:
        built = _publish(settings, allow_placeholders)
        _say(run(built.folder.resolve(), target, built.siteurl))
        return OK

    return _guarded(job)


def _publish(settings: str, allow_placeholders: bool) -> Built:
    from .publish.build import build as run

    started = time.perf_counter()
    built = run(Path(settings), CMS_PLACEHOLDERS="mark" if allow_placeholders else "refuse")
    _say_built(built, started)
    if built.demonstration:
        _say("Every page is marked as a demonstration, since details are still placeholders.")
    return built


def _say_built(built: Built, started: float) -> None:
    _say(f"{built.pages} pages in {time.perf_counter() - started:.1f} s: {_short(built.folder)}/")


def check(format: str = "text", settings: str = "pelicanconf.py") -> int:
    """Look for every problem; change nothing."""
    if format not in FORMATS:
        _say(f"There is no format “{format}”. Choose one of: {', '.join(FORMATS)}.", error=True)
        return USAGE

    def job() -> int:
        from .publish.build import check as run

        try:
            built = run(Path(settings))
        except ContentErrors as found:
            print(FORMATS[format](found.problems))
            return PROBLEMS
        if format == "text":
            _say(f"No problems on {built.pages} pages.")
        elif format == "json":
            print(FORMATS[format](()))
        return OK

    return _guarded(job)


def _guarded(job: Callable[[], int]) -> int:
    """Run a job; whatever goes wrong is said in plain words and becomes an exit code."""
    try:
        return job()
    except ContentErrors as found:
        _say(to_text(found.problems), error=True)
        _say("The site was not changed.", error=True)
        return found.exitcode
    except BuildFailure as failure:
        _say(str(failure), error=True)
        _say("The site was not changed.", error=True)
        return failure.exitcode
    except KeyboardInterrupt:
        _say("Stopped. The site was not changed.", error=True)
        return STOPPED
    except OSError as error:
        _say(_explain(error), error=True)
        _say("The site was not changed.", error=True)
        return FAILED
    except Exception as error:
        _say(_unexpected(error), error=True)
        _say("The site was not changed.", error=True)
        return FAILED


def _explain(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "The disk is full. Make some room, then try again."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return (
            f"This folder may not be written to{place}. Copy the project to a folder of your own."
        )
    if error.errno == errno.EMFILE:
        return "Too many files are open on this machine. Close some programs, then try again."
    return f"The system would not do it: {error.strerror or error}{place}."


def _unexpected(error: Exception) -> str:
    """What to say of a fault in the site's own code; the details go to a file."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = getattr(error, "filename", None) or last.filename
    line = getattr(error, "lineno", None) or last.lineno
    text = (
        f"The build itself failed: {type(error).__name__}: {error} ({_short(Path(where))}:{line})"
    )
    log = Path(".output") / "last-failure.txt"
    try:
        log.parent.mkdir(exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return text
    return f"{text}\nDetails for a programmer are in {log}."


def _name_placeholders(built: Built) -> None:
    """Say which details are still placeholders."""
    missing = list(built.site.data.missing())
    if missing:
        _say("Still to be filled in before the site is published:")
        for problem in missing:
            _say(f"  {problem.location} {problem.message}")


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _say(text: str, error: bool = False) -> None:
    print(text, file=sys.stderr if error else sys.stdout, flush=True)
