"""How a command ends when it is stopped, and when nobody reads what it says."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.cms.commands.outcome import guarded
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    before = signal.getsignal(signal.SIGHUP)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_job(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    """The code is that of shells, and the signal means afterward what it meant before."""
    before = signal.getsignal(number)

    def job() -> int:
        signal.raise_signal(number)
        return 0

    assert guarded(job, "All is as it was.") == 128 + number
    assert capsys.readouterr().err == "Stopped. All is as it was.\n"
    assert signal.getsignal(number) is before


def test_what_fails_because_it_was_stopped_was_stopped(capsys: pytest.CaptureFixture[str]) -> None:
    """A library may turn Ctrl-C into a failure of its own."""

    def job() -> int:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise ValueError("half a schema") from error
        return 0

    assert guarded(job, "") == 130
    assert capsys.readouterr().err.startswith("Stopped.")


def test_who_is_impatient_does_not_disturb_the_tidying_up() -> None:
    """Ctrl-C again while a stopped job tidies up is not heard."""
    tidied = []

    def job() -> int:
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGTERM)
            tidied.append(True)
        return 0

    assert guarded(job, "") == 130
    assert tidied == [True]


def test_a_signal_that_is_not_to_be_heard_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    """`nohup` lets a job go on when its window is closed."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def job() -> int:
        signal.raise_signal(signal.SIGHUP)
        return 0

    assert guarded(job) == 0
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def _run(code: str, **streams: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        check=False,
        text=True,
        stderr=subprocess.PIPE,
        **streams,  # type: ignore[call-overload]
    )


_TO_NOBODY = {
    "an answer": "from plugins.cms.console import write; write('a'); write('b'); exit(1)",
    "a list": (
        "from invoke.collection import Collection; from tools.door import Door; import tasks\n"
        "Door(namespace=Collection.from_module(tasks)).run(['tasks.py', '--list']); exit(1)"
    ),
}


@pytest.mark.parametrize("code", _TO_NOBODY.values(), ids=_TO_NOBODY)
def test_a_reader_who_has_read_enough_may_go(code: str) -> None:
    """As `head` does: nothing is said of it, and the exit code stays what it would have been."""
    reading, writing = os.pipe()
    os.close(reading)
    done = _run(code, stdout=writing)
    os.close(writing)
    assert done.stderr == ""
    assert done.returncode == 1


def test_closed_streams_lead_to_nowhere() -> None:
    """Else a file that is opened next would take their place, and what is said would go there."""
    code = (
        "import os, sys; from tools.bootstrap import open_streams; open_streams()\n"
        "from pathlib import Path; file = open('README.md'); print('lost')\n"
        "assert file.fileno() > 2 and sys.stdin.read() == '' and os.get_inheritable(1)"
    )
    done = _run(code, preexec_fn=lambda: (os.close(0), os.close(1)))
    assert (done.returncode, done.stderr) == (0, "")
