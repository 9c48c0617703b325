"""What may be said again, since nothing that it was made from has changed."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import stat
import sys
import sysconfig
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, TypeVar


def digest_of(content: bytes) -> str:
    """The hash by which what a file or a text holds is known again."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def fingerprint(paths: Iterable[Path], *context: str) -> str:
    """A hash of all files at and below some paths, by name and content, and of a context.

    Where the paths themselves are does not count. What cannot be read counts as if it were not
    there.
    """
    found = hashlib.blake2b(digest_size=16)
    for word in context:
        found.update(f"{len(word)}:{word}".encode(errors="backslashreplace"))
    for path in paths:
        found.update(b"\0")
        start = len(os.fsencode(path.parent if path.is_file() else path))
        for file in _files(path):
            name = os.fsencode(file)[start:]
            with suppress(OSError), open(os.open(file, _AT_ONCE), "rb") as stream:  # noqa: PTH123
                if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                    continue
                content = stream.read()
                found.update(f"{len(name)}:{len(content)}:".encode())
                found.update(name)
                found.update(content)
    return found.hexdigest()


_AT_ONCE = os.O_RDONLY | os.O_NONBLOCK
"""A pipe is opened without waiting for somebody to write into it."""


def _files(path: Path) -> list[str]:
    if path.is_file():
        return [str(path)]
    found: list[str] = []
    for parent, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        kept = (name for name in names if not name.endswith(".pyc"))
        found += (os.path.join(parent, name) for name in kept)  # noqa: PTH118
    return sorted(found)


def packages() -> list[str]:
    """The packages that are installed, with their versions: `pelican-4.12.0.dist-info`."""
    return sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))


def program(settings: Path) -> str:
    """What a result depends on beside the content: code, settings, packages, environment."""
    code = Path(__file__).parents[1]
    files = sorted(path for path in settings.absolute().parent.iterdir() if path.is_file())
    clock, siteurl = (os.environ.get(name, "") for name in ("SOURCE_DATE_EPOCH", "SITEURL"))
    known = (sys.version, str(settings.absolute()), clock, siteurl, *packages())
    return fingerprint([*files, code], *known)


def recall(file: Path, key: str) -> Any:
    """What was noted for this key; None where nothing was, or the note is not as it was written."""
    try:
        head, _, text = file.read_bytes().partition(b"\n")
        return json.loads(text) if head == _seal(key, text) else None
    except (OSError, ValueError):
        return None


Made = TypeVar("Made")


def recall_as(file: Path, key: str, make: Callable[[Any], Made]) -> Made | None:
    """What a function makes of what was noted; None also where it can make nothing of it."""
    noted = recall(file, key)
    try:
        return None if noted is None else make(noted)
    except Exception:  # whoever wrote it meant something else
        return None


def note(file: Path, key: str, value: Any) -> None:
    """Keep a value, in place of what was noted before; a folder that is read-only is no harm."""
    text = _json(value)
    with suppress(OSError), replacing(file) as stream:
        stream.write(b"\n".join((_seal(key, text), text)))


