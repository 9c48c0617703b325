"""Starts the programs that are measured, and ends each with all that it started."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NoReturn

from bench.memory import Peak, tree_of
from tools.bootstrap import last_lines

_PATIENCE = 10.0


class Failed(Exception):
    """A program that is measured did not do its job; the text is for people."""


@dataclass(frozen=True)
class Program:
    """A command, the folder it runs in, and what its environment has beyond this one's."""

    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Running:
    """A program that has been started, and what it prints."""

    program: Program
    process: subprocess.Popen[bytes]
    printed: IO[bytes]

    def must_be_well(self) -> None:
        """Raise Failed, with the end of what it printed, if it has ended with an error."""
        if self.process.poll():
            self._fail()

    def must_run(self) -> None:
        """Raise Failed, with the end of what it printed, if it has ended at all."""
        if self.process.poll() is not None:
            self._fail()

    def _fail(self) -> NoReturn:
        self.printed.seek(0)
        last = last_lines(self.printed.read().decode("utf-8", "replace"))
        command = " ".join(self.program.command)
        raise Failed(f"`{command}` ended with the code {self.process.returncode}:\n{last}")


@contextmanager
def started(program: Program) -> Iterator[Running]:
    """Run a program beside this one. At the end of the block it ends. Raises Failed."""
    with TemporaryFile() as printed:
        try:
            process = subprocess.Popen(
                program.command,
                cwd=program.folder,
                env={**os.environ, **program.environment},
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C comes to us alone, who end it in order
            )
        except OSError as error:
            raise Failed(f"`{program.command[0]}` cannot be started: {error.strerror}.") from None
        try:
            yield Running(program, process, printed)
        finally:
            _end(process)


def run(program: Program) -> float:
    """Run a program to its end; return the seconds on the clock. Raises Failed."""
    before = time.perf_counter()
    with started(program) as running:
        running.process.wait()
        seconds = time.perf_counter() - before
        running.must_be_well()
    return seconds


def run_for_memory(program: Program) -> int:
    """Run a program to its end; return the most bytes that it held. Raises Failed.

    Looking slows down what is looked at: this run is not to be timed.
    """
    with started(program) as running:
        with Peak(running.process.pid) as peak:
            running.process.wait()
        running.must_be_well()
    return peak.most


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, by their numbers."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            for one in tree_of(process.pid):
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
    with suppress(ProcessLookupError, PermissionError):  # nobody is left in its group
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
