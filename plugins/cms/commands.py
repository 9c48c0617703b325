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

from .errors import BuildFailure, ContentErrors
from .fields import PlaceholderText
from .report import FORMATS, to_text

OK, PROBLEMS, USAGE, FAILED, STOPPED = 0, 1, 2, 3, 130

_ROOT = Path.cwd()


def build(settings: str = "pelicanconf.py") -> int:
    """Build the site into `output/`."""

    def job() -> int:
        from .publish.build import build as run

        started = time.perf_counter()
        built = run(Path(settings))
        _say(f"{built.pages} pages in {time.perf_counter() - started:.1f} s: {_short(built.folder)}/")
        _name_placeholders(built.site)
        return OK

    return _guarded(job)


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
        return f"This folder may not be written to{place}. Copy the project to a folder of your own."
    if error.errno == errno.EMFILE:
        return "Too many files are open on this machine. Close some programs, then try again."
    return f"The system would not do it: {error.strerror or error}{place}."


def _unexpected(error: Exception) -> str:
    """What to say of a fault in the site's own code; the details go to a file."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = getattr(error, "filename", None) or last.filename
    line = getattr(error, "lineno", None) or last.lineno
    text = f"The build itself failed: {type(error).__name__}: {error} ({_short(Path(where))}:{line})"
    log = Path(".output") / "last-failure.txt"
    try:
        log.parent.mkdir(exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return text
    return f"{text}\nDetails for a programmer are in {log}."


def _name_placeholders(site: object) -> None:
    """Say which details are still placeholders."""
    found = placeholders(site)
    if found:
        listed = ", ".join(f"`{name}`" for name in found)
        _say(f"Still placeholders, to be filled in before the site is published: {listed}.")


def placeholders(site: object) -> list[str]:
    """The settings that authors still have to fill in: `clinic.phone`."""
    from .entries import leaves

    return [
        f"{name}.{'.'.join(map(str, path))}"
        for name, data in getattr(site, "data", {}).items()
        for path, value in leaves(data)
        if isinstance(value, PlaceholderText) and value.missing
    ]


def _short(path: Path) -> str:
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else str(path)


def _say(text: str, error: bool = False) -> None:
    print(text, file=sys.stderr if error else sys.stdout, flush=True)
