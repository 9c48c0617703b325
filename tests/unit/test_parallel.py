"""Work that several processes share comes out as if one did it, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from plugins.cms.errors import BuildFailure, ContentErrors, Location, Problem
from plugins.cms.parallel import fork_each, fork_map

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads of whatever runs the tests do not count: with others, nothing is forked."""
    count, others = threading.active_count, threading.active_count() - 1
    monkeypatch.setattr(threading, "active_count", lambda: count() - others)


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """After each test there are no other children and no other open files than before."""
    before = _children(), _open_files()
    yield
    assert _children() <= before[0]  # of those before, some may be cleared away by now
    assert _open_files() <= before[1]


def _children() -> set[str]:
    """The processes that this one has started, those that have ended and were not cleared away."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it is gone by now
            state = (process / "stat").read_text().rpartition(")")[2].split()
            if state[1] == str(os.getpid()):
                found.add(process.name)
    return found


def _open_files() -> set[tuple[str, str]]:
    found = set()
    for file in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # it is what this was read from
            found.add((file.name, str(file.readlink())))
    return found


@pytest.mark.parametrize("processes", [1, 2, 3, 7])
@pytest.mark.parametrize("number", [0, 1, 2, 5, 100])
def test_results_are_in_the_order_of_the_items(number: int, processes: int) -> None:
    """However the work is cut up, each result stands where its item stood."""
    items = [f"{n}" for n in range(number)]
    assert fork_map(lambda item: item + "!", items, processes=processes) == [f"{n}!" for n in items]


def _who(_: object) -> int:
    time.sleep(0.001)
    return os.getpid()


def test_whoever_is_free_takes_the_next_work(tmp_path: Path) -> None:
    """All processes have a part, and nobody waits while something is left to do."""
    here = os.getpid()

    def work(item: int) -> int:
        until = time.monotonic() + 30
        while os.getpid() == here and item == 1 and len(list(tmp_path.iterdir())) < 85:
            assert time.monotonic() < until, "the others wait"
            time.sleep(0.01)
        (tmp_path / f"{item}").touch()
        return _who(item)

    pids = fork_map(work, range(90), processes=3)
    assert len(set(pids[:30])) == 3
    assert pids.count(here) <= 10


def test_results_come_while_others_are_still_made(tmp_path: Path) -> None:
    """Whoever takes them can be done with the first ones before the last ones are there."""
    here, seen = os.getpid(), tmp_path / "seen"

    def work(item: int) -> int:
        until = time.monotonic() + 20
        while item > 40 and os.getpid() != here and not seen.exists():
            assert time.monotonic() < until, "nothing came"
            time.sleep(0.01)
        time.sleep(0.001)
        return item

    with closing(fork_each(work, range(90), processes=2)) as results:
        for number, result in enumerate(results):
            assert result == number
            if number == 5:  # the first of all is made before there are others
                seen.touch()


def test_who_leaves_off_waits_for_nobody() -> None:
    """Where the rest is not wanted, the others are ended with what they are at."""
    here = os.getpid()

    def work(item: int) -> int:
        if os.getpid() != here:
            signal.pause()
        return item

    with closing(fork_each(work, range(90), processes=3)) as results:
        assert [next(results), next(results)] == [0, 1]


def test_what_the_first_item_makes_ready_is_ready_in_each_process() -> None:
    """It is loaded once, and no copy of the process loads it anew."""
    loaded: list[int] = []

    def load(_: int) -> int:
        if not loaded:
            loaded.append(os.getpid())
        return loaded[0]

    assert set(fork_map(load, range(90), processes=3)) == {os.getpid()}


def test_more_work_than_a_pipe_could_name_is_done() -> None:
    """Then there is more in each block."""
    items = range(300_000)
    assert fork_map(lambda item: item + 1, items, processes=2) == [*range(1, 300_001)]


@pytest.mark.parametrize("number", [0, 1, 9, 90, 5_000])
def test_other_work_is_done_once_and_here(number: int) -> None:
    """Be it that there are items to share, a single one or none."""
    done: list[int] = []
    made = fork_map(str, range(number), meanwhile=lambda: done.append(os.getpid()))
    assert made == [*map(str, range(number))]
    assert done == [os.getpid()]


def test_the_others_work_while_other_work_is_done(tmp_path: Path) -> None:
    """They do not wait for it to end."""

    def wait() -> None:
        until = time.monotonic() + 30
        while len(list(tmp_path.iterdir())) < 30:
            assert time.monotonic() < until, "the others wait"
            time.sleep(0.01)

    fork_map(lambda item: (tmp_path / f"{item}").touch(), range(40), processes=2, meanwhile=wait)


def test_little_work_is_done_here() -> None:
    """Fewer items than it is worth, or one processor, start no process."""
    assert set(fork_map(_who, range(9), processes=2, at_least=10)) == {os.getpid()}
    assert set(fork_map(_who, range(9), processes=1)) == {os.getpid()}


def test_work_inside_of_work_starts_no_more_processes() -> None:
    """A worker does what it is given by itself."""
    inner = fork_map(lambda _: set(fork_map(_who, range(9), processes=2)), range(2), processes=2)
    assert len(inner[1]) == 1
    assert inner[1] != {os.getpid()}


def test_with_other_threads_it_is_done_here() -> None:
    """A copy of a process with threads could wait for ever: none is made."""
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    try:
        assert set(fork_map(_who, range(9), processes=2)) == {os.getpid()}
    finally:
        wait.set()
        thread.join()


def test_large_results_arrive_whole() -> None:
    """A result may be many times as large as what a pipe holds."""
    made = fork_map(lambda n: bytes([n]) * 3_000_000, range(8), processes=2)
    assert [(one[0], one[-1], len(one)) for one in made] == [(n, n, 3_000_000) for n in range(8)]


def _fails_at(number: int) -> int:
    if number in {21, 22, 23, 60}:
        raise ValueError(f"at {number}")
    return number


@pytest.mark.parametrize("processes", [1, 2, 3, 4])
def test_an_exception_is_that_of_the_first_item(processes: int) -> None:
    """Of several items that fail, the same one is told whatever process did it."""
    with pytest.raises(ValueError, match="at 21"):
        fork_map(_fails_at, range(100), processes=processes)


def test_an_exception_says_where_it_was_raised() -> None:
    """The line of the code is told, though another process ran it."""
    here = os.getpid()

    def fail(_: int) -> None:
        if os.getpid() != here:
            raise KeyError("lost")

    with pytest.raises(KeyError) as caught:
        fork_map(fail, range(2), processes=2)
    assert "test_parallel.py" in caught.value.__notes__[0]
    assert 'raise KeyError("lost")' in caught.value.__notes__[0]


def test_problems_arrive_as_they_were() -> None:
    """Mistakes in the content that a worker finds are told as ever."""
    problem = Problem(Location("a.md", 1, 2), "code", "message", "hint")

    def fail(number: int) -> None:
        if number:
            raise ContentErrors([problem])

    with pytest.raises(ContentErrors) as caught:
        fork_map(fail, range(2), processes=2)
    assert caught.value.problems == (problem,)
    assert str(caught.value) == str(problem)


class _Stubborn(Exception):
    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


def test_what_cannot_be_sent_is_told() -> None:
    """An exception or a result that pickle cannot carry is an error in words, not a hang."""

    def fail(number: int) -> None:
        if number:
            raise _Stubborn(1, 2)

    with pytest.raises(RuntimeError, match="_Stubborn: 1 and 2"):
        fork_map(fail, range(2), processes=2)
    with pytest.raises(Exception, match="pickle"):
        fork_map(lambda n: (lambda: n) if n else None, range(2), processes=2)


@pytest.mark.parametrize(("end", "told"), [(signal.SIGKILL, "signal 9"), (None, "code 3")])
def test_a_worker_that_is_ended_is_a_failure_in_plain_words(
    end: int | None, told: str, tmp_path: Path
) -> None:
    """Where a worker is killed, as by a machine without memory, the others end too."""
    here, ended = os.getpid(), tmp_path / "ended"

    def vanish(number: int) -> int:
        if number < 4:
            return number
        until = time.monotonic() + 30
        while os.getpid() == here and not ended.exists():  # else nothing may be left for others
            assert time.monotonic() < until, "the others wait"
            time.sleep(0.01)
        if os.getpid() != here:
            ended.touch()
            os._exit(3) if end is None else os.kill(os.getpid(), end)
        return number

    with pytest.raises(BuildFailure, match=told):
        fork_map(vanish, range(40), processes=3)


def test_an_interruption_ends_all_at_once() -> None:
    """Ctrl-C here does not wait for the others, which may never end."""
    here = os.getpid()

    def interrupt(_: int) -> None:
        if os.getpid() == here:
            raise KeyboardInterrupt
        signal.pause()

    with pytest.raises(KeyboardInterrupt):
        fork_map(interrupt, range(30), processes=3)


_INTERRUPTED = """
import time
from plugins.cms.parallel import fork_map
print("kept back until it is flushed")
def work(_):
    print("begun", flush=True)
    for _ in range(6_000):  # a signal just before one long sleep would be heard only after it
        time.sleep(0.01)
try:
    fork_map(work, range(2), processes=2)
except KeyboardInterrupt:
    print("interrupted")
"""


def test_ctrl_c_at_a_terminal_is_told_once() -> None:
    """The signal reaches all processes of a terminal: only the first one says something."""
    with subprocess.Popen(
        [sys.executable, "-c", _INTERRUPTED],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        assert running.stdout
        first = [running.stdout.readline() for _ in range(3)]
        os.killpg(running.pid, signal.SIGINT)
        said, complaints = running.communicate(timeout=50)
    assert first == ["kept back until it is flushed\n", "begun\n", "begun\n"]
    assert (said, complaints, running.returncode) == ("interrupted\n", "", 0)


def test_what_workers_print_is_printed_once(capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing that was printed is lost or comes twice."""
    print("before", end=" ")
    fork_map(lambda n: print(n, end=" "), range(4), processes=2)
    assert sorted(capfd.readouterr().out.split()) == ["0", "1", "2", "3", "before"]
