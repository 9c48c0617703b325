"""Debian's packages, for what the tests need and PyPI does not have."""

from __future__ import annotations

import os
import shutil
import subprocess

from .bootstrap import say

_QUIET = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def install(package: str) -> bool:
    """Install a package of Debian; False where this is not Debian, not root, or it fails."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    say(f"Installing {package} (once)…")
    steps = (["update"], ["install", "--yes", "--no-install-recommends", package])
    return all(_apt_get(*step) for step in steps)


def _apt_get(*arguments: str) -> bool:
    command = ["apt-get", "--quiet", *arguments]
    done = subprocess.run(
        command, env=_QUIET, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return done.returncode == 0
