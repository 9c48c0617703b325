"""Git, asked in one way: its words are the same on every machine, and it may be missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from .errors import BuildFailure

Done = subprocess.CompletedProcess[str]

MISSING = 127
"""The exit code where there is no Git, as a shell has it."""


def git(
    *arguments: str,
    folder: Path | None = None,
    env: Mapping[str, str] = MappingProxyType({}),
    text: str = "",
) -> Done:
    """Run Git in a folder, or in the current one, with `text` as its input.

    Raises nothing for what Git would not do: see the exit code. `env` is added to the environment.
    Names that are not UTF-8 are kept by surrogates.
    """
    if shutil.which("git") is None:
        return Done(arguments, MISSING, "", "Git is not installed. Install it, then try again.")
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", **env},
        input=text,
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="surrogateescape",
    )


def ask(folder: Path, *arguments: str) -> str:
    """What Git prints; nothing where there is no Git, or nothing that it knows."""
    done = git(*arguments, folder=folder)
    return done.stdout if done.returncode == 0 else ""


def failure(done: Done, what: str) -> BuildFailure:
    """Why Git did not do `what`, in its own words."""
    words = (done.stderr or done.stdout).strip()
    return BuildFailure(words if done.returncode == MISSING else f"{what}: {words}")
