"""What is remembered is said again only while it is known to hold."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.cms.cache import Log, fingerprint, keep_newest, note, recall


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files, one below another folder."""
    top = tmp_path / "top"
    (top / "below").mkdir(parents=True)
    (top / "a").write_text("1")
    (top / "below" / "b").write_text("2")
    return top


def same_size(top: Path) -> None:
    (top / "a").write_text("3")


def with_the_old_time(top: Path) -> None:
    before = (top / "a").stat()
    (top / "a").write_text("3")
    os.utime(top / "a", ns=(before.st_atime_ns, before.st_mtime_ns))


def renamed(top: Path) -> None:
    (top / "below" / "b").rename(top / "below" / "c")


def moved_a_letter(top: Path) -> None:
    (top / "a").write_text("")
    (top / "below" / "b").write_text("12")


def added(top: Path) -> None:
    (top / "below" / "c").touch()


def removed(top: Path) -> None:
    (top / "below" / "b").unlink()


CHANGES = (same_size, with_the_old_time, renamed, moved_a_letter, added, removed)


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__)
def test_a_fingerprint_knows_every_change(folder: Path, change: Callable[[Path], None]) -> None:
    """Contents count, so that no time of a file can deceive."""
    before = fingerprint([folder])
    assert fingerprint([folder]) == before
    change(folder)
    assert fingerprint([folder]) != before


def test_a_context_is_part_of_a_fingerprint(folder: Path) -> None:
    """Words do not run into each other."""
    given = [fingerprint([folder], *words) for words in ((), ("ab", ""), ("a", "b"), ("b", "a"))]
    assert len(set(given)) == 4


def test_compiled_modules_are_not_part_of_a_fingerprint(folder: Path) -> None:
    """They come and go without any change of the program."""
    before = fingerprint([folder])
    (folder / "a.pyc").write_text("x")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__/outline.json").write_text("x")
    assert fingerprint([folder]) == before


def test_a_pipe_keeps_nobody_waiting(folder: Path) -> None:
    """It is no file that a site is made from."""
    before = fingerprint([folder])
    os.mkfifo(folder / "pipe")
    assert fingerprint([folder]) == before


def test_a_note_is_recalled_for_its_key_alone(tmp_path: Path) -> None:
    """The value comes back as it was."""
    file = tmp_path / ".cache" / "check.json"
    note(file, "key", {"a": [1, None, "ü"]})
    assert recall(file, "key") == {"a": [1, None, "ü"]}
    assert recall(file, "other") is None
    note(file, "other", 1)
    assert recall(file, "key") is None and recall(file, "other") == 1
    assert os.listdir(file.parent) == ["check.json"]  # noqa: PTH208


def test_a_damaged_note_is_none(tmp_path: Path) -> None:
    """Wherever a letter is lost or another one, it is not taken for what was written."""
    file = tmp_path / "check.json"
    note(file, "key", {"problems": ["a", "b"]})
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + b"x" + whole[place + 1 :])
        assert recall(file, "key") is None or file.read_bytes() == whole
        file.write_bytes(whole[:place])
        assert recall(file, "key") is None


@pytest.mark.parametrize("text", ["", "[]", "null", "1", '{"key": "key"}', "\x00", '{"key":'])
def test_a_strange_note_is_none(tmp_path: Path, text: str) -> None:
    """It may be of another program."""
    file = tmp_path / "check.json"
    file.write_text(text)
    assert recall(file, "key") is None


def test_a_note_of_another_make_is_none(tmp_path: Path) -> None:
    """A value that was put in by hand does not have its seal."""
    file = tmp_path / "check.json"
    note(file, "key", {"problems": ["a"]})
    seal, _ = file.read_text().split("\n")
    file.write_text(f'{seal}\n{{"problems":[]}}')
    assert recall(file, "key") is None


def in_the_way(top: Path) -> None:
    (top / ".cache").write_text("")


def a_folder_in_the_way(top: Path) -> None:
    (top / ".cache/check.json").mkdir(parents=True)


def a_link_to_nothing(top: Path) -> None:
    (top / ".cache").symlink_to(top / "gone" / "away")


@pytest.mark.parametrize("case", [in_the_way, a_folder_in_the_way, a_link_to_nothing])
def test_what_cannot_be_noted_is_no_harm(tmp_path: Path, case: Callable[[Path], None]) -> None:
    """The check says what it found all the same."""
    case(tmp_path)
    note(tmp_path / ".cache" / "check.json", "key", 1)
    assert recall(tmp_path / ".cache" / "check.json", "key") is None


def test_a_cache_may_be_a_link_to_another_folder(tmp_path: Path) -> None:
    """As on a machine that keeps what can be made again on another disk."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".cache").symlink_to(tmp_path / "elsewhere")
    note(tmp_path / ".cache" / "check.json", "key", 1)
    assert recall(tmp_path / "elsewhere" / "check.json", "key") == 1
    assert (tmp_path / ".cache").is_symlink()


def test_a_log_that_is_cut_short_is_empty(tmp_path: Path) -> None:
    """Lines fit to each other: of a part of them nobody can tell what it means."""
    file = tmp_path / "log"
    log = Log(file, "key")
    log.read()
    log.write({"a": 1}, (), {"a": 1})
    log.write({"b": 2}, (), {"a": 1, "b": 2})
    assert Log(file, "key").read() == {"a": b"1", "b": b"2"}
    os.truncate(file, file.stat().st_size - 2)
    assert Log(file, "key").read() == {}


def test_a_log_adds_nothing_to_what_another_one_wrote(tmp_path: Path) -> None:
    """It writes all that it knows instead, and not a mixture."""
    file = tmp_path / "log"
    first, second = Log(file, "key"), Log(file, "key")
    first.write({"a": 1}, (), {"a": 1})
    assert first.read() == second.read() == {"a": b"1"}
    first.write({"b": 2}, (), {"a": 1, "b": 2})
    second.write({"c": 3}, (), {"a": 1, "c": 3})
    assert Log(file, "key").read() == {"a": b"1", "c": b"3"}


def test_only_what_the_last_makers_wrote_is_kept(tmp_path: Path) -> None:
    """Former programs leave nothing for good."""
    for number in range(12):
        file = tmp_path / str(number)
        file.touch()
        os.utime(file, (number, number))
    keep_newest(tmp_path)
    assert sorted(int(path.name) for path in tmp_path.iterdir()) == [*range(4, 12)]
