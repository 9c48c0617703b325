"""Builds the site in a process of its own, which stays and keeps what it has loaded.

It reads lines of JSON, each a build to make: `{"changed": [paths], "first": [pages]}`. It writes
an Outcome for each, or `{"superseded": true}`, and before that `{"page": …, "folder": …}` for
each page of `first` that is finished. A new process takes its place when code has changed, and
when it hangs or dies.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
import sysconfig
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..console import explain, say, short
from ..errors import Location
from .outcome import Outcome, as_line

_GRACE = 0.4
"""How long a process that has to end may tidy up, in seconds."""

_SOON = 0.5
"""How long a build may go on after a newer change: most are done before they could stop."""

_PATIENCE = 15.0
"""How long it may then take to stop."""

_MAX_LINE = 2**28
"""How long a line may be, in bytes: there may be very many problems."""

_LOG_LINES = 100
"""How much of what a process printed is kept, to tell what it died of."""


Early = Callable[[Path, str], None]
"""Told of a page that is finished before the whole site is: a folder and a file below it."""


class _Died(Exception):
    """A process has ended without an answer."""


@dataclass(frozen=True)
class _Worker:
    """A process that builds, what it has printed, and the packages that it found.

    Once it is `dismissed`, nothing is said of what it prints: Python complains when it is stopped.
    """

    process: Process
    log: deque[str]
    logging: asyncio.Task[None]
    packages: int
    dismissed: asyncio.Event

    @classmethod
    async def start(cls, settings: Path) -> _Worker:
        packages = _packages()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", f"{__package__}.child", str(settings)),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            limit=_MAX_LINE,
            start_new_session=True,  # Ctrl-C is for the server, which ends the process itself
        )
        log: deque[str] = deque(maxlen=_LOG_LINES)
        dismissed = asyncio.Event()
        logging = asyncio.create_task(_repeat(process, log, dismissed))
        return cls(process, log, logging, packages, dismissed)

    async def answer(self, request: bytes, early: Early) -> Outcome | None:
        """How the build went that was asked for; None where it stopped. Raises _Died."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(request)
        while line := await self.process.stdout.readline():
            data = json.loads(line)
            if "page" in data:
                early(Path(data["folder"]), data["page"])
            else:
                return None if "superseded" in data else Outcome.from_data(data)
        with suppress(TimeoutError):  # how it ends says what of; a signal would be another end
            await asyncio.wait_for(self.process.wait(), _PATIENCE)
        raise _Died

    def stop(self) -> None:
        """Let the process stop its build after the page that it is at."""
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGUSR1)

    def dismiss(self) -> None:
        """Let the process tidy up and end."""
        self.dismissed.set()
        self._signal(signal.SIGINT)

    def _signal(self, number: int) -> None:
        """Send a signal to the process and all that it started."""
        with suppress(ProcessLookupError, PermissionError):  # it has just ended
            os.killpg(self.process.pid, number)

    async def end(self) -> None:
        """End the process with all that it started."""
        try:
            if self.process.returncode is None:
                self.dismiss()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.process.wait(), _GRACE)
        finally:  # also where the preview ends meanwhile
            self._signal(signal.SIGKILL)
        await self.process.wait()
        await self.logging


async def _repeat(process: Process, log: deque[str], dismissed: asyncio.Event) -> None:
    """Say what a process says, until it is dismissed."""
    assert process.stderr
    async for line in process.stderr:
        log.append(line.decode("utf-8", "replace").rstrip())
        if not dismissed.is_set():
            say(log[-1], error=True)


class Builder:
    """The process that builds, whichever it is now."""

    def __init__(self, settings: Path, early: Early, patience: float = _PATIENCE) -> None:
        self._settings = settings
        self._early = early
        self._patience = patience
        self._worker: _Worker | None = None
        self._outdated = False

    async def build(
        self, changed: Collection[Path], first: Collection[str], newer: asyncio.Event
    ) -> Outcome | None:
        """Build the site and switch `output` to it; None where `newer` was set before the end.

        `changed` are the files and folders that may have changed since the last build that
        brought new pages; the first build of a process looks at everything. `first` are the
        pages that somebody looks at, as files below the output folder.
        """
        request = as_line({"changed": sorted(map(str, changed)), "first": sorted(first)})
        try:
            return await self._build(request, newer)
        except OSError as error:  # no process could be started: Python may be renewed just now
            return Outcome(failure=explain(error))

    async def _build(self, request: bytes, newer: asyncio.Event) -> Outcome | None:
        if self._outdated or (self._worker and self._worker.packages != _packages()):
            await self.close()
        if self._worker:
            with suppress(_Died):  # a fresh one gets the same chance
                return await self._ask(self._worker, request, newer)
            await self.close()
        self._worker = await _Worker.start(self._settings)
        try:
            return await self._ask(self._worker, request, newer)
        except _Died:
            worker = self._worker
            await self.close()
            return None if newer.is_set() else _of_the_dead(worker)

    def outdate(self) -> None:
        """Let a new process make the next build, since code has changed; end what is built now."""
        self._outdated = True
        if self._worker:
            self._worker.dismiss()

    async def close(self) -> None:
        """End the process, whatever it does."""
        worker, self._worker, self._outdated = self._worker, None, False
        if worker:
            await worker.end()

    async def _ask(self, worker: _Worker, request: bytes, newer: asyncio.Event) -> Outcome | None:
        """Let a process build; after something newer it may finish soon, or stop, or is ended."""
        answer = asyncio.create_task(worker.answer(request, self._early))
        waiting = asyncio.create_task(newer.wait())
        try:
            await asyncio.wait({answer, waiting}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({answer}, timeout=_SOON)
            if not answer.done():
                worker.stop()
                await asyncio.wait({answer}, timeout=self._patience)
            if answer.done():
                return answer.result()
        finally:
            waiting.cancel()
            answer.cancel()
        await self.close()
        return None


def _packages() -> int:
    """A number that changes when a package is installed or removed."""
    return Path(sysconfig.get_path("purelib")).stat().st_mtime_ns


def _of_the_dead(worker: _Worker) -> Outcome:
    """What can be told of a process that did not answer: its code may not even load."""
    code = worker.process.returncode or 0
    if code < 0:
        reason = f"The build was ended from outside (signal {-code}). Save a file to try again."
        return Outcome(failure=reason)
    places = re.findall(r'File "(.+?)", line (\d+)', "\n".join(worker.log))
    place = Location(short(Path(places[-1][0])), int(places[-1][1])) if places else None
    last = worker.log[-1] if worker.log else f"exit code {code}"
    where = f" ({place.path}:{place.line})" if place else ""
    return Outcome(failure=f"The build itself failed: {last}{where}", place=place)
