"""A change of several files happens as one, and never over what somebody wrote meanwhile."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from plugins.cms import journal
from plugins.cms.errors import BuildFailure
from plugins.cms.files import Conflict
from plugins.cms.journal import Step, carry_out, recover
from tests.conftest import ROOT

STEPS = [
    Step("content/a.md", "content/b.md", b"old a", b"new a"),
    Step("content/c.md", "content/c.md", b"old c", b"new c"),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    for step in STEPS:
        (tmp_path / step.path).write_bytes(step.before)
    return tmp_path


def files(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "content").iterdir()}


BEFORE = {"a.md": b"old a", "c.md": b"old c"}
AFTER = {"b.md": b"new a", "c.md": b"new c"}


def interrupted(root: Path, monkeypatch: pytest.MonkeyPatch, task: int) -> None:
    """Leave a change as a killed process does: decided, and done as far as some task."""

    class Killed(BaseException):
        pass

    do = journal._do

    def killed_at(root: Path, folder: Path, one: journal._Task) -> None:
        if one.old == f"{task}.old":
            raise Killed
        do(root, folder, one)

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(journal, "_do", killed_at)
        carry_out(root, "a → b", STEPS)


def test_all_files_change(root: Path) -> None:
    """Moved and changed, with owner and permissions, and nothing is left beside them."""
    (root / "content/a.md").chmod(0o640)
    with suppress(PermissionError):  # only the system's own user can give files away
        os.chown(root / "content/a.md", 1234, 1234)
    before = (root / "content/a.md").stat()
    assert carry_out(root, "a → b", STEPS) == ""
    assert files(root) == AFTER
    after = (root / "content/b.md").stat()
    assert stat.S_IMODE(after.st_mode) == 0o640
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)
    assert list((root / ".cache").iterdir()) == []
    assert recover(root) == []


def test_a_file_that_is_not_as_it_was_read(root: Path) -> None:
    """Nothing is changed where one file was changed meanwhile."""
    (root / "content/c.md").write_bytes(b"theirs")
    with pytest.raises(Conflict, match=r"content/c\.md was changed by somebody else"):
        carry_out(root, "a → b", STEPS)
    assert files(root) == {"a.md": b"old a", "c.md": b"theirs"}
    assert recover(root) == []


def test_a_file_in_the_way(root: Path) -> None:
    """A file that moves takes no other one's place."""
    (root / "content/b.md").write_bytes(b"theirs")
    with pytest.raises(Conflict, match=r"content/b\.md is there already"):
        carry_out(root, "a → b", STEPS)
    assert files(root) == {**BEFORE, "b.md": b"theirs"}


def test_a_failure_halfway_is_taken_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system refuses the second file, the first one is as it was again."""
    place = journal._place

    def refused(copy: Path, target: Path, is_new: bool) -> None:
        if copy.name == "1.new":
            raise OSError(5, "Input/output error")
        place(copy, target, is_new)

    monkeypatch.setattr(journal, "_place", refused)
    with pytest.raises(OSError, match="Input/output"):
        carry_out(root, "a → b", STEPS)
    assert files(root) == BEFORE
    assert recover(root) == []


def test_a_folder_that_cannot_be_written_beside(root: Path) -> None:
    """Where there is no place for the journal, nothing is changed."""
    (root / ".cache").write_bytes(b"")
    assert recover(root) == []
    with pytest.raises(BuildFailure, match=r"\.cache is not a folder"):
        carry_out(root, "a → b", STEPS)
    assert files(root) == BEFORE


FULL = """
import resource
from pathlib import Path
from plugins.cms.journal import Step, carry_out
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    carry_out(Path({root!r}), "c", [Step("content/c.md", "content/c.md", b"old c", b"n" * 2000)])
except OSError:
    print("refused")
