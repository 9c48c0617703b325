"""Renews the lock files from pyproject.toml and package.json."""

from __future__ import annotations

import os
import subprocess
import sys

from .bootstrap import DEVELOPMENT, ROOT, RUNTIME
from .node import find_npm

_FORM = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
)
_DEVELOPMENT = ("--extra=dev", f"--constraint={RUNTIME.name}")

_NPM = (
    "--package-lock-only",
    "--omit-lockfile-registry-resolved",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
)


def renew(*, upgrade: bool = False) -> int:
    """Write the three lock files; return 0, or the exit code of what failed.

    What is locked stays where pyproject.toml admits it, unless `upgrade` asks for the newest.
    The hashes are those of the public index, whatever this machine is set up to use.
    """
    uv = [sys.executable, "-m", "uv", "--no-config", "pip", "compile", *_FORM]
    if upgrade:
        uv.append("--upgrade")
    steps = (
        (*uv, "pyproject.toml", f"--output-file={RUNTIME.name}"),
        (*uv, "pyproject.toml", *_DEVELOPMENT, f"--output-file={DEVELOPMENT.name}"),
        (find_npm(), "install", *_NPM),
    )
    return next((code for code in map(_call, steps) if code), 0)


def _call(command: tuple[str, ...]) -> int:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_"))
    }
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
