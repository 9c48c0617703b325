"""How a command ends: exit codes, and plain words for whatever goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..console import explain, say
from ..errors import ContentErrors
from ..journal import recover
from ..report import to_text

OK, PROBLEMS, USAGE, FAILED, STOPPED = 0, 1, 2, 3, 130


def guarded(job: Callable[[], int], unharmed: str = "The site was not changed.") -> int:
    """Run a job; whatever goes wrong is said in plain words and becomes an exit code.

    What a command left that was killed is finished or thrown away first.
    """
    try:
        for line in recover(Path.cwd()):
            say(line, error=True)
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