@contextmanager
def replacing(file: Path) -> Iterator[IO[bytes]]:
    """What is written meanwhile takes the place of a file, as a whole. Raises OSError."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with unfinished.open("wb") as stream:
            yield stream
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _seal(key: str, text: bytes) -> bytes:
    """A hash that another key or damage to a note would change."""
    sealed = hashlib.blake2b(key.encode(), digest_size=16)
    sealed.update(b"\n")
    sealed.update(text)
    return sealed.hexdigest().encode()


State = tuple[int, int, int]
"""What tells a file from another one, and from the same one with more in it."""


class Log:
    """Values by their names in a file that grows: what was noted later counts.

    A file that is there for another `key`, or that has a part which is not as it was written,
    counts as if it were not there: what was noted before no longer fits to the rest. Nothing is
    added to what somebody else has written meanwhile. A folder that is read-only is no harm.
    `state` is that of the file as it was last read or written here; None where it is unknown.
    """

    def __init__(self, file: Path, key: str) -> None:
        self._file = file
        self._head = _seal(key, b"log") + b"\n"
        self._lines = 0
        self.state: State | None = None

    def read(self) -> dict[str, bytes]:
        """Each value as JSON, by its name."""
        self.state = None
        try:
            with self._file.open("rb") as stream:
                state = _state(stream)
                raw = stream.read()
        except OSError:
            return {}
        if not raw.startswith(self._head):
            return {}
        values: dict[str, bytes] = {}
        self._lines, at = 0, len(self._head)
        while at < len(raw):
            start = raw.find(b"\n", at) + 1
            seal, _, size = raw[at:start].partition(b" ")
            at = start + int(size) if size.strip().isdigit() else start
            block = raw[start:at]
            if seal != _seal_of(block) or not block.endswith(b"\n"):
                return {}
            lines = [line.partition(b"\t") for line in block[:-1].split(b"\n")]
            names = b"\n".join([line[0] for line in lines]).decode().split("\n")
            names = [json.loads(name) if "\\" in name else name[1:-1] for name in names]
            values.update(zip(names, [line[2] for line in lines], strict=True))
            self._lines += len(lines)
        self.state = state
        gone = [name for name, value in values.items() if value == _GONE]
        for name in gone:
            del values[name]
        return values

    def write(
        self, changed: Mapping[str, Any], gone: Iterable[str], whole: Mapping[str, Any]
    ) -> None:
        """Note what has changed and what is gone; `whole` is all that counts then.

        The file is written anew where most of what it holds no longer counts, or where it is not
        as it was read or written here.
        """
        gone = list(gone)
        count = self._lines + len(changed) + len(gone)
        is_much = count > 2 * len(whole) + 100
        if self.state is None or is_much or not self._append(changed, gone):
            self._write_anew(whole)

    def add(self, changed: Mapping[str, Any]) -> None:
        """Note what has changed, without reading the rest. Where it is damaged, nothing counts."""
        with suppress(OSError), self._file.open("rb") as stream:
            if stream.readline() == self._head:
                self.state = _state(stream)
                self._append(changed, ())

    def forget(self) -> None:
        """Let nobody read what is in the file."""
        self.state = None
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _append(self, changed: Mapping[str, Any], gone: Iterable[str]) -> bool:
        """Add lines, all or none; returns whether that could be."""
        known, self.state = self.state, None
        lines = {name: _json(value) for name, value in changed.items()}
        lines |= dict.fromkeys(gone, _GONE)
        try:
            with self._file.open("r+b") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX)  # given back when the file is closed
                if _state(stream) != known:
                    return False
                stream.seek(0, os.SEEK_END)
                stream.write(_block(lines))
                stream.flush()
                self.state = _state(stream)
        except OSError:
            return False
        self._lines += len(lines)
        return True

    def _write_anew(self, whole: Mapping[str, Any]) -> None:
        self.state = None
        with suppress(OSError):
            with replacing(self._file) as stream:
                stream.write(self._head)
                for names in _batches(list(whole)):
                    stream.write(_block({name: _json(whole[name]) for name in names}))
                stream.flush()
                state = _state(stream)
            self._lines, self.state = len(whole), state


_GONE = b"null"


def _state(stream: IO[bytes]) -> State:
    info = os.fstat(stream.fileno())
    return info.st_ino, info.st_size, info.st_mtime_ns


def _json(value: Any) -> bytes:
    """A value as JSON; what is that already stays."""
    if isinstance(value, bytes):
        return value
    return json.dumps(value, separators=(",", ":")).encode()


def _block(lines: Mapping[str, bytes]) -> bytes:
    """Lines, with a hash of all of them and their length before them."""
    if not lines:
        return b""
    block = b"".join(b"%s\t%s\n" % (json.dumps(name).encode(), lines[name]) for name in lines)
    return b"%s %d\n%s" % (_seal_of(block), len(block), block)


def _seal_of(block: bytes) -> bytes:
    return hashlib.blake2b(block, digest_size=16).hexdigest().encode()


def _batches(names: list[str]) -> Iterator[list[str]]:
    """So many at a time that a block of them is no burden."""
    return (names[at : at + _BATCH] for at in range(0, len(names), _BATCH))


_BATCH = 1_000


MAKERS = 8
"""For how many makers something is remembered: other settings, other code and other branches."""


def keep_newest(folder: Path, most: int = MAKERS) -> None:
    """Leave only the files in a folder that were written last: those of the last makers."""
    with suppress(OSError):
        files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
        for file in files[:-most]:
            file.unlink(missing_ok=True)
