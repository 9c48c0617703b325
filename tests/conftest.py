"""What the tests share: copies of the garden, and ways to build them."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from hypothesis import settings

from plugins.cms import commands
from tools import trial
from tools.trial import SITEURL

if TYPE_CHECKING:
    from tests.previews import Preview

# The same examples on every machine, and no deadline: a run that fails can be repeated. Set here,
# where it is in time for every test, whatever is collected first.
settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
settings.load_profile("repeatable")

ROOT = Path(__file__).parent.parent
GARDEN = Path(__file__).parent / "garden"
DAY = "1795608000"


@dataclass(frozen=True)
class Outcome:
    """What a command returned and printed."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Project:
    """A copy of a site in a folder of its own."""

    folder: Path
    settings: str

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def write(self, path: str, content: str | bytes) -> Path:
        """Put a file below the content folder."""
        file = self.folder / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def build(self) -> Outcome:
        return self._run(commands.build, settings=self.settings)

    def check(self, format: str = "text", **options: object) -> Outcome:
        return self._run(commands.check, format=format, settings=self.settings, **options)

    def rename(self, kind: str, old: str, new: str, dry_run: bool = False) -> Outcome:
        return self._run(
            commands.rename, kind=kind, old=old, new=new, dry_run=dry_run, settings=self.settings
        )

    def content(self) -> dict[str, bytes]:
        """Every file below `content`."""
        top = self.folder / "content"
        return {
            path.relative_to(top).as_posix(): path.read_bytes()
            for path in sorted(top.rglob("*"))
            if path.is_file()
        }

    def publish(self, allow_placeholders: bool = False) -> Outcome:
        return self._run(commands.publish, allow_placeholders=allow_placeholders)

    def deploy(self, target: str) -> Outcome:
        return self._run(commands.deploy, target=target, allow_placeholders=True)

    def note(self) -> Outcome:
        return self._run(commands.ledger)

    def page(self, path: str) -> BeautifulSoup:
        """A built page; `path` is its address without the first slash."""
        file = self.output / path
        file = file / "index.html" if file.is_dir() else file
        return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")

    def files(self) -> dict[str, bytes]:
        """Every file below `output`."""
        top = self.output.resolve()
        return {
            path.relative_to(top).as_posix(): path.read_bytes()
            for path in sorted(top.rglob("*"))
            if path.is_file()
        }

    def _run(self, command, **arguments) -> Outcome:  # type: ignore[no-untyped-def]
        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = command(**arguments)
        return Outcome(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview of the garden, for the tests of one file."""
    from tests.previews import start_with_site

    preview = start_with_site(tmp_path_factory.mktemp("preview"))
    yield preview
    preview.end()


@pytest.fixture
def preview(running: Preview) -> Iterator[Preview]:
    """The preview that most tests of a file share; afterward its files are as they were."""
    yield running
    running.mend()


@pytest.fixture
def garden(tmp_path: Path) -> Project:
    """The garden, in a folder of its own."""
    return copy_of_the_garden(tmp_path)


def copy_of_the_garden(folder: Path) -> Project:
    garden = folder / "garden"
    shutil.copytree(GARDEN, garden, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    shutil.copy(GARDEN / "settings.py", garden)
    return Project(garden, "settings.py")


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The real site, built once. Only to look at."""
    project = copy_of_the_clinic(tmp_path_factory.mktemp("clinic"))
    outcome = project.build()
    assert outcome.code == 0, outcome.err
    return project


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The real site as readers will get it, built once. Only to look at."""
    project = filled_in(copy_of_the_clinic(tmp_path_factory.mktemp("published")))
    outcome = project.publish()
    assert outcome.code == 0, outcome.err
    return project


@pytest.fixture
def clinic_copy(tmp_path: Path) -> Project:
    """The real site in a folder of its own, not built, to be changed."""
    return copy_of_the_clinic(tmp_path)


def copy_of_the_clinic(folder: Path) -> Project:
    trial.copy_to(folder)
    return Project(folder, "pelicanconf.py")


def filled_in(project: Project, siteurl: str = SITEURL) -> Project:
    """The same with an address and, in place of placeholders, details of a clinic."""
    trial.fill_in(project.folder, siteurl)
    return project


def pytest_configure() -> None:
    """Let all fixtures be made on the same day as well, and everything hear what ends programs.

    What a shell starts in the background, or `nohup`, ignores signals, as does all that it starts.
    What comes here of a closed terminal is passed over.
    """
    os.environ["SOURCE_DATE_EPOCH"] = DAY
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: None)


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test happens on the same day, and leaves no compiled modules in its folder."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    yield
    os.umask(os.umask(0o022))
