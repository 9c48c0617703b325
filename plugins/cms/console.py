"""What the commands say to the person at the terminal, in plain words."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from .errors import BuildFailure


def say(text: str, error: bool = False) -> None:
    """Tell the author; where nobody can be told, the job is done all the same."""
    try:
        write(text, error)
    except OSError:
        _silence(sys.stderr if error else sys.stdout)


def write(text: str, error: bool = False) -> None:
    """Print on any terminal: a character that it does not have is spelled out. Raises OSError.

    A reader who has gone, as `head` does, has read enough: that is no failure.
    """
    stream = sys.stderr if error else sys.stdout
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        print(text.encode(encoding, "backslashreplace").decode(encoding), file=stream, flush=True)
    except BrokenPipeError:
        _silence(stream)


def _silence(stream: TextIO) -> None:
    with suppress(OSError), Path(os.devnull).open("w") as nowhere:
        # Else Python tries to write the rest when it ends, and fails for that.
        os.dup2(nowhere.fileno(), stream.fileno())


def has_color() -> bool:
    """Whether what is printed may have colors: on a terminal, unless NO_COLOR says otherwise.

    https://no-color.org
    """
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def width() -> int | None:
    """How many columns the terminal has; None where it is none, and lines may be of any length."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def explain(error: Exception) -> str:
    """What to say of an error that is not the author's."""
    if isinstance(error, BuildFailure):
        return str(error)
    if isinstance(error, OSError):
        return _explain_system(error)
    return _explain_fault(error)


def short(path: Path) -> str:
    """A path as it is written from the folder of the project."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _explain_system(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "The disk is full. Make some room, then try again."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        if os.path.isfile(error.filename or ""):  # noqa: PTH113 - it fails for no folder
            return (
                f"This file may not be opened{place}. Close other programs that use it, and look "
                "in its properties whether you may read and change it."
            )
        return (
            f"This folder may not be written to{place}. Copy the project to a folder of your own."
        )
    if error.errno == errno.EMFILE:
        return "Too many files are open on this machine. Close some programs, then try again."
    return f"The system would not do it: {error.strerror or error}{place}."


def _explain_fault(error: Exception) -> str:
    """What to say of a fault in the site's own code; the details go to a file."""
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    where = getattr(error, "filename", None) or last.filename
    line = getattr(error, "lineno", None) or last.lineno
    text = f"The build itself failed: {type(error).__name__}: {error} ({short(Path(where))}:{line})"
    log = Path(".output") / "last-failure.txt"
    try:
        log.parent.mkdir(exist_ok=True)
        details = "".join(traceback.format_exception(error))
        log.write_bytes(details.encode(errors="backslashreplace"))
    except OSError:
        return text
    return f"{text}\nDetails for a programmer are in {log}."
