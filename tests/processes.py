"""What tests run in a process of its own: programs of Python, with fewer rights or not, and Git."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import ROOT


def surroundings(**more: str) -> dict[str, str]:
    """The environment in which a process finds the engine from any folder."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **more}


def run_python(
    program: str, folder: Path, *arguments: str, wrapper: Sequence[str] = (), **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end in a folder. `wrapper` is what the command begins with."""
    return subprocess.run(
        [*wrapper, sys.executable, "-c", program, *arguments],
        cwd=folder,
        env=surroundings(**more),
        capture_output=True,
        text=True,
        check=False,
    )


def without_rights() -> list[str]:
    """What makes the rights of files hold for root as well."""
    rights = "--bounding-set=-dac_override,-dac_read_search,-fowner"
    return ["setpriv", rights, "--inh-caps=-all"] if os.getuid() == 0 else []


def git(*arguments: str, cwd: Path) -> str:
    """What Git says, asked by somebody who has a name."""
    identity = ("-c", "user.name=Tess", "-c", "user.email=tess@garden.test")
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=cwd, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
