"""A function and many items → the result of each, made by all processors of the machine.

The workers are copies of this process, so that nothing has to be sent to them: neither the
function nor what it knows. Only results travel, pickled; both ends are the same program.
"""

from __future__ import annotations

import fcntl
import gc
import os
import pickle
import signal
import struct
import sys
import threading
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from selectors import EVENT_READ, DefaultSelector
from typing import Any, NoReturn, TypeVar

from .endings import ENDINGS
from .errors import BuildFailure
from .heap import give_back

Item = TypeVar("Item")
Result = TypeVar("Result")

_LARGEST_BLOCK = 4
_BLOCKS_EACH = 16
"""Each process gets about so many blocks at least: what takes long is then spread over all."""

_MOST_BLOCKS = 4_000
"""The numbers of all blocks must have room in a pipe."""

_LENGTH = struct.Struct("=Q")
_NUMBER = struct.Struct("=I")
_CHUNK = 1 << 20


def _nothing() -> None:
    """There is no other work."""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def fork_map(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    processes: int | None = None,
    at_least: int = 2,
    meanwhile: Callable[[], None] = _nothing,
) -> list[Result]:
    """What the function makes of each item, in their order.

    What is done `meanwhile` is done once, and here, while the others begin with their work.

    With fewer items than `at_least`, one processor, no way to copy a process, or inside of
    another such work, all is done here. What the function raises is raised here: that of the
    first such item, as if one process did the work. Raises BuildFailure where a worker is
    ended from outside; then, as on Ctrl-C, the others are ended too.
    """
    return list(
        fork_each(function, items, processes=processes, at_least=at_least, meanwhile=meanwhile)
    )


def fork_each(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    processes: int | None = None,
    at_least: int = 2,
    meanwhile: Callable[[], None] = _nothing,
) -> Generator[Result, None, None]:
    """As `fork_map`, each result as soon as it and all before it are there: few are held at once.

    What is done with one is done here, while the others work on: who may leave off before the
    end has to close it.
    """
    count = min(processes or processors(), len(items))
    if count < 2 or len(items) < at_least or not _may_fork():
        meanwhile()
        yield from map(function, items)
        return
    if len(items) >= count * _BLOCKS_EACH:
        yield function(items[0])  # what it loads and makes ready, the copies have then
        items = items[1:]
    yield from _Shared(function, items, count).results(meanwhile)


@contextmanager
def beside(work: Callable[[], None]) -> Iterator[None]:
    """Do some work in a copy of this process meanwhile; here and at once where that cannot be.

    Nobody hears of what it raises.
    """
    if not _may_fork() or processors() < 2:
        work()
        yield
        return
    _flush()
    pid = _fork()
    if not pid:
        try:
            work()
        finally:
            os._exit(0)
    try:
        yield
    finally:
        os.waitpid(pid, 0)


_is_worker = False


def _may_fork() -> bool:
    # A copy has none of the other threads, but the locks that they hold.
    return hasattr(os, "fork") and not _is_worker and threading.active_count() == 1


@dataclass(frozen=True, slots=True)
class _Done:
    """The results of some items that follow each other; after them `error`, if there was one."""

    first: int
    results: list[Any]
    error: Exception | None = None


@dataclass(eq=False, slots=True)
class _Worker:
    """A copy of this process, and the end of a pipe from which its results are read."""

    pid: int
    pipe: int
    is_running: bool = True
    _received: bytearray = field(default_factory=bytearray)

    def read(self) -> Iterator[_Done]:
        """What has arrived. Raises BuildFailure where the worker ended before its work."""
        chunk = os.read(self.pipe, _CHUNK)
        self._received += chunk
        while len(self._received) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._received)
            end = _LENGTH.size + length
            if len(self._received) < end:
                break
            with memoryview(self._received) as received:
                done = pickle.loads(received[_LENGTH.size : end])
            del self._received[:end]
            yield done
        if not chunk:
            self._wait()

    def _wait(self) -> None:
        self.is_running = False
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        if code:
            how = f"signal {-code}" if code < 0 else f"code {code}"
            raise BuildFailure(
                f"One of the processes that share the work ended too early ({how}). The machine "
                "may have too little memory: close other programs, and try again."
            )

    def kill(self) -> None:
        if self.is_running:
            os.kill(self.pid, signal.SIGKILL)

    def clear_away(self) -> None:
        """Leave nothing behind of a worker that has ended."""
        if self.is_running:
            os.waitpid(self.pid, 0)
        os.close(self.pipe)


