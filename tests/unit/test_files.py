"""Files of authors are written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from plugins.cms.files import Conflict, create_file, replace_file


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    """What others may do with a file does not change with what it says."""
    file = tmp_path / "mint.md"
    file.write_bytes(b"old")
    file.chmod(0o640)
    replace_file(file, b"new", b"old")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_keeps_its_owner(tmp_path: Path) -> None:
    """As when the system's own user mends the file of somebody else, in a container."""
    file = tmp_path / "mint.md"
    file.write_bytes(b"old")
    owner = (1234, 1234) if os.geteuid() == 0 else (os.getuid(), os.getgroups()[-1])
    os.chown(file, *owner)
    replace_file(file, b"new", b"old")
    assert (file.stat().st_uid, file.stat().st_gid) == owner


def test_a_file_that_is_read_only_stays(tmp_path: Path) -> None:
    """Its owner did not want it changed, whoever may write in the folder."""
    file = tmp_path / "mint.md"
    file.write_bytes(b"old")
    file.chmod(0o444)
    with pytest.raises(PermissionError):
        replace_file(file, b"new", b"old")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_what_somebody_wrote_meanwhile_stays(tmp_path: Path) -> None:
    """A file that is not what was read is left alone."""
    file = tmp_path / "mint.md"
    file.write_bytes(b"theirs")
    with pytest.raises(Conflict, match="changed by somebody else"):
        replace_file(file, b"ours", b"old")
    assert file.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [file]


def test_a_new_file_takes_no_other_ones_place(tmp_path: Path) -> None:
    """The file that is there already is left as it is."""
    file = tmp_path / "mint.md"
    create_file(file, b"first")
    with pytest.raises(Conflict, match="there already"):
        create_file(file, b"second")
    assert file.read_bytes() == b"first"
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert list(tmp_path.iterdir()) == [file]
