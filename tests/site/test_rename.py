"""A rename as a whole: killed at any point, and on the finished site."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.cms import journal
from plugins.cms.locking import locked
from plugins.cms.publish.build import build
from tests.conftest import ROOT, Project


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A Gardener", "-c", "user.email=gardener@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_killed_at_any_point(garden: Project, tmp_path: Path) -> None:
    """After the next command the content is as before or as after, and Git agrees with it."""
    (garden.folder / ".gitignore").write_text(".cache\n")
    git(garden.folder, "init", "-q")
    git(garden.folder, "add", ".")
    git(garden.folder, "commit", "-qm", "Begin")
    before = {path: data.decode() for path, data in garden.content().items()}
    (tmp_path / "scratch").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.site.killed_rename", garden.folder, tmp_path / "scratch"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *killed, whole = json.loads(done.stdout)
    assert len(killed) >= 30
    assert whole["content"].keys() ^ before.keys() == {"plants/rose.md", "plants/dog-rose.md"}
    assert "R" in whole["status"]
    unchanged = {"content": before, "status": "", "left": []}
    assert all(one in (unchanged, whole) for one in killed)
    assert unchanged in killed and whole in killed


def test_no_build_meets_a_rename_halfway(garden: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """While files change, a build waits; in the end it says why it does."""
    monkeypatch.setattr(journal, "WAIT", 0)
    with locked(garden.folder, 0, "busy"):
        built = garden.build()
    assert built.code == 3 and "is being changed or read by another command" in built.err
    assert garden.build().code == 0


def test_no_build_goes_on_with_a_rename_that_was_killed(
    garden: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that has begun, and waits for its turn, finishes it before it reads anything."""

    class Killed(BaseException):
        pass

    do = journal._do

    def killed(root: Path, folder: Path, task: journal._Task) -> None:
        if task.old == "2.old":
            raise Killed
        do(root, folder, task)

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(journal, "_do", killed)
        garden.rename("plant", "rose", "dog-rose")
    halfway = garden.content()
    with contextlib.chdir(garden.folder):
        build(Path("settings.py"))
    assert garden.content() != halfway and "plants/dog-rose.md" in garden.content()
    assert garden.page("notes/spring").find("a", href="/plants/dog-rose/")


def test_the_old_address_leads_to_the_new_one(garden: Project) -> None:
    """The site is as right as before, and readers of the old address find the page."""
    outcome = garden.rename("plant", "rose", "dog-rose")
    assert outcome.code == 0, outcome.err
    built = garden.build()
    assert built.code == 0, built.err
    assert "dog-rose" in str(garden.page("plants/rose").find("link", rel="canonical"))
    assert garden.page("plants/dog-rose").find("h1").text.strip() == "Rose"  # type: ignore[union-attr]
    assert garden.page("notes/spring").find("a", href="/plants/dog-rose/")


def test_its_help() -> None:
    """`--help` after a command that needs names is no name."""
    done = subprocess.run(
        [sys.executable, "tasks.py", "rename", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage: python3 tasks.py rename KIND OLD NEW [OPTIONS]\n")


def test_a_project_may_be_a_part_of_its_repository(garden: Project) -> None:
    """Git is told of the move below the same folder, not at its own top."""
    top = garden.folder.parent
    git(top, "init", "-q")
    git(top, "add", "garden/content")
    git(top, "commit", "-qm", "Begin")
    assert garden.rename("plant", "rose", "dog-rose").code == 0
    done = subprocess.run(
        ["git", "diff", "--cached", "--name-status"],
        cwd=top,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == (
        "R100\tgarden/content/plants/rose.md\tgarden/content/plants/dog-rose.md\n"
    )


def test_a_file_that_is_read_only_is_left(garden: Project) -> None:
    """Its owner did not want it changed: the rename says so, and does nothing."""
    (garden.folder / "content/plants/rose.md").chmod(0o444)
    before = garden.content()
    outcome = garden.rename("plant", "rose", "dog-rose")
    assert outcome.code == 3
    assert "content/plants/rose.md is marked as read-only" in outcome.err
    assert garden.content() == before