"""


def test_a_disk_that_takes_no_more(root: Path) -> None:
    """Where the new contents find no room, nothing is changed and nothing is left."""
    program = FULL.format(root=str(root))
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "refused\n", done.stderr
    assert files(root) == BEFORE
    assert list((root / ".cache").iterdir()) == []


@pytest.mark.parametrize("task", [0, 1])
def test_what_was_left_is_finished(root: Path, monkeypatch: pytest.MonkeyPatch, task: int) -> None:
    """Whoever comes next does the rest, and says so."""
    interrupted(root, monkeypatch, task)
    assert files(root) != AFTER
    assert recover(root) == ["A change had been interrupted and is whole again: a → b."]
    assert files(root) == AFTER
    assert recover(root) == []


def test_what_was_only_prepared_is_thrown_away(root: Path) -> None:
    """Nothing had been changed, and nothing is."""
    (root / ".cache/journal-prepared").mkdir(parents=True)
    assert recover(root) == [
        "A change was interrupted before it had begun; nothing was changed. Run it again."
    ]
    assert files(root) == BEFORE
    assert list((root / ".cache").iterdir()) == []


def test_a_file_that_was_changed_before_the_rest_was_done(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stays as its author wrote it, and how it would have been is kept as well."""
    interrupted(root, monkeypatch, 1)
    (root / "content/c.md").write_bytes(b"theirs")
    said = recover(root)
    assert files(root) == {**AFTER, "c.md": b"theirs"}
    assert (root / ".cache/kept/content/c.md").read_bytes() == b"new c"
    assert said[1].startswith("content/c.md was left as it is, since somebody changed it")
    assert ".cache/kept/content/c.md" in said[1]