class _Shared:
    """Work that several processes share, in blocks: whoever is done with one takes the next.

    The numbers of the blocks are in a pipe, from which each process reads one at a time. Each has
    its first one without that.
    """

    def __init__(self, function: Callable[[Any], Any], items: Sequence[Any], count: int) -> None:
        self._function = function
        self._items = items
        self._count = count
        size = max(1, min(_LARGEST_BLOCK, len(items) // (count * _BLOCKS_EACH)))
        size = max(size, -(-len(items) // _MOST_BLOCKS))
        # The last ones are taken one at a time: who has two long ones would be waited for.
        singles = max(0, len(items) - count * _LARGEST_BLOCK)
        starts = [*range(0, singles, size), *range(-(-singles // size) * size, len(items))]
        ends = [*starts[1:], len(items)]
        self._blocks = [*map(range, starts, ends)]
        self._results: dict[int, Any] = {}
        self._errors: dict[int, Exception] = {}
        self._next = 0
        self._workers: list[_Worker] = []

    def results(self, meanwhile: Callable[[], None]) -> Iterator[Any]:
        """The results in the order of the items. Raises what the first item raised that did."""
        is_frozen = gc.get_freeze_count() > 0
        self._waiting, target = os.pipe()
        os.write(target, b"".join(map(_NUMBER.pack, range(self._count, len(self._blocks)))))
        os.close(target)
        _flush()
        give_back()
        gc.freeze()  # to look for garbage would write to pages that the processes share
        try:
            with suppress(OSError):  # no more processes to be had: the others do their work
                for number in range(1, self._count):
                    self._workers.append(self._start(number))
            meanwhile()
            yield from self._gather()
        finally:
            for worker in self._workers:
                worker.kill()
            for worker in self._workers:
                worker.clear_away()
            os.close(self._waiting)
            if not is_frozen:
                gc.unfreeze()

    def _gather(self) -> Iterator[Any]:
        with DefaultSelector() as selector:
            for worker in self._workers:
                selector.register(worker.pipe, EVENT_READ, worker)

            def read(timeout: float | None) -> None:
                for key, _ in selector.select(timeout):
                    for done in key.data.read():
                        self._keep(done)
                    if not key.data.is_running:
                        selector.unregister(key.fileobj)

            for number in (0, *range(len(self._workers) + 1, self._count)):
                for done in self._work(number):
                    self._keep(done)
                    read(0)  # else a pipe is full, and its worker waits
                    yield from self._ready()
            while selector.get_map():
                read(None)
                yield from self._ready()
            yield from self._ready()

    def _keep(self, done: _Done) -> None:
        self._results.update(enumerate(done.results, done.first))
        if done.error:
            self._errors[done.first + len(done.results)] = done.error

    def _ready(self) -> Iterator[Any]:
        """The results that are next, as far as they are there."""
        while self._next in self._results:
            yield self._results.pop(self._next)
            self._next += 1
        if self._next in self._errors:
            raise self._errors[self._next]

    def _work(self, number: int) -> Iterator[_Done]:
        """Do the work of one process, until an item raises."""
        for block in self._blocks_of(number):
            results: list[Any] = []
            for index in block:
                try:
                    results.append(self._function(self._items[index]))
                except Exception as error:
                    yield _Done(block.start, results, error)
                    return
            yield _Done(block.start, results)

    def _blocks_of(self, number: int) -> Iterator[range]:
        yield self._blocks[number]
        while taken := os.read(self._waiting, _NUMBER.size):
            yield self._blocks[_NUMBER.unpack(taken)[0]]

    def _start(self, number: int) -> _Worker:
        source, target = os.pipe()
        if sys.platform == "linux":  # else a worker waits with its results for those of others
            with suppress(OSError):
                fcntl.fcntl(target, fcntl.F_SETPIPE_SZ, _CHUNK)
        try:
            pid = _fork()
        except OSError:
            os.close(source)
            os.close(target)
            raise
        if not pid:
            self._be_worker(number, target, [source, *(one.pipe for one in self._workers)])
        os.close(target)
        return _Worker(pid, source)

    def _be_worker(self, number: int, target: int, not_ours: list[int]) -> NoReturn:
        """Send what is done, and end without what the process it was copied from would do."""
        global _is_worker
        code = 1
        try:
            _is_worker = True
            for pipe in not_ours:
                os.close(pipe)
            with os.fdopen(target, "wb") as stream:
                for done in self._work(number):
                    pickled = _pickled(done)
                    stream.write(_LENGTH.pack(len(pickled)) + pickled)
                    stream.flush()
            code = 0
        except BrokenPipeError:
            pass  # nobody is there any more to read it
        except BaseException:
            traceback.print_exc()
        finally:
            try:
                _flush()
            finally:
                os._exit(code)


def _pickled(done: _Done) -> bytes:
    try:
        return pickle.dumps(done if done.error is None else _told(done), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # a result that cannot be sent
        return pickle.dumps(_told(_Done(done.first, [], error)), pickle.HIGHEST_PROTOCOL)


def _told(done: _Done) -> _Done:
    """The same with an error that says where it was raised, and that can be sent."""
    assert done.error
    told = "".join(traceback.format_exception(done.error))
    error = done.error
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # it may need what only its maker knows
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note(f"It happened in another process:\n{told}")
    return replace(done, error=error)


def _fork() -> int:
    """As `os.fork`; the copy leaves Ctrl-C to the first process, which ends the others.

    A signal that comes just then waits: what Python does around a fork would swallow it.
    """
    waiting = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
        return pid
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, waiting)


def _flush() -> None:
    """What is still to be printed would else be printed by each copy, or by none."""
    sys.stdout.flush()
    sys.stderr.flush()
