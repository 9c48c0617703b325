"""Bytes that are kept in a file while nobody asks for them."""

from __future__ import annotations

import resource
import tempfile
from pathlib import Path

import pytest

from plugins.cms.parallel import fork_map
from plugins.cms.spool import Spool


def test_a_spool_is_a_dict() -> None:
    """What is put there is there by its name, the last one of each, until it is taken out."""
    spool = Spool()
    spool.update(a=b"one", b=b"", c=b"\0" * 100_000)
    spool["a"] = b"another"
    assert dict(spool) == {"a": b"another", "b": b"", "c": b"\0" * 100_000}
    assert spool.pop("a") == b"another"
    assert (sorted(spool), spool.get("a")) == (["b", "c"], None)


def test_copies_of_the_process_read_it() -> None:
    """Each finds what was there before it was made, at the same time as others."""
    spool = Spool()
    names = [str(number) for number in range(200)]
    spool.update((name, name.encode() * 100) for name in names)
    assert fork_map(spool.__getitem__, names, processes=2) == list(spool.values())


def test_nobody_sees_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no name, so that nothing is left behind of a process that is killed."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    spool = Spool()
    spool["a"] = b"one"
    assert list(tmp_path.iterdir()) == []
    assert spool["a"] == b"one"


def test_without_a_place_for_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the folder for such files is gone, values stay in memory."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    spool = Spool()
    spool["a"] = b"one"
    assert dict(spool) == {"a": b"one"}


def test_without_room() -> None:
    """A value for which the file has no room stays in memory; the others are as they were."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    spool = Spool()
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        values = {"a": b"a" * 900, "b": b"b" * 900, "c": b"c" * 50}
        spool.update(values)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert dict(spool) == values
