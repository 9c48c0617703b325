"""A version of the project out of Git, without a trace in the project."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..errors import BuildFailure


class NoSuchVersion(BuildFailure):
    """What was named is no version of the project; the text is for people."""


def find_commit(revision: str) -> str:
    """The commit that a branch, tag or hash means here.

    Raises NoSuchVersion, or BuildFailure where Git cannot be asked.
    """
    inside = _call("rev-parse", "--show-prefix")
    if inside.returncode and "not a git repository" in inside.stderr:
        raise BuildFailure(
            "This folder is not in a Git repository, so there is no other version of it to "
            "compare with."
        )
    if inside.returncode:
        raise _failure(inside)
    found = _call("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not found.returncode:
        return found.stdout.strip()
    if _call("rev-parse", "--verify", "--quiet", "HEAD").returncode:
        raise NoSuchVersion(
            "Nothing has been committed in this repository yet, so there is no other version to "
            "compare with."
        )
    if _call("rev-parse", "--is-shallow-repository").stdout.strip() == "true":
        raise NoSuchVersion(
            f"“{revision}” is not in this copy of the project, which has only the newest versions. "
            "Bring the others with `git fetch --unshallow`, then try again."
        )
    raise NoSuchVersion(
        f"There is no version “{revision}”. Name a branch, a tag or a commit, such as `main` or "
        "`HEAD~1`; `git fetch` brings what is new elsewhere."
    )


def bring_out(commit: str, folder: Path) -> Path:
    """Write the files of a commit below an empty folder; return where the project is in there.

    The index of the repository is not touched. Raises BuildFailure.
    """
    index = {"GIT_INDEX_FILE": str(folder / "index")}
    files = folder / "files"
    prefix = _must("rev-parse", "--show-prefix").removesuffix("\n")
    top = _must("rev-parse", "--show-toplevel").removesuffix("\n")
    _must("read-tree", commit, env=index)
    # From the top: elsewhere only the files below would come.
    _must("-C", top, "checkout-index", "--all", "--quiet", f"--prefix={files}/", env=index)
    return files / prefix


def _must(*arguments: str, env: Mapping[str, str] | None = None) -> str:
    done = _call(*arguments, env=env)
    if done.returncode:
        raise _failure(done)
    return done.stdout


def _failure(done: subprocess.CompletedProcess[str]) -> BuildFailure:
    if "unable to write" in done.stderr:  # Git says it for each file
        return BuildFailure(
            f"There is no room for the other version in {tempfile.gettempdir()}. Make some, or "
            "set TMPDIR to another folder, then try again."
        )
    return BuildFailure(f"Git could not bring out the other version: {done.stderr.strip()}")


def _call(
    *arguments: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["git", *arguments],
            env={**os.environ, "LC_ALL": "C", **(env or {})},
            capture_output=True,
            encoding=sys.getfilesystemencoding(),  # Pelican has set another locale
            errors="surrogateescape",
            check=False,
        )
    except FileNotFoundError:
        raise BuildFailure("Git is not installed. Install it, then try again.") from None
