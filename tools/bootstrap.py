"""Makes `.venv` from the locks, once, and goes on inside it. Needs only the standard library.

The stamp in `.venv` names the locks it was made from. It is taken away before anything
changes and written last, so that whatever was interrupted is begun again.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = ROOT / "requirements.lock"
DEVELOPMENT = ROOT / "requirements-dev.lock"

FAILED, STOPPED = 3, 130

_VENV = ROOT / ".venv"
_PYTHON = _VENV / "bin" / "python"
_STAMP = _VENV / "made-from"

_FRAMES = re.compile(r"Traceback \(most recent call last\):\n(?:[ \t].*\n)*")

_AGAIN = "Then run the same command again."

_REASONS = (
    (
        ("No space left on device", "Disk quota exceeded"),
        f"The disk is full. Make about 1 GB of room. {_AGAIN}",
    ),
    (
        ("Permission denied", "Read-only file system"),
        f"The folder {_VENV} cannot be written to. Delete it, or copy the project to a folder "
        f"of your own. {_AGAIN}",
    ),
    (
        ("DO NOT MATCH THE HASHES",),
        "A downloaded package is not the one that this project was tested with. Run the same "
        "command again. If it says this again, ask whoever looks after the project.",
    ),
    (
        ("connection broken by", "Max retries exceeded", "timed out", "Could not fetch URL"),
        f"The packages could not be downloaded. Check the connection to the internet. {_AGAIN}",
    ),
    (
        ("No matching distribution found",),
        "A package cannot be had for this Python "
        f"({sys.version_info[0]}.{sys.version_info[1]} on {sys.platform}), or the package index "
        "set up on this machine lacks it. Try Python 3.11.",
    ),
)


class SetupFailure(Exception):
    """Something that the project needs cannot be had; the text is for people."""


def enter(*, development: bool = False) -> None:
    """Go on inside the project's environment; make or renew it where it has to be.

    Returns when this process runs inside a whole environment, with the tools for developers
    where `development` is true. Otherwise this process is replaced by one that does, with the
    same arguments; or it ends, with plain words and exit code 3 (130 after Ctrl-C).
    """
    open_streams()
    locks = (RUNTIME, DEVELOPMENT) if development else (RUNTIME,)
    try:
        replaced = not _ready(locks) and _make(locks)
    except SetupFailure as failure:
        say(str(failure))
        sys.exit(FAILED)
    except OSError as error:
        say(_explain(error))
        sys.exit(FAILED)
    except KeyboardInterrupt:
        say("Stopped. Run the same command again to go on.")
        sys.exit(STOPPED)
    if replaced or Path(sys.prefix).resolve() != _VENV.resolve():
        sys.stdout.flush()
        os.environ.pop("PYTHONHOME", None)
        os.execv(_PYTHON, [str(_PYTHON), str(ROOT / "tasks.py"), *sys.argv[1:]])


def hear_interrupts() -> None:
    """Let Ctrl-C be an exception from here on, which tidies up; see the beginning of tasks.py.

    Where whoever started this said that Ctrl-C is not for it, it stays so.
    """
    import signal

    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def open_streams() -> None:
    """Lead streams that are closed to nowhere; else the next file opened would be one of them."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
            os.set_inheritable(number, True)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8"))


