"""How a command ends: exit codes, and plain words for whatever goes wrong."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from ..console import explain, say
from ..endings import heard, told
from ..errors import ContentErrors
from ..journal import recover
from ..report import to_text

OK, PROBLEMS, USAGE, FAILED, STOPPED = 0, 1, 2, 3, 130


def guarded(job: Callable[[], int], unharmed: str = "The site was not changed.") -> int:
    """Run a job; whatever goes wrong is said in plain words and becomes an exit code.

    What a command left that was killed is finished or thrown away first. A signal that ends
    programs stops the job as Ctrl-C does, so that it can tidy up; the code is then 128 and the
    number of the signal, as shells have it.
    """
    ending = _Ending()
    with told(ending, heard()):
        try:
            for line in recover(Path.cwd()):
                say(line, error=True)
            return job()
        except ContentErrors as found:
            say(to_text(found.problems), error=True)
            say(unharmed, error=True)
            return found.exitcode
        except (Exception, KeyboardInterrupt) as error:
            # What was stopped in the middle may fail in its own way.
            if ending.number or isinstance(error, KeyboardInterrupt):
                say(f"Stopped. {unharmed}", error=True)
                return _SIGNALED + (ending.number or signal.SIGINT)
            say(explain(error), error=True)
            say(unharmed, error=True)
            return FAILED


_SIGNALED = 128
_PATIENCE = 1.0
"""For how many seconds the same wish again is not heard: who is tidying up is not disturbed."""


class _Ending:
    """Hears the signals that end programs, and stops what is running; `number` is the last one."""

    def __init__(self) -> None:
        self.number = 0
        self._heard = float("-inf")

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        if time.monotonic() - self._heard > _PATIENCE:
            self.number, self._heard = number, time.monotonic()
            raise KeyboardInterrupt
