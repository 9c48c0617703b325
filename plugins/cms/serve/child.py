"""Builds the site again and again: `python -m plugins.cms.serve.child SETTINGS`.

Each line that it reads is a build to make, and each that it writes says how it goes; see
`builder`. It keeps what it has loaded, and ends with what it reads from.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from ..console import explain, say
from ..errors import ContentErrors
from ..heap import collect
from ..journal import recover
from .fault import place_of
from .outcome import Outcome, as_line

if TYPE_CHECKING:
    from ..publish.build import Built
    from ..publish.session import Session


_QUIET = 1.0
"""After how many seconds without a change nobody is thought to wait for the next build."""

_SELDOM = 10
"""After how many builds garbage is looked for anyway: on a large site it takes a while."""


class Superseded(BaseException):
    """There is something newer to build. No `except Exception` on the way may hold it up."""


class _Site:
    """What is built, and all that is kept from one build to the next."""

    def __init__(self, settings: Path, answers: BinaryIO) -> None:
        self._settings = settings
        self._answers = answers
        self._first: frozenset[str] = frozenset()
        self._superseded = False
        self._session: Session | None = None

    def say(self, line: bytes) -> None:
        """Write a line to whoever has asked for builds."""
        self._answers.write(line)
        self._answers.flush()

    def supersede(self, *_signal: object) -> None:
        """Stop the build that runs after the page that it is at."""
        self._superseded = True

    def make(self, changed: Collection[Path], first: Collection[str]) -> Outcome | None:
        """Build once, and say how it went; None where it was superseded."""
        self._first, self._superseded = frozenset(first), False
        try:
            for line in recover(self._settings.absolute().parent):
                say(line, error=True)
            built = self._build(changed)
            return Outcome(built.pages, built.problems)
        except Superseded:
            return None
        except ContentErrors as found:
            return Outcome(problems=found.problems)
        except Exception as error:
            place = place_of(error, self._settings.absolute().parent)
            return Outcome(failure=explain(error), place=place)

    def _build(self, changed: Collection[Path]) -> Built:
        from ..publish.session import Session  # its faults are to be told, too

        if self._session is None:
            self._session = Session(self._settings)
        first = sorted(self._first)
        return self._session.build(
            changed, CMS_FIRST=first, CMS_PAGE_DONE=self._page_done, CMS_INDEX="later"
        )

    def _page_done(self, folder: Path, name: str) -> None:
        """What a build calls after each page: a file below the folder that it builds in."""
        if name in self._first:
            self.say(as_line({"page": name, "folder": str(folder)}))
        if self._superseded:
            raise Superseded


def _tidy_up(built: int) -> None:
    """Look for garbage while nobody waits, and now and then even where somebody may."""
    is_asked = select.select([sys.stdin], [], [], _QUIET)[0]
    if not is_asked or built % _SELDOM == 0:
        collect()


def main(settings: Path) -> None:
    """Build whenever a line is read, and write how it went."""
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # whatever else is printed must not get into the answers
        site = _Site(settings, answers)
        signal.signal(signal.SIGUSR1, site.supersede)
        for built, line in enumerate(sys.stdin.buffer, 1):
            asked: dict[str, Any] = json.loads(line)
            outcome = site.make(set(map(Path, asked["changed"])), asked["first"])
            site.say(outcome.to_line() if outcome else as_line({"superseded": True}))
            _tidy_up(built)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):  # the server has gone, or tells it to go
        main(Path(sys.argv[1]))
