"""Starts the preview, follows the changes, and ends when it is told to."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from ..console import say, short
from ..endings import heard
from ..report import to_text
from .app import make_app
from .builder import Builder
from .network import LOOPBACK, is_private, listen, names_of, own_name, warning
from .outcome import Outcome
from .preview import Preview
from .watch import follow, is_code

_OK, _USAGE, _FAILED = 0, 2, 3
_log = logging.getLogger("uvicorn.error")
_NAMED = 3
"""How many changed files a line names."""


def run(port: int, settings: Path, host: str) -> int:
    """Serve until told to end; return the exit code (see `serve`)."""
    if not 1 <= port <= 65535:
        say(f"{port} is not a port. Choose a number from 1024 to 65535: `--port 8000`.", error=True)
        return _USAGE
    host = host or LOOPBACK
    try:
        listener = listen(host, port)
    except (socket.gaierror, UnicodeError):
        say(_no_address(host), error=True)
        return _USAGE
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            say(_no_address(host), error=True)
            return _USAGE
        say(_explain(error, port), error=True)
        return _FAILED
    with listener:
        asyncio.run(_Session(host, port, settings).run(listener))
    return _OK


def _no_address(host: str) -> str:
    return (
        f"This machine has no address {host}. Use `--host 0.0.0.0` to show the preview to the "
        "network, or leave it out."
    )


def _explain(error: OSError, port: int) -> str:
    other = 8000 if port in {1, 65535} or port < 1024 else port + 1
    remedy = f"Choose another one: `python3 tasks.py serve --port {other}`."
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use, perhaps by a preview in another window. {remedy}"
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"Port {port} is kept for the system. {remedy}"
    return f"Port {port} cannot be used: {error.strerror or error}. {remedy}"


class _Server(uvicorn.Server):
    """A server that leaves signals to the session: uvicorn would end with the signal's code."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="error",
        timeout_graceful_shutdown=1,
    )


class _Session:
    """One run of the preview."""

    def __init__(self, host: str, port: int, settings: Path) -> None:
        self._folder = settings.absolute().parent.resolve()
        self._port = port
        self._names = names_of(host)
        self._is_shared = not is_private(host)
        self._address = f"http://{own_name(host)}:{port}"
        self._preview = Preview(self._folder / "output")
        self._cache = self._folder / ".cache"
        self._builder = Builder(settings, self._preview.tell_early)
        self._changed: set[Path] = set()
        self._newer = asyncio.Event()

    async def run(self, listener: socket.socket) -> None:
        """Serve, watch and build side by side until a signal comes or one of them fails."""
        stop = asyncio.Event()
        for number in heard():
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        say(f"The preview is at {self._address} and follows every change. Ctrl-C ends it.")
        if self._is_shared:
            say(warning(self._names, self._port))
        server = _Server(_config(make_app(self._preview, self._cache, self._names)))
        serving = asyncio.create_task(server.serve([listener]))
        others = [
            asyncio.create_task(stop.wait()),
            asyncio.create_task(follow(self._folder, self._note)),
            asyncio.create_task(self._build_again_and_again()),
        ]
        await asyncio.wait([serving, *others], return_when=asyncio.FIRST_COMPLETED)
        self._preview.stop()
        _log.disabled = True  # whoever still reads is cut off, and that is no fault
        server.should_exit = True
        for task in others:
            task.cancel()
        results = await asyncio.gather(serving, *others, return_exceptions=True)
        await self._builder.close()
        for result in results:
            if isinstance(result, Exception):
                raise result
        say("The preview has ended.")

    def _note(self, changed: set[Path]) -> None:
        if any(is_code(path, self._folder) for path in changed):
            self._builder.outdate()
        self._changed |= changed
        self._newer.set()

    async def _build_again_and_again(self) -> None:
        """Build once; then once more after each change or, during a build, any number of them."""
        unseen: set[Path] = set()  # since the last build that brought new pages
        while True:
            self._newer.clear()
            changed, self._changed = self._changed, set()
            unseen |= changed
            started = time.perf_counter()
            outcome = await self._builder.build(unseen, self._preview.opened(), self._newer)
            if outcome is None:
                self._changed |= changed  # to be named with what is newer
                continue
            self._tell(outcome, changed, time.perf_counter() - started)
            if outcome.pages is not None:
                unseen.clear()
            await self._newer.wait()

    def _tell(self, outcome: Outcome, changed: set[Path], seconds: float) -> None:
        self._preview.tell(outcome)
        if outcome.pages is not None:
            say(f"{outcome.pages} pages in {seconds:.2f} s{self._name(changed)}")
            return
        say(to_text(outcome.problems) if outcome.problems else outcome.failure, error=True)
        if self._preview.site():
            say(f"The site as it was is still at {self._address}.", error=True)
        else:
            say("There is no site yet. It appears as soon as this is mended.", error=True)

    def _name(self, changed: set[Path]) -> str:
        """What changed, for the end of a line."""
        names = sorted(map(short, changed))
        more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
        return ": " + ", ".join(names[:_NAMED] + more) if names else ""
