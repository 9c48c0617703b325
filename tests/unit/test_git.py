"""Git is asked in one way, and a machine without it is no failure by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cms.git import MISSING, ask, failure, git


def test_a_machine_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is raised; whoever needs it can say what to do."""
    monkeypatch.setenv("PATH", "")
    done = git("init", folder=tmp_path)
    assert done.returncode == MISSING
    assert str(failure(done, "It failed")) == "Git is not installed. Install it, then try again."
    assert ask(tmp_path, "init") == "" and not list(tmp_path.iterdir())


def test_what_git_would_not_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own words are told, in the same language everywhere."""
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("LANGUAGE", "de")
    done = git("log", folder=tmp_path, env={"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)})
    assert str(failure(done, "It failed")).startswith("It failed: fatal: not a git repository")


def test_names_in_another_encoding(tmp_path: Path) -> None:
    """They come back as the system has them."""
    git("init", "-q", folder=tmp_path)
    (tmp_path / "caf\udce9.md").write_bytes(b"")
    assert ask(tmp_path, "ls-files", "--others", "-z") == "caf\udce9.md\0"
