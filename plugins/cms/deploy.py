"""A finished folder to where readers find it: all of it at once, or nothing.

A Git branch is moved by one push of one ref. ghp-import was tried first: it goes on to
push when its import fails, moves the local branch before the push, and cannot tell that
nothing changed.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from .errors import BuildFailure
from .git import Done, failure, git
from .publish.release import Release, held

BRANCH = "gh-pages"
REMOTE = "origin"

HOW = (
    f"Write `branch` (the Git branch `{BRANCH}` of `{REMOTE}`), `branch:NAME`, "
    "or `folder:/path/to/the/web/folder`."
)


class BadTarget(ValueError):
    """A deploy target that is not understood; the text is for people."""


def check_target(target: str) -> tuple[str, str]:
    """(kind, name) of a target; raises BadTarget where it is not understood."""
    kind, _, name = target.partition(":")
    if kind == "branch" or (kind == "folder" and name):
        return kind, name
    raise BadTarget(f"`{target}` is not a place to deploy to. {HOW}")


def deploy(folder: Path, target: str, siteurl: str, moment: dt.datetime) -> str:
    """Put the finished site in `folder` where `target` says; return what was done, as a sentence.

    `siteurl` is the address of the site, and `moment` that of its build. Raises BadTarget,
    BuildFailure or OSError; the target is then as it was.
    """
    kind, name = check_target(target)
    with held(folder):
        if kind == "branch":
            return to_branch(folder, name or BRANCH, siteurl, moment)
        return to_folder(folder, Path(name).expanduser())


def to_folder(folder: Path, to: Path) -> str:
    """Copy the site beside `to`, then switch `to` over in one step."""
    if to.is_dir() and not to.is_symlink() and any(to.iterdir()):
        raise BuildFailure(
            f"The folder {to} holds files that did not come from here. Name a folder that does "
            "not exist yet, or move those files away."
        )
    to.absolute().parent.mkdir(parents=True, exist_ok=True)
    release = Release(to)
    with release.stage() as staged:
        shutil.copytree(folder.resolve(), staged, dirs_exist_ok=True)
        if to.is_dir() and not to.is_symlink():
            to.rmdir()
        release.switch(staged)
    return f"The site is in {to}."


def to_branch(folder: Path, branch: str, siteurl: str, moment: dt.datetime) -> str:
    """Commit the site to a branch of the remote, on top of what is there, and push it.

    The commit is dated by the moment of the build: what the clock has turned since then can
    be found later.
    """
    with tempfile.TemporaryDirectory() as scratch:
        git = _Git(Path(scratch, "index"), folder.resolve(), moment)
        parent = git.fetch(branch)
        git.run("add", "--all", "--force", ".")
        host = urlsplit(siteurl).hostname or ""
        if host and not host.endswith(".github.io"):
            blob = git.run("hash-object", "-w", "--stdin", text=f"{host}\n")
            git.run("update-index", "--add", "--cacheinfo", f"100644,{blob},CNAME")
        tree = git.run("write-tree")
        if parent and git.run("rev-parse", f"{parent}^{{tree}}") == tree:
            return f"The branch {branch} has this site already."
        onto = ("-p", parent) if parent else ()
        commit = git.run("commit-tree", tree, *onto, "-m", f"Publish {siteurl}")
        git.run("push", REMOTE, f"{commit}:refs/heads/{branch}")
    return f"The site is on the branch {branch} of {REMOTE}."


class _Git:
    """Git with an index of its own, so that the project's is never touched."""

    def __init__(self, index: Path, tree: Path, moment: dt.datetime) -> None:
        self.tree = tree
        date = f"{int(moment.timestamp())} +0000"
        self.env: Mapping[str, str] = {
            "GIT_AUTHOR_DATE": date,
            "GIT_COMMITTER_DATE": date,
            "GIT_INDEX_FILE": str(index),
        }
        self.folder = Path(self.run("rev-parse", "--absolute-git-dir"))
        if not self._try("config", "user.email"):
            name = {"NAME": "Website", "EMAIL": "website@localhost"}
            roles = ("AUTHOR", "COMMITTER")
            identity = {f"GIT_{role}_{key}": name[key] for role in roles for key in name}
            self.env = {**self.env, **{k: v for k, v in identity.items() if k not in os.environ}}

    def fetch(self, branch: str) -> str | None:
        """The commit that the branch of the remote is on, or None where there is none."""
        listed = self.run("ls-remote", REMOTE, f"refs/heads/{branch}")
        if not listed:
            return None
        self.run("fetch", "--quiet", "--depth=1", REMOTE, f"refs/heads/{branch}")
        return listed.split()[0]

    def run(self, *arguments: str, text: str = "") -> str:
        """What git prints; raises BuildFailure with its own words where it fails."""
        done = self._call(*arguments, text=text)
        if done.returncode:
            raise failure(done, f"Git could not do `{arguments[0]}`")
        return done.stdout.strip()

    def _try(self, *arguments: str) -> bool:
        return self._call(*arguments).returncode == 0

    def _call(self, *arguments: str, text: str = "") -> Done:
        folder = getattr(self, "folder", None)
        # Only `add` works in the tree: a remote may be given relative to the project.
        inside = self.tree if arguments[0] == "add" else None
        place = [f"--git-dir={folder}", f"--work-tree={self.tree}"] if folder else []
        return git(*place, *arguments, folder=inside, env=self.env, text=text)
