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
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from . import versions
from .console import say
from .endings import told
from .errors import BuildFailure
from .files import Conflict, is_read_only
from .locking import locked

STORE = ".cache"
_PREPARED, _DECIDED, _DONE = "journal-prepared", "journal", "journal-done"
"""The folder of a change, by how far it has come."""

KEPT = f"{STORE}/kept"
"""Where versions of files go that found something else in their place."""

FORMAT = 1
"""The version of what is written into a plan. A program finishes only what it understands."""

WAIT = 30
_BUSY = (
    "The content is being changed or read by another command. Wait until it is done, then try "
    "again."
)
_NOT_BEGUN = "A change was interrupted before it had begun; nothing was changed. Run it again."


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
    """While this is held, no change of several files happens in the project, and none is half done.

    One that was killed just now is finished first.
    """
    while True:
        with locked(root, WAIT, _BUSY, shared=True):
            if not (root / STORE / _DECIDED).exists():
                yield
                return
        for line in recover(root):
            say(line, error=True)


def carry_out(root: Path, what: str, steps: Sequence[Step]) -> str:
    """Make a change, all of it or nothing; `what` names it, should somebody have to finish it.

    Returns an empty text, or what Git could not be told. Raises Conflict where a file is not
    what the step says, and OSError where files cannot be written: nothing is changed then.
    """
    with locked(root, WAIT, _BUSY):
        store = _store(root)
        prepared, decided = store / _PREPARED, store / _DECIDED
        if decided.exists():
            raise BuildFailure("Another change was interrupted just now. Try again.")
        _check(root, steps)
        shutil.rmtree(prepared, ignore_errors=True)
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
            shutil.rmtree(store / _PREPARED, ignore_errors=True)
            said.append(_NOT_BEGUN)
        if (store / _DECIDED).exists():
            with _held_off():
                said += _finish(root, store / _DECIDED)
        shutil.rmtree(store / _DONE, ignore_errors=True)
        return said


# -- before it is decided -----------------------------------------------------------


def _store(root: Path) -> Path:
    store = root / STORE
    try:
        store.mkdir(exist_ok=True)
    except FileExistsError:
        raise BuildFailure(
            f"{store} is not a folder, and the program needs a folder of that name for its notes. "
            "Delete it or move it away, then try again."
        ) from None
    return store


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
            raise Conflict(f"{step.to} is there already. Rename that file, or move it away.")
        if is_read_only(file.stat().st_mode):
            raise BuildFailure(
                f"{step.path} is marked as read-only. Take that mark off in its properties, then "
                "try again."
            )
        if not os.access(file.parent, os.W_OK):
            raise BuildFailure(
                f"Files in {file.parent} may not be changed. Ask whoever set up this computer to "
                "let you."
            )


def _prepare(root: Path, folder: Path, what: str, steps: Iterable[Step]) -> None:
    from concurrent.futures import ThreadPoolExecutor  # here: most commands change nothing

    tasks = []
    for number, step in enumerate(steps):
        file = root / step.path
        info = file.stat()
        if info.st_dev != folder.stat().st_dev:
            raise BuildFailure(
                f"The folders {STORE} and {Path(step.path).parent} are on different disks. Put "
                "the whole project on one."
            )
        old, new = folder / f"{number}.old", folder / f"{number}.new"
        _copy(file, old)
        new.write_bytes(step.after)
        with suppress(OSError):  # only the system's own user may give files to others
            os.chown(new, info.st_uid, info.st_gid)
        new.chmod(info.st_mode)
        hashes = _hash(step.before), _hash(step.after)
        tasks.append(_Task(step.path, step.to, *hashes, old.name, new.name))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(_sync_file, folder.iterdir()))
    _note(folder, what, tasks)
    _sync(folder)


_AT_ONCE = 16
"""How many files are brought to the disk at once, which takes it little longer than one."""


def _copy(file: Path, old: Path) -> None:
    """Keep what a file holds: by a second name of it, since the first one is to be replaced."""
    try:
        os.link(file, old)
    except OSError:  # a file system without links, or a file of somebody else
        shutil.copy2(file, old)


def _note(folder: Path, what: str, tasks: Iterable[_Task]) -> None:
    noted = {"version": FORMAT, "what": what, "tasks": [asdict(task) for task in tasks]}
    draft = folder / "plan~"
    draft.write_text(json.dumps(noted), encoding="utf-8")
    _sync_file(draft)
    draft.replace(folder / "plan")


_BY_HAND = (
    f"Move that folder out of {STORE}, and keep it: N.old is how each file was, and N.new how it "
    "was to be. Then see what is left to do: python3 tasks.py check"
)


def _read(folder: Path) -> tuple[str, list[_Task]]:
    try:
        noted = json.loads((folder / "plan").read_bytes())
        version = noted.get("version")
        if version == FORMAT:
            return noted["what"], [_Task(**task) for task in noted["tasks"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BuildFailure(
            f"A change had been interrupted, and its notes in {folder} are damaged, so that it "
            f"cannot be finished. {_BY_HAND}"
        ) from error
    raise BuildFailure(
        f"A change had been interrupted that was begun by another version of this program, which "
        f"alone understands its notes in {folder}. Run any command of that version once. Where "
        f"there is none any more: {_BY_HAND}"
    )


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
            left = task.path if (root / task.path).exists() else task.to
            said.append(
                f"{left} was left as it is, since somebody changed it meanwhile. How it would "
                f"have been is in {_keep(root, folder / task.new, task)}: compare the two and "
                "take over what is right."
            )
    remark = _end(root, folder, tasks)
    return [*said, remark] if remark else said


def _keep(root: Path, copy: Path, task: _Task) -> str:
    """Keep a version that has no place; return where, below the project. No other one goes."""
    to = Path(KEPT, task.to)
    for number in count(1):
        kept = to if number == 1 else to.with_stem(f"{to.stem}-{number}")
        (root / kept).parent.mkdir(parents=True, exist_ok=True)
        if _digest(root / kept) == task.after:  # as far as this, an earlier try had come
            break
        if not os.path.lexists(root / kept):
            shutil.copy(copy, root / kept)
            _sync_file(root / kept)
            _sync((root / kept).parent)
            break
    return kept.as_posix()


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


def _held_off() -> AbstractContextManager[None]:
    """Let nobody stop this by Ctrl-C or a signal: it takes a moment, and then it is done.

    It is then forgotten: what it was to stop is done.
    """
    return told(lambda _number, _frame: None)


def _sync_file(file: Path) -> None:
    """Have what a file holds on the disk."""
    with file.open("rb") as stream:
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
