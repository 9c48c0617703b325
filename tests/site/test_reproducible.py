"""The same content gives the same bytes, on any machine and at any time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Project
from tests.processes import surroundings

BUILD = """
import os
os.umask(int(os.environ["MASK"], 8))
from plugins.cms.commands import build
raise SystemExit(build(settings="settings.py"))
"""

MACHINES = (
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0", "MASK": "022"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "MASK": "077"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "7", "MASK": "002"},
    {"TZ": "Asia/Kolkata", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "42", "MASK": "027"},
)
"""Locales that a machine does not have are taken for C by the system."""


@pytest.fixture
def full_garden(garden: Project) -> Project:
    """A garden with notes, tags and attachments enough for an order to be lost."""
    for number in range(12):
        garden.write(f"notes/plan-{number}.txt", "a plan")
        garden.write(
            f"notes/note-{number}.md",
            f"---\ntitle: Note {number % 3}\nstatus: published\ndate: 2026-04-{number % 4 + 1:02}\n"
            f"summary: A note.\ncategory: C{number % 3}\ntags: [T{number % 5}, T{number % 4 + 5}]\n"
            f"aliases: [/was/{number}/]\n---\n[Plan]({{attach}}plan-{number}.txt)\n",
        )
        garden.write(
            f"plants/plant-{number}.md",
            "---\ntitle: Plant\nstatus: published\ndate: 2026-04-01\nsummary: A plant.\n"
            "bed: border\nneighbors: [rose, lavender]\nsources: [rhs-2020]\n---\n",
        )
    return garden


def copy(project: Project, folder: Path) -> Project:
    shutil.copytree(project.folder, folder, symlinks=True, ignore=shutil.ignore_patterns("*output"))
    return Project(folder, project.settings)


def test_two_machines_give_the_same_bytes(full_garden: Project, tmp_path: Path) -> None:
    """Folder, time zone, locale, rights of new files and hash seed leave no trace in the site."""
    found: list[dict[str, bytes]] = []
    for number, machine in enumerate(MACHINES):
        project = copy(full_garden, tmp_path / f"machine {number}" / ("x" * number) / "site")
        done = subprocess.run(
            [sys.executable, "-c", BUILD],
            cwd=project.folder,
            env=surroundings(**machine),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found.append(project.files())
    for other in found[1:]:
        assert other == found[0]


def test_the_day_of_the_build_leaves_no_trace(
    full_garden: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Built years later, the same content is the same site."""
    full_garden.build()
    before = full_garden.files()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_795_608_000 + 5 * 365 * 86_400))
    full_garden.build()
    assert full_garden.files() == before


def test_the_times_of_files_leave_no_trace(full_garden: Project) -> None:
    """A fresh checkout, in which every file is new, gives the same site."""
    full_garden.build()
    before = full_garden.files()
    for path in (full_garden.folder / "content").rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    full_garden.build()
    assert full_garden.files() == before


@pytest.fixture
def unsorted() -> Iterator[Path]:
    """A folder on a disk that lists files in the order in which they were made, if there is one."""
    memory = Path("/dev/shm")
    where = memory if os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(dir=where))
    yield folder
    shutil.rmtree(folder)


def test_the_order_of_files_on_the_disk_leaves_no_trace(
    full_garden: Project, unsorted: Path
) -> None:
    """A disk that lists the same files in another order gives the same site."""
    full_garden.build()
    sources = sorted(
        path
        for path in full_garden.folder.rglob("*")
        if path.is_file()
        and not path.is_relative_to(full_garden.folder / ".output")
        and not path.is_relative_to(full_garden.output)
    )
    for name, order in (("up", sources), ("down", sources[::-1])):
        for source in order:
            target = unsorted / name / source.relative_to(full_garden.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
        project = Project(unsorted / name, full_garden.settings)
        assert project.build().err == ""
        assert project.files() == full_garden.files()


@pytest.mark.parametrize(
    "path", ["plants/rose.md", "notes/note-3.md", "garden.yaml", "references.json"]
)
def test_a_broken_file_leaves_the_site_as_it_was(full_garden: Project, path: str) -> None:
    """With one wrong file of content the site that readers see stays, to the last byte."""
    full_garden.build()
    before = full_garden.files()
    where = full_garden.output.resolve()
    full_garden.write(path, "---\n[")
    assert full_garden.build().code == 1
    assert full_garden.files() == before
    assert full_garden.output.resolve() == where