def test_a_moved_file_that_was_changed_at_its_old_place(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both versions stay, and the rest is done."""
    interrupted(root, monkeypatch, 0)
    (root / "content/a.md").write_bytes(b"theirs")
    said = recover(root)
    assert files(root) == {"a.md": b"theirs", "c.md": b"new c"}
    assert (root / ".cache/kept/content/b.md").read_bytes() == b"new a"
    assert said[1].startswith("content/a.md was left as it is, since somebody changed it")


def test_an_earlier_version_that_was_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays: the next one has a name of its own, and the same one is not kept twice."""
    kept = root / ".cache/kept/content"
    kept.mkdir(parents=True)
    (kept / "c.md").write_bytes(b"from long ago")
    for _ in range(2):
        for path, content in {**BEFORE, "b.md": b""}.items():
            (root / "content" / path).write_bytes(content)
        (root / "content/b.md").unlink()
        interrupted(root, monkeypatch, 1)
        (root / "content/c.md").write_bytes(b"theirs")
        assert ".cache/kept/content/c-2.md" in recover(root)[1]
    assert {one.name: one.read_bytes() for one in kept.iterdir()} == {
        "c.md": b"from long ago",
        "c-2.md": b"new c",
    }


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (lambda whole: b"", "are damaged"),
        (lambda whole: whole[: len(whole) // 2], "are damaged"),
        (lambda whole: b"[]", "are damaged"),
        (lambda whole: whole.replace(b'"version": 1', b'"version": 2'), "another version of this"),
        (lambda whole: whole.replace(b'"version": 1, ', b""), "another version of this"),
    ],
)
def test_notes_that_nobody_can_read(
    root: Path, monkeypatch: pytest.MonkeyPatch, plan: Callable[[bytes], bytes], said: str
) -> None:
    """Nothing is thrown away or guessed: the message says where all texts are, and the way out."""
    interrupted(root, monkeypatch, 1)
    file = root / ".cache/journal/plan"
    file.write_bytes(plan(file.read_bytes()))
    left = {one.name for one in file.parent.iterdir()}
    with pytest.raises(BuildFailure, match=rf"{said}.* Move that folder out of \.cache, and keep"):
        recover(root)
    assert files(root) == {"b.md": b"new a", "c.md": b"old c"}
    assert {one.name for one in file.parent.iterdir()} == left >= {"0.old", "1.old", "1.new"}
    (root / ".cache/journal").rename(root / "elsewhere")
    assert recover(root) == []


def test_two_who_find_what_was_left(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of them finishes it, and the other one finds nothing to do."""
    interrupted(root, monkeypatch, 0)
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(recover, [root, root]))
    assert sorted(map(len, said)) == [0, 1]
    assert files(root) == AFTER


def test_a_reader_who_waited_for_a_change_that_was_killed(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody reads the content halfway: it is whole again first."""
    interrupted(root, monkeypatch, 1)
    with journal.undisturbed(root):
        assert files(root) == AFTER
    assert "is whole again: a → b." in capsys.readouterr().err


def test_a_change_after_one_that_was_killed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not begin where another one is half done; what was only prepared is no hindrance."""
    (root / ".cache/journal-prepared").mkdir(parents=True)
    carry_out(root, "c", [Step("content/c.md", "content/c.md", b"old c", b"old c")])
    interrupted(root, monkeypatch, 0)
    with pytest.raises(BuildFailure, match="interrupted just now"):
        carry_out(root, "a → b", STEPS)
    assert recover(root) != [] and files(root) == AFTER


def test_a_store_that_is_a_link(root: Path) -> None:
    """A folder that was moved elsewhere on the disk serves as well."""
    (root / "elsewhere").mkdir()
    (root / ".cache").symlink_to("elsewhere")
    carry_out(root, "a → b", STEPS)
    assert files(root) == AFTER
    (root / "elsewhere").rmdir()
    with pytest.raises(BuildFailure, match=r"\.cache is not a folder"):
        carry_out(root, "b → a", [Step("content/b.md", "content/a.md", b"new a", b"old a")])
    assert recover(root) == []


def test_a_file_system_without_links(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file moves there all the same."""

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    carry_out(root, "a → b", STEPS)
    assert files(root) == AFTER


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_stops_it_waits_until_all_is_done(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Once it is decided, a signal does not stop it halfway, and the change is not undone."""
    do = journal._do

    def pressed(*arguments: object) -> None:
        os.kill(os.getpid(), number)
        do(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(journal, "_do", pressed)
    carry_out(root, "a → b", STEPS)
    assert files(root) == AFTER


def test_two_changes_wait_for_each_other(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one is at work, or somebody reads the content, another does not begin."""
    monkeypatch.setattr(journal, "WAIT", 0)
    with (
        journal.undisturbed(root),
        journal.undisturbed(root),
        pytest.raises(BuildFailure, match="by another command"),
    ):
        carry_out(root, "a → b", STEPS)
    assert files(root) == BEFORE


# -- Git ----------------------------------------------------------------------------


def git(root: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A Gardener", "-c", "user.email=gardener@example.org")
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=root, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def repository(root: Path) -> Path:
    git(root, "init", "-q")
    (root / ".gitignore").write_text(".cache\n")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Begin")
    return root


def test_git_learns_of_a_move(repository: Path) -> None:
    """As by `git mv`: the move is staged, and what else changed in the file is not."""
    assert carry_out(repository, "a → b", STEPS) == ""
    assert git(repository, "status", "--short") == (
        "RM content/a.md -> content/b.md\n M content/c.md\n"
    )


def test_git_is_not_told_of_files_that_it_does_not_know(repository: Path) -> None:
    """A file that was never added is not added by its move."""
    (repository / "content/d.md").write_bytes(b"d")
    carry_out(repository, "d → e", [Step("content/d.md", "content/e.md", b"d", b"d")])
    assert git(repository, "status", "--short") == "?? content/e.md\n"


def test_git_that_is_at_work(repository: Path) -> None:
    """Nothing is changed while a lock lies there, and the message says what to do."""
    (repository / ".git/index.lock").write_bytes(b"")
    with pytest.raises(BuildFailure, match=r"delete .*index\.lock, then try again"):
        carry_out(repository, "a → b", STEPS)
    assert files(repository) == BEFORE


def test_git_that_was_killed(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Git cannot be told afterward, the files are whole, and the message says what to do."""
    monkeypatch.setattr("plugins.cms.versions._TRIES", 1)
    interrupted(repository, monkeypatch, 1)
    (repository / ".git/index.lock").write_bytes(b"")
    said = recover(repository)
    assert files(repository) == AFTER
    assert "git add --all content" in said[1] and "index.lock" in said[1]


def test_no_git_at_all(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the program, files move all the same."""
    monkeypatch.setenv("PATH", "")
    assert carry_out(repository, "a → b", STEPS) == ""
    assert files(repository) == AFTER
