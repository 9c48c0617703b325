"""Whoever follows only the authors' guide gets what it says, at each step.

The guide marks its steps: a command that is run (with the exit code that it has), a file that is
written, what is said, and an address that leads to another one. With UPDATE_EXPECTED=1, what is
said is written into the guide.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import ROOT
from tools.hosting import hosted
from tools.visits import opened

PAGE = ROOT / "docs/authors-guide.md"
GUIDE = PAGE.read_text(encoding="utf-8")
STEP = re.compile(
    r"<!-- walk: (?P<what>[a-z]+)(?P<more>[^>]*?) -->\n(?:```\w+\n(?P<text>.*?)```)?", re.DOTALL
)
STEPS = [(one["what"], one["more"].strip(" ,"), one["text"] or "") for one in STEP.finditer(GUIDE)]
CODES = {"": 0, "problems": 1}


@dataclass
class Walk:
    """A clone of the project in which the steps are taken, and what was said last."""

    folder: Path
    said: str = ""

    def run(self, command: str) -> int:
        """Run a command as it is typed at a terminal."""
        program, *arguments = shlex.split(command)
        assert program == "python3"
        environment = {key: value for key, value in os.environ.items() if "PYTEST" not in key}
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        self.said = done.stdout + done.stderr
        return done.returncode


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """A clone as an author has it, set up already with the packages of these tests."""
    folder = tmp_path_factory.mktemp("walk") / "site"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    environment = folder / ".venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin/python").symlink_to(Path(sys.executable).resolve())
    (environment / "lib").symlink_to(Path(sys.prefix, "lib"))
    shutil.copy(Path(sys.prefix, "pyvenv.cfg"), environment)
    stamp = "from tools import bootstrap as b; b._write_stamp((b.RUNTIME, b.DEVELOPMENT))"
    subprocess.run([sys.executable, "-c", stamp], cwd=folder, check=True)
    git = ("git", "-c", "user.name=Author", "-c", "user.email=author@example.org")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "Begin")):
        subprocess.run([*git, *command], cwd=folder, check=True)
    return Walk(folder)


def test_each_step_does_what_the_guide_says(
    walk: Walk, browser: Browser, subtests: pytest.Subtests
) -> None:
    """Each command, message and redirect of the walk is as the guide shows it."""
    assert [what for what, *_ in STEPS].count("run") >= 6
    for number, (what, more, text) in enumerate(STEPS, 1):
        with subtests.test(f"step {number}", what=what, more=more):
            take(walk, browser, what, more, text)


def take(walk: Walk, browser: Browser, what: str, more: str, text: str) -> None:
    """Take one step, and look that it does what the guide says."""
    if what == "run":
        assert walk.run(text.strip()) == CODES[more], walk.said
    elif what == "says":
        if os.environ.get("UPDATE_EXPECTED"):
            guide = PAGE.read_text(encoding="utf-8")
            PAGE.write_text(guide.replace(text, f"{walk.said.strip()}\n"), encoding="utf-8")
        else:
            assert text == f"{walk.said.strip()}\n"
    elif what == "write":
        file = walk.folder / more
        assert file.exists(), "the step before made it"
        file.write_text(text, encoding="utf-8")
    else:
        assert what == "leads"
        old, new = more.split()
        with hosted(walk.folder / "output") as host, opened(browser) as page:
            page.goto(host.address + old)
            page.wait_for_url(host.address + new)
