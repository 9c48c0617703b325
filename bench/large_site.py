"""A large site to measure: this project's own, with many more entries whose texts all differ."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

from bench.content import Entry, make_entries, with_front_matter
from tools.bootstrap import ROOT

_PROJECT = (
    "content theme plugins tools tasks.py pelicanconf.py publishconf.py pyproject.toml "
    "requirements.lock requirements-dev.lock"
).split()

_STAMP = "from tools import bootstrap as b; b._write_stamp((b.RUNTIME, b.DEVELOPMENT))"


def make(folder: Path, entries: int) -> None:
    """Put this project into a new folder, with so many entries more, four in five conditions."""
    write(folder, make_entries(entries))


def write(folder: Path, entries: Iterable[Entry]) -> None:
    """Put this project into a new folder, with these entries more.

    Its `.venv` is one of its own, with the packages of this one.
    """
    leave_out = shutil.ignore_patterns("__pycache__")
    for name in _PROJECT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=leave_out)
        else:
            shutil.copy(source, folder / name)
    for entry in entries:
        file = folder / "content" / entry.path
        file.write_text(with_front_matter(entry), encoding="utf-8")
    _make_venv(folder / ".venv")


def _make_venv(folder: Path) -> None:
    """An environment that takes its packages from this one, and the scripts that start them."""
    venv.create(folder, symlinks=True, with_pip=False)
    ours, theirs = Path(sys.prefix), folder
    packages = next(theirs.glob("lib/python*/site-packages"))
    packages.rmdir()
    packages.symlink_to(next(ours.glob("lib/python*/site-packages")))
    script = (ours / "bin/inv").read_text(encoding="utf-8")
    (theirs / "bin/inv").write_text(script.replace(str(ours), str(theirs)), encoding="utf-8")
    (theirs / "bin/inv").chmod(0o755)
    subprocess.run([theirs / "bin/python", "-c", _STAMP], cwd=folder.parent, check=True)
