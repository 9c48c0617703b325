"""A deploy puts the whole site where readers find it, or nothing."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
from pathlib import Path

import pytest

from plugins.cms import commands
from plugins.cms.publish.build import build
from tests.conftest import ROOT, Project
from tests.processes import git

PUBLISHCONF = """
from settings import *
SITEURL = "https://garden.test"
FEED_DOMAIN = SITEURL
CMS_DRAFTS = False
"""


@pytest.fixture
def project(garden: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The garden with settings to publish, in a repository that has a remote."""
    monkeypatch.syspath_prepend(str(garden.folder))
    (garden.folder / "publishconf.py").write_text(PUBLISHCONF, encoding="utf-8")
    git("init", "-q", "--bare", str(garden.folder.parent / "remote.git"), cwd=garden.folder)
    git("init", "-q", "-b", "main", cwd=garden.folder)
    git("remote", "add", "origin", "../remote.git", cwd=garden.folder)
    return garden


def remote_files(project: Project, branch: str = "gh-pages") -> set[str]:
    remote = project.folder.parent / "remote.git"
    return set(git("ls-tree", "-r", "--name-only", branch, cwd=remote).split("\n"))


def test_a_branch_gets_the_whole_site(project: Project) -> None:
    """The branch of the remote holds every file of the site, and its own domain."""
    outcome = project.deploy("branch")
    assert outcome.code == 0, outcome.err
    assert remote_files(project) == {*project.files(), "CNAME"}
    remote = project.folder.parent / "remote.git"
    assert git("show", "gh-pages:CNAME", cwd=remote) == "garden.test"


def test_the_commit_is_dated_by_the_clock_of_the_build(project: Project) -> None:
    """What has appeared or expired since the site went out can be told from its date."""
    project.deploy("branch")
    remote = project.folder.parent / "remote.git"
    assert git("log", "-1", "--format=%ct", "gh-pages", cwd=remote) == "1795608000"


def test_a_second_deploy_adds_one_commit_and_drops_what_is_gone(project: Project) -> None:
    """A page that was taken out of the content is off the branch after the next deploy."""
    project.deploy("branch")
    (project.folder / "content/notes/spring-de.md").unlink()
    assert project.deploy("branch").code == 0
    remote = project.folder.parent / "remote.git"
    assert git("rev-list", "--count", "gh-pages", cwd=remote) == "2"
    assert "de/notes/spring/index.html" not in remote_files(project)


def test_an_unchanged_site_makes_no_commit(project: Project) -> None:
    """Deploying the same site twice leaves one commit."""
    project.deploy("branch:site")
    outcome = project.deploy("branch:site")
    assert "already" in outcome.out
    remote = project.folder.parent / "remote.git"
    assert git("rev-list", "--count", "site", cwd=remote) == "1"


class _Meanwhile(io.StringIO):
    """Somebody's terminal, and another one in which a preview runs at the worst moment."""

    def write(self, text: str) -> int:
        if "pages in" in text:
            build(Path("settings.py"))
        return super().write(text)


def test_what_another_build_makes_meanwhile_is_not_deployed(project: Project) -> None:
    """A preview has drafts; the site that was published is the one that readers get."""
    with contextlib.chdir(project.folder), contextlib.redirect_stdout(_Meanwhile()):
        assert commands.deploy("branch", allow_placeholders=True) == 0
    assert (project.output / "drafts/plant/tulip/index.html").exists()
    assert remote_files(project) >= {"index.html", "plants/rose/index.html"}
    assert not any(file.startswith("drafts/") for file in remote_files(project))


TIDY = """
from pathlib import Path
from plugins.cms.publish.release import Release
release = Release(Path("output"))
for _ in range(4):
    with release.stage() as staged:
        release.switch(staged)
"""


def test_builds_meanwhile_do_not_tidy_away_what_is_deployed(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many sites a preview makes while Git reads this one, it is whole; then it goes."""
    real = shutil.which("git")
    script = f"cd {project.folder} && PYTHONPATH={ROOT} {sys.executable} -c '{TIDY}'"
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").write_text(
        f'#!/bin/sh\ncase "$*" in *" add --all "*) ({script}) || exit 1 ;; esac\nexec {real} "$@"\n'
    )
    (tmp_path / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    outcome = project.deploy("branch")
    assert outcome.code == 0, outcome.err
    assert remote_files(project) >= {"index.html", "plants/rose/index.html", "robots.txt"}
    before = set((project.folder / ".output").glob("site-*"))
    assert project.build().code == 0
    assert len(before - set((project.folder / ".output").glob("site-*"))) > 1


def test_the_work_tree_and_its_index_are_left_alone(project: Project) -> None:
    """Neither the branch that is checked out nor what is staged changes."""
    git("add", "content", cwd=project.folder)
    before = git("status", "--porcelain", "content", cwd=project.folder)
    project.deploy("branch")
    assert git("status", "--porcelain", "content", cwd=project.folder) == before
    assert git("branch", "--list", cwd=project.folder) == ""


def test_a_remote_that_is_not_there_is_explained(project: Project) -> None:
    """Without a remote the deploy exits 3 with Git's own words and no traceback."""
    git("remote", "remove", "origin", cwd=project.folder)
    outcome = project.deploy("branch")
    assert outcome.code == 3
    assert "origin" in outcome.err and "Traceback" not in outcome.err


def test_a_folder_gets_the_whole_site_and_switches_at_once(
    project: Project, tmp_path: Path
) -> None:
    """A folder target is a link that moves from one whole site to the next."""
    target = tmp_path / "web" / "site"
    assert project.deploy(f"folder:{target}").code == 0
    first = target.resolve()
    project.write(
        "plants/rose.md", (project.folder / "content/plants/rose.md").read_text() + "\nNew.\n"
    )
    assert project.deploy(f"folder:{target}").code == 0
    assert target.is_symlink() and target.resolve() != first
    copied = {path.relative_to(target.resolve()).as_posix() for path in target.resolve().rglob("*")}
    assert set(project.files()) <= copied


def test_a_folder_with_other_files_is_refused(project: Project, tmp_path: Path) -> None:
    """Files that did not come from a deploy are never removed or mixed with the site."""
    target = tmp_path / "mine"
    target.mkdir()
    (target / "letter.txt").write_text("keep", encoding="utf-8")
    outcome = project.deploy(f"folder:{target}")
    assert outcome.code == 3
    assert "letter.txt" in {path.name for path in target.iterdir()}


@pytest.mark.parametrize("target", ["", "ftp:x", "folder:", "pages"])
def test_an_unknown_target_is_a_wrong_use(project: Project, target: str) -> None:
    """A target that is not understood exits 2 before anything is built."""
    outcome = project.deploy(target)
    assert outcome.code == 2
    assert "folder:" in outcome.err
    assert not project.output.exists()


def test_a_broken_page_is_not_deployed(project: Project) -> None:
    """A content problem ends the deploy with exit code 1, and the branch stays as it was."""
    project.deploy("branch")
    before = remote_files(project)
    project.write("plants/rose.md", "no front matter")
    assert project.deploy("branch").code == 1
    assert remote_files(project) == before