def say(text: str) -> None:
    """Tell the person at the terminal; never on standard output, which may feed a program."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def alone(job: str) -> Iterator[int]:
    """Do a job while no other process of this project does it.

    Yields a file descriptor. A child that inherits it keeps others waiting even when this
    process is killed: it may still be writing.
    """
    import fcntl

    file = ROOT / ".cache" / f"{job}.lock"
    file.parent.mkdir(exist_ok=True)
    held = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("This is being set up already. Waiting for it…")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield held
    finally:
        os.close(held)


def run(held: int, *command: str | Path) -> str | None:
    """Run a program of the set-up; return what it printed if it failed, None if it did not.

    When this process is interrupted, the program ends with all that it started. When this
    process is killed, the program goes on and keeps others waiting: see `alone`.
    """
    import signal
    import subprocess

    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        pass_fds=(held,),
        start_new_session=True,
    )
    try:
        printed, _ = process.communicate()
    except BaseException:
        with suppress(ProcessLookupError, PermissionError):  # it has just ended
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    return printed if process.returncode else None


def last_lines(text: str, count: int = 6) -> str:
    """The end of what a program printed, indented: without tracebacks; of lines alike, the last."""
    text = _FRAMES.sub("", text)
    lines = {line.partition("(")[0]: line.rstrip() for line in text.splitlines() if line.strip()}
    return "\n".join(f"    {line[:300]}" for line in list(lines.values())[-count:])


def digest(file: Path, *context: str) -> str:
    """A hash of a file and of what else its use depends on."""
    return hashlib.sha256(b"\0".join((file.read_bytes(), *map(os.fsencode, context)))).hexdigest()


def _ready(locks: tuple[Path, ...]) -> bool:
    """Whether `.venv` is whole and has what all the locks say."""
    try:
        made_from = _STAMP.read_bytes().splitlines()
    except OSError:
        return False
    return (
        all(_mark(lock) in made_from for lock in locks)
        and os.access(_PYTHON, os.X_OK)
        and (_VENV / "pyvenv.cfg").is_file()
    )


def _mark(lock: Path) -> bytes:
    """What the stamp says of a lock. It differs after Python was renewed or the folder moved."""
    return f"{lock.name} {digest(lock, str(_PYTHON), os.path.realpath(_PYTHON))}".encode()


def _make(locks: tuple[Path, ...]) -> bool:
    """Install the locks; return whether an environment that stood there was replaced by a new one.

    Raises SetupFailure or OSError.
    """
    if find_spec("fcntl") is None:
        raise SetupFailure("This runs on Linux and macOS; on Windows, use WSL.")
    hear_interrupts()
    with alone("setup") as held:
        if _ready(locks):
            return False
        what = " the tools for developers" if DEVELOPMENT in locks else ""
        say(f"Setting up{what} (once, about a minute)…")
        whole = _ready((RUNTIME,))
        if not whole and _VENV.is_symlink():
            _VENV.unlink()  # before anything is changed: what it led to belongs to somebody else
        _STAMP.unlink(missing_ok=True)
        if not whole:
            _make_venv(held)
        options = ("--require-hashes", "--disable-pip-version-check", "--no-input", "--quiet")
        wanted = [argument for lock in locks for argument in ("--requirement", str(lock))]
        _must(held, _PYTHON, "-I", "-m", "pip", "install", *options, *wanted)
        _write_stamp(locks)
        return not whole


def _make_venv(held: int) -> None:
    """A new, empty `.venv`; whatever was in it goes."""
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        raise SetupFailure(
            "This Python lacks the parts that make environments. Install them: on Debian or "
            f"Ubuntu with `sudo apt install python3-venv`. {_AGAIN}"
        )
    _VENV.mkdir(exist_ok=True)
    base = getattr(sys, "_base_executable", None) or sys.executable
    _must(held, base, "-I", "-m", "venv", "--clear", "--without-pip", _VENV)
    _must(held, _PYTHON, "-I", "-m", "ensurepip", "--default-pip")


def _must(held: int, *command: str | Path) -> None:
    """Run a step of the set-up; raises SetupFailure if it fails."""
    printed = run(held, *command)
    if printed is not None:
        raise SetupFailure(_reason(printed))


def _write_stamp(locks: tuple[Path, ...]) -> None:
    unfinished = _STAMP.with_suffix(".new")
    unfinished.write_bytes(b"\n".join(_mark(lock) for lock in locks))
    unfinished.replace(_STAMP)


def _reason(printed: str) -> str:
    """What to tell people of a failed installation, from what it printed."""
    known = (words for signs, words in _REASONS if any(sign in printed for sign in signs))
    words = next(known, f"The set-up failed; what it said last is below. Mend that. {_AGAIN}")
    return f"{words}\n{last_lines(printed)}"


def _explain(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk is full{place}. Make about 1 GB of room. {_AGAIN}"
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return (
            f"This folder may not be written to{place}. Copy the project to a folder of your "
            f"own. {_AGAIN}"
        )
    return f"The system would not do it: {error.strerror or error}{place}."
