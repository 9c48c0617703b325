"""Builds the site in a fresh process, so that changed code counts as well as changed content."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..console import say, short
from ..errors import Problems
from ..report import from_records

_GRACE = 0.4
"""How long a build that has to end may tidy up, in seconds."""


@dataclass(frozen=True)
class Outcome:
    """How a build went: the number of pages, or else problems, or else one failure in words."""

    pages: int | None = None
    problems: Problems = ()
    failure: str = ""


async def build(settings: Path) -> Outcome:
    """Build the site and switch `output` to it. When cancelled, the build ends too."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"{__package__}.child", str(settings)),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        start_new_session=True,  # Ctrl-C is for the server, which ends the build itself
    )
    try:
        answer, printed = await process.communicate()
    finally:
        await _end(process)
    log = printed.decode("utf-8", "replace").rstrip()
    if log:
        say(log, error=True)
    return _read(answer) if answer else _of_the_dead(process, log)


async def _end(process: Process) -> None:
    """End a build that still runs, with all that it started."""
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError, PermissionError):  # it has just ended
        os.killpg(process.pid, signal.SIGINT)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _GRACE)
        os.killpg(process.pid, signal.SIGKILL)


def _read(answer: bytes) -> Outcome:
    """What the process handed over; see `child`."""
    data = json.loads(answer.decode("utf-8", "surrogatepass"))
    problems = from_records(data.get("problems", ()))
    return Outcome(data.get("pages"), problems, data.get("failure", ""))


def _of_the_dead(process: Process, log: str) -> Outcome:
    """What can be told of a build that handed nothing over: its code may not even load."""
    if process.returncode and process.returncode < 0:
        number = -process.returncode
        reason = f"The build was ended from outside (signal {number}). Save a file to try again."
        return Outcome(failure=reason)
    last = log.rpartition("\n")[2] or f"exit code {process.returncode}"
    places = re.findall(r'File "(.+?)", line (\d+)', log)
    place = f" ({short(Path(places[-1][0]))}:{places[-1][1]})" if places else ""
    return Outcome(failure=f"The build itself failed: {last}{place}")
