"""A change of several files that happens as one: all of them are as before, or all as after.

What is to be done is written beside the files first. One rename of that folder decides that it
will be; from then on whoever comes next can finish it (`recover`).
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from . import versions
from .errors import BuildFailure
from .files import Conflict
from .locking import locked

STORE = ".cache"
_PREPARED, _DECIDED, _DONE = "journal-prepared", "journal", "journal-done"
"""The folder of a change, by how far it has come."""

KEPT = f"{STORE}/kept"
"""Where versions of files go that found something else in their place."""

WAIT = 30
_BUSY = (
    "The content is being changed or read by another command. Wait until it is done, then try "
    "again."
)
_NOT_BEGUN = "A change was interrupted before it had begun; nothing was changed. Try it again."


@dataclass(frozen=True, slots=True)
class Step:
    """One file: what it holds now, where it is to be, and what it is to hold.

    Paths are relative to the project folder; they are the same where it does not move.
    """

    path: str
    to: str
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class _Task:
    """A step as the journal has it: hashes of the contents, and the names of their copies."""

    path: str
    to: str
    before: str
    after: str
    old: str
    new: str

    @property
    def is_move(self) -> bool:
        return self.path != self.to

    def undone(self) -> _Task:
        return _Task(self.to, self.path, self.after, self.before, self.new, self.old)


@contextmanager
def undisturbed(root: Path) -> Iterator[None]:
    """While this is held, no change of several files happens in the project."""
    with locked(root, WAIT, _BUSY, shared=True):
        yield


def carry_out(root: Path, what: str, steps: Sequence[Step]) -> str:
    """Make a change, all of it or nothing; `what` names it, should somebody have to finish it.

    Returns an empty text, or what Git could not be told. Raises Conflict where a file is not
    what the step says, and OSError where files cannot be written: nothing is changed then.
    """
    with locked(root, WAIT, _BUSY):
        _check(root, steps)
        store = root / STORE
        prepared, decided = store / _PREPARED, store / _DECIDED
        store.mkdir(exist_ok=True)
        try:
            prepared.mkdir()
            _prepare(root, prepared, what, steps)
            with _held_off():
                prepared.rename(decided)
                _sync(store)
                return _finish_or_undo(root, decided)
        finally:
            shutil.rmtree(prepared, ignore_errors=True)


def recover(root: Path) -> list[str]:
    """Finish or throw away what a command left that was killed; say so, a line for each thing."""
    store = root / STORE
    if not any((store / name).exists() for name in (_PREPARED, _DECIDED, _DONE)):
        return []
    with locked(root, WAIT, _BUSY):
        said = []
        if (store / _PREPARED).exists():
            shutil.rmtree(store / _PREPARED)
            said.append(_NOT_BEGUN)
        if (store / _DECIDED).exists():
            with _held_off():
                said += _finish(root, store / _DECIDED)
        shutil.rmtree(store / _DONE, ignore_errors=True)
        return said


# -- before it is decided -----------------------------------------------------------


def _check(root: Path, steps: Iterable[Step]) -> None:
    """Raise where a step cannot be done: so nothing has to be undone."""
    lock = versions.is_busy(root)
    if lock:
        raise BuildFailure(
            "Git is at work in this folder, or was stopped in the middle. Wait a moment. If no "
            f"other Git command is running, delete {lock}, then try again."
        )
    for step in steps:
        file = root / step.path
        if _digest(file) != _hash(step.before):
            raise Conflict(f"{step.path} was changed by somebody else meanwhile. Try again.")
        if step.path != step.to and os.path.lexists(root / step.to):
            raise Conflict(f"{step.to} is there already. It was left as it is.")
        if not os.access(file.parent, os.W_OK):
            raise BuildFailure(f"Files in {file.parent} may not be changed. Ask who owns them.")


def _prepare(root: Path, folder: Path, what: str, steps: Iterable[Step]) -> None:
    tasks = []
    for number, step in enumerate(steps):
        mode = (root / step.path).stat().st_mode
        old, new = f"{number}.old", f"{number}.new"
        for name, content in ((old, step.before), (new, step.after)):
            _write(folder / name, content)
            (folder / name).chmod(mode)
        hashes = _hash(step.before), _hash(step.after)
        tasks.append(_Task(step.path, step.to, *hashes, old, new))
        if (root / step.path).stat().st_dev != folder.stat().st_dev:
            raise BuildFailure(
                f"The folders {STORE} and {Path(step.path).parent} are on different disks. Put "
                "the whole project on one."
            )
    _note(folder, what, tasks)
    _sync(folder)


def _note(folder: Path, what: str, tasks: Iterable[_Task]) -> None:
    text = json.dumps({"what": what, "tasks": [asdict(task) for task in tasks]})
    _write(folder / "plan~", text.encode())
    (folder / "plan~").replace(folder / "plan")


def _read(folder: Path) -> tuple[str, list[_Task]]:
    try:
        noted = json.loads((folder / "plan").read_bytes())
        return noted["what"], [_Task(**task) for task in noted["tasks"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BuildFailure(
            f"A change had been interrupted, and its notes in {folder} are damaged, so that it "
            "cannot be finished. Delete that folder, then see what is wrong: python3 tasks.py check"
        ) from error


# -- afterward ------------------------------------------------------------------------


def _finish_or_undo(root: Path, folder: Path) -> str:
    what, tasks = _read(folder)
    try:
        for task in tasks:
            _do(root, folder, task)
    except (Conflict, OSError):
        _note(folder, f"{what} (taken back)", [task.undone() for task in reversed(tasks)])
        _finish(root, folder)
        raise
    return _end(root, folder, tasks)


def _finish(root: Path, folder: Path) -> list[str]:
    what, tasks = _read(folder)
    said = [f"A change had been interrupted and is whole again: {what}."]
    for task in tasks:
        try:
            _do(root, folder, task)
        except Conflict:
            kept = root / KEPT / task.to
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(folder / task.new, kept)
            left = task.path if (root / task.path).exists() else task.to
            said.append(
                f"{left} was left as it is, since somebody changed it meanwhile. How it would "
                f"have been is in {KEPT}/{task.to}: compare the two and take over what is right."
            )
    remark = _end(root, folder, tasks)
    return [*said, remark] if remark else said


def _do(root: Path, folder: Path, task: _Task) -> None:
    """Do one task, or what is left of it. Raises Conflict where somebody changed the file."""
    source, target = root / task.path, root / task.to
    found = _digest(target)
    if found != task.after:
        if task.is_move and found is not None:
            raise Conflict(f"{task.to} is there already. It was left as it is.")
        if _digest(source) != task.before:
            raise Conflict(f"{task.path} was changed by somebody else meanwhile. Try again.")
        _place(folder / task.new, target, is_new=task.is_move)
    if task.is_move:
        left = _digest(source)
        if left == task.before:
            source.unlink()
        elif left is not None:
            raise Conflict(f"{task.path} was changed by somebody else meanwhile. Try again.")


def _place(copy: Path, target: Path, is_new: bool) -> None:
    """Put a copy where it belongs; a new file takes no other one's place."""
    try:
        if is_new:
            os.link(copy, target)
            return
    except FileExistsError:
        raise Conflict(f"{target} is there already. It was left as it is.") from None
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP}:  # a file system without links
            raise
    copy.replace(target)


def _end(root: Path, folder: Path, tasks: Sequence[_Task]) -> str:
    """Tell Git, then take the journal away."""
    for parent in {(root / path).parent for task in tasks for path in (task.path, task.to)}:
        _sync(parent)
    remark = versions.move(root, [(task.path, task.to) for task in tasks if task.is_move])
    done = folder.with_name(_DONE)
    shutil.rmtree(done, ignore_errors=True)
    folder.rename(done)
    shutil.rmtree(done, ignore_errors=True)
    return remark


@contextmanager
def _held_off() -> Iterator[None]:
    """Let nobody stop this by Ctrl-C or a signal: it takes a moment, and then it is done.

    It is then forgotten: what it was to stop is done.
    """
    if threading.current_thread() is not threading.main_thread():  # signals go to that one
        yield
        return
    ends = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {one: signal.signal(one, lambda _number, _frame: None) for one in ends}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler or signal.SIG_DFL)


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    """Have the names in a folder on the disk, as far as its file system can."""
    handle = os.open(folder, os.O_RDONLY)
    with suppress(OSError):
        os.fsync(handle)
    os.close(handle)


def _digest(file: Path) -> str | None:
    try:
        return _hash(file.read_bytes())
    except FileNotFoundError:
        return None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
