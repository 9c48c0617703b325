"""A version of the project out of Git, without a trace in the project."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ..errors import BuildFailure
from ..git import Done, failure, git


class NoSuchVersion(BuildFailure):
    """What was named is no version of the project; the text is for people."""


def find_commit(revision: str) -> str:
    """The commit that a branch, tag or hash means here.

    Raises NoSuchVersion, or BuildFailure where Git cannot be asked.
    """
    inside = git("rev-parse", "--show-prefix")
    if inside.returncode and "not a git repository" in inside.stderr:
        raise BuildFailure(
            "This folder is not in a Git repository, so there is no other version of it to "
            "compare with. Go to the folder of the project that you got with Git."
        )
    if inside.returncode:
        raise _failure(inside)
    found = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not found.returncode:
        return found.stdout.strip()
    if git("rev-parse", "--verify", "--quiet", "HEAD").returncode:
        raise NoSuchVersion(
            "Nothing has been committed in this repository yet, so there is no other version to "
            "compare with."
        )
    if git("rev-parse", "--is-shallow-repository").stdout.strip() == "true":
        raise NoSuchVersion(
            f"`{revision}` is not in this copy of the project, which has only the newest versions. "
            "Bring the others with `git fetch --unshallow`, then try again."
        )
    raise NoSuchVersion(
        f"There is no version called `{revision}`. Name a branch, a tag or a commit, such as "
        "`main` or `HEAD~1`. What others have made since then comes with `git fetch`."
    )


def bring_out(commit: str, folder: Path) -> Path:
    """Write the files of a commit below an empty folder; return where the project is in there.

    The index of the repository is not touched. Raises BuildFailure.
    """
    index, files = folder / "index", folder / "files"
    prefix = _must("rev-parse", "--show-prefix").removesuffix("\n")
    top = _must("rev-parse", "--show-toplevel").removesuffix("\n")
    _must("read-tree", commit, index=index)
    # From the top: elsewhere only the files below would come.
    _must("-C", top, "checkout-index", "--all", "--quiet", f"--prefix={files}/", index=index)
    return files / prefix


def _must(*arguments: str, index: Path | None = None) -> str:
    done = git(*arguments, env={"GIT_INDEX_FILE": str(index)} if index else {})
    if done.returncode:
        raise _failure(done)
    return done.stdout


def _failure(done: Done) -> BuildFailure:
    if "unable to write" in done.stderr:  # Git says it for each file
        return BuildFailure(
            f"There is no room for the other version in {tempfile.gettempdir()}. Make some, or "
            "set TMPDIR to another folder, then try again."
        )
    return failure(done, "Git could not bring out the other version")
