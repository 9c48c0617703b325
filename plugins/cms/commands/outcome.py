"""How a command ends: exit codes, and plain words for whatever goes wrong."""

from __future__ import annotations

from collections.abc import Callable

from ..console import explain, say
from ..errors import ContentErrors
from ..report import to_text

OK, PROBLEMS, USAGE, FAILED, STOPPED = 0, 1, 2, 3, 130


def guarded(job: Callable[[], int], unharmed: str = "The site was not changed.") -> int:
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
