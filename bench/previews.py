"""A preview that runs, and somebody who writes and looks at a page."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass

from bench.content import Entry
from bench.contestants import Contestant
from bench.edits import Edit
from bench.memory import Peak, processor_of
from bench.running import Failed, Running

_HOST = "127.0.0.1"
_LOOK = 0.01
"""Seconds between two looks at a page that is to become fresh."""
_QUIET = 0.3
"""For so many seconds a preview has to do nothing before the next change."""
_PATIENCE = 1200.0


@dataclass(frozen=True)
class Preview:
    """A program that serves a site on a port of this machine."""

    running: Running
    port: int

    def open(self, entry: Entry) -> None:
        """Wait until a page is there, and nothing is left to do. Raises Failed."""
        self._wait_for(entry, lambda page: bool(page))
        self._settle()

    def time_edit(self, edit: Edit, contestant: Contestant) -> float:
        """Seconds from a saved change to the fresh page. Raises Failed."""
        self.open(edit.shown_on)
        edit.make(contestant)
        saved = time.perf_counter()
        self._wait_for(edit.shown_on, edit.is_in)
        return time.perf_counter() - saved

    def memory_of_edit(self, edit: Edit, contestant: Contestant) -> int:
        """The most bytes held while a change is built. Raises Failed."""
        with Peak(self.running.process.pid) as peak:
            self.time_edit(edit, contestant)
            self._settle()
        return peak.most

    def _wait_for(self, entry: Entry, is_there: Callable[[bytes], bool]) -> None:
        address = f"/{entry.folder}/{entry.name}/"
        deadline = time.monotonic() + _PATIENCE
        with closing(http.client.HTTPConnection(_HOST, self.port, timeout=60)) as connection:
            while time.monotonic() < deadline:
                if is_there(_page(connection, address)):
                    return
                self.running.must_run()
                time.sleep(_LOOK)
        raise Failed(f"{address} was not fresh after {_PATIENCE:.0f} s.")

    def _settle(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        before = -1.0
        while (now := processor_of(self.running.process.pid)) != before:
            if time.monotonic() > deadline:
                raise Failed(f"It still worked {_PATIENCE:.0f} s after a change.")
            before = now
            time.sleep(_QUIET)


def _page(connection: http.client.HTTPConnection, address: str) -> bytes:
    """What is at an address; nothing, where there is no such page or no answer."""
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", address)
        answer = connection.getresponse()
        page = answer.read()
        return page if answer.status == http.HTTPStatus.OK else b""
    connection.close()  # the next request opens it anew
    return b""
