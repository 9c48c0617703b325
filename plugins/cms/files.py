"""Files of authors, written whole or not at all, and never over what somebody else wrote."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import BuildFailure


class Conflict(BuildFailure):
    """A file is not what it was when it was read, or stands where a new one was to go."""


def replace_file(file: Path, content: bytes, expected: bytes) -> None:
    """Write a file anew in one step: whoever reads it finds the old content or the new one.

    Its owner and permissions stay. Changes nothing and raises Conflict where it no longer holds
    `expected`, since somebody has written it in between, and PermissionError where its owner has
    made it read-only.
    """
    before = file.stat()
    if is_read_only(before.st_mode):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
    with _written_beside(file, content) as written:
        with suppress(OSError):  # only the system's own user may give files to others
            os.chown(written, before.st_uid, before.st_gid)
        written.chmod(before.st_mode)
        if file.read_bytes() != expected:
            raise Conflict(f"{file} was changed by somebody else meanwhile. Try again.")
        written.replace(file)


def is_read_only(mode: int) -> bool:
    """Whether nobody is to write a file: another one in its place would go behind its owner."""
    return not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def create_file(file: Path, content: bytes) -> None:
    """Write a new file in one step. Raises Conflict where there is one; that stays as it is."""
    with _written_beside(file, content) as written:
        written.chmod(0o666 & ~_umask())
        try:
            os.link(written, file)
        except FileExistsError:
            raise Conflict(f"{file} is there already. It was left as it is. Try again.") from None
        except OSError as error:
            if error.errno not in {errno.EPERM, errno.ENOTSUP}:
                raise
            # A file system without links: the last step is not one there.
            with file.open("xb") as stream:
                stream.write(content)


@contextmanager
def _written_beside(file: Path, content: bytes) -> Iterator[Path]:
    """The content in a file of another name in the same folder, gone afterward."""
    import tempfile  # most commands write none

    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix="~")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        yield Path(name)
    finally:
        with suppress(OSError):
            Path(name).unlink()


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
