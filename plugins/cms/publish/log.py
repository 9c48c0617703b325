"""What Pelican says while it works: it logs mistakes and goes on where we must not."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from pelican.log import console


class Log(logging.Handler):
    """What went wrong: `errors` in words, and `failures` of the system as they were raised."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[str] = []
        self.failures: list[OSError] = []

    def emit(self, record: logging.LogRecord) -> None:
        arguments = record.args if isinstance(record.args, tuple) else ()
        # Pelican only warns of a file that it could not copy, and leaves it out.
        self.failures += (one for one in arguments if isinstance(one, OSError))
        if record.levelno < logging.ERROR:
            return
        text = record.getMessage()
        if record.exc_info and record.exc_info[1]:
            text = f"{text} ({record.exc_info[1]})"
        self.errors.append(text)


@contextmanager
def recorded() -> Iterator[Log]:
    """Keep what Pelican logs, and nothing on the terminal."""
    log, root = Log(), logging.getLogger()
    root.addHandler(log)
    was_quiet, console.quiet = console.quiet, True
    try:
        yield log
    finally:
        console.quiet = was_quiet
        root.removeHandler(log)
