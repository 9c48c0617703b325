"""Programs are started, looked at and ended."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.memory import Peak, memory_of, processor_of, tree_of
from bench.running import Failed, Program, run, run_for_memory, started

BIG = 80_000_000

HOLDS_MEMORY = f"""
import sys
held = bytearray(b"x" * {BIG})
print("ready", flush=True)
sys.stdin.read()
"""
IN_A_CHILD = f"""
import subprocess, sys
subprocess.run([sys.executable, "-c", {HOLDS_MEMORY!r}])
"""


def python(program: str, folder: Path) -> Program:
    return Program((sys.executable, "-c", program), folder, {})


@pytest.mark.parametrize("program", [HOLDS_MEMORY, IN_A_CHILD], ids=["itself", "child"])
def test_the_memory_of_a_process_and_of_what_it_started_is_seen(program: str) -> None:
    """Both at a moment, and as the most there ever was."""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin and process.stdout
        with Peak(process.pid) as peak:
            assert process.stdout.readline() == b"ready\n"
            assert BIG < memory_of(process.pid) < 3 * BIG
            assert processor_of(process.pid) > 0
            wait_until(lambda: peak.most > BIG)
            process.stdin.close()
            process.wait()
        assert BIG < peak.most < 3 * BIG
    assert memory_of(process.pid) == 0


def test_a_program_that_fails_is_told_of_with_what_it_said_last(tmp_path: Path) -> None:
    """Timed or looked at, the run does not count."""
    program = python("print('no such page'); exit(4)", tmp_path)
    for way in (run, run_for_memory):
        with pytest.raises(Failed, match=r"ended with the code 4:\n +no such page"):
            way(program)
    with pytest.raises(Failed, match="`nowhere/to/be/found` cannot be started: No such file"):
        run(Program(("nowhere/to/be/found",), tmp_path, {}))


def test_a_program_has_its_folder_and_its_environment(tmp_path: Path) -> None:
    """And nothing to read."""
    text = "import os, sys; open('said', 'w').write(os.environ['WORD'] + sys.stdin.read())"
    assert run(Program((sys.executable, "-c", text), tmp_path, {"WORD": "yes"})) > 0
    assert (tmp_path / "said").read_text() == "yes"


@pytest.mark.parametrize("deaf", ["", "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"])
def test_what_is_interrupted_ends_with_all_that_it_started(
    tmp_path: Path, deaf: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what does not hear that it is to end."""
    monkeypatch.setattr("bench.running._PATIENCE", 0.2)
    text = (
        f"import pathlib, signal, subprocess, sys, time\n{deaf}"
        "child = [sys.executable, '-c', 'import time; time.sleep(600)']\n"
        "subprocess.Popen(child)\n"
        f"subprocess.Popen(child, start_new_session={bool(deaf)})\n"
        "pathlib.Path('ready').touch()\n"
        "time.sleep(600)"
    )
    with pytest.raises(KeyboardInterrupt), started(python(text, tmp_path)) as running:
        wait_until((tmp_path / "ready").exists)
        family = tree_of(running.process.pid)
        assert len(family) == 3
        raise KeyboardInterrupt
    wait_until(lambda: not any(alive(one) for one in family))


def wait_until(true: Callable[[], bool]) -> None:
    """Look again and again, but not for ever."""
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def alive(process: int) -> bool:
    """Whether it still runs; a zombie, which waits to be noticed, does not."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
