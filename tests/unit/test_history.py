"""What Git remembers of files that are no longer there."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cms.history import renamed_to
from tests.processes import git

TEXT = "".join(f"Line {number}\n" for number in range(20))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in a folder of its own below the top of a repository."""
    folder = tmp_path / "site"
    (folder / "content").mkdir(parents=True)
    (folder / "content/ä.md").write_text(TEXT, encoding="utf-8")
    git("init", "-q", cwd=tmp_path)
    commit(folder)
    return folder


def commit(folder: Path) -> None:
    git("add", "--all", cwd=folder)
    git("commit", "-q", "-m", "Change", cwd=folder)


def move(folder: Path, old: str, new: str) -> None:
    git("mv", f"content/{old}.md", f"content/{new}.md", cwd=folder)


def test_a_file_is_followed_through_all_its_names(project: Path) -> None:
    """Renames that were committed and one that is not yet lead to the file that is there."""
    for old, new in (("ä", "b"), ("b", "c")):
        move(project, old, new)
        commit(project)
    move(project, "c", "d")
    for name in "äbc":
        assert renamed_to(f"content/{name}.md", project) == "content/d.md"


def test_what_went_or_never_was_has_no_new_name(project: Path) -> None:
    """A file that was deleted after all, and one that nobody knows."""
    move(project, "ä", "b")
    commit(project)
    (project / "content/b.md").unlink()
    commit(project)
    assert renamed_to("content/ä.md", project) is None
    assert renamed_to("content/unknown.md", project) is None


def test_without_a_repository_nothing_is_known(tmp_path: Path) -> None:
    """A copy of the project that Git does not know is no failure."""
    assert renamed_to("content/a.md", tmp_path) is None


def test_without_git_nothing_is_known(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has no Git is no failure."""
    move(project, "ä", "b")
    monkeypatch.setenv("PATH", "")
    assert renamed_to("content/ä.md", project) is None
