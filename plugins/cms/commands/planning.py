"""The commands that look ahead: `status`, and `changes` against another version."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import redirect_stdout
from pathlib import Path

from ..console import has_color, say, width, write
from ..suggestions import no_such
from .outcome import OK, USAGE, guarded

_PIPED_WIDTH = 1000
"""So wide that no line is broken where a program reads it."""


def status(format: str = "text", turned_since: str = "", settings: str = "pelicanconf.py") -> int:
    """Show what is drafted, waiting, scheduled, expiring, expired and due for review.

    With `turned_since`, a moment with its zone, list only the files whose pages the clock has
    shown or hidden after it, one a line: nothing where there are none.
    """
    if format not in {"text", "json"}:
        say(no_such("format", format, ("text", "json")), error=True)
        return USAGE
    since = _moment(turned_since) if turned_since else None
    if turned_since and not since:
        say(
            f"`{turned_since}` is not a day and a time with its distance from UTC. Write it like "
            "this: `2026-12-01T08:00:00-05:00`.",
            error=True,
        )
        return USAGE

    def job() -> int:
        from ..publish.build import read
        from ..status import status_of, to_json, to_table
        from ..status import turned_since as turned

        with redirect_stdout(sys.stderr):  # settings and plugins may print what they like
            site = read(Path(settings))
        if since:
            for entry in turned(site, since):
                write(entry.path)
        elif format == "json":
            write(to_json(status_of(site)))
        else:
            write(to_table(status_of(site), width() or _PIPED_WIDTH, has_color()))
        return OK

    return guarded(job, "Nothing was changed.")


def changes(against: str, format: str = "text", settings: str = "publishconf.py") -> int:
    """Show what would change on the site since a version of the project, by building both."""
    if format not in {"text", "json", "markdown"}:
        say(no_such("format", format, ("text", "json", "markdown")), error=True)
        return USAGE

    def job() -> int:
        from ..changes import NoSuchVersion, changes_against, to_json, to_markdown, to_text

        try:
            with redirect_stdout(sys.stderr):
                found = changes_against(Path(settings), against)
        except NoSuchVersion as unknown:
            say(str(unknown), error=True)
            return USAGE
        if format == "json":
            write(to_json(found.changes, found.commit))
        elif format == "markdown":
            write(to_markdown(found.changes, found.commit[:10], found.siteurl))
        else:
            write(to_text(found.changes, f"{against} ({found.commit[:10]})"))
        return OK

    return guarded(job, "Nothing was changed.")


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
