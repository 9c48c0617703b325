"""What is kept holds for one state of the program: another one makes its pages anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Project
from tests.processes import run_python

BUILD = """
from pathlib import Path
from plugins.cms.publish.build import build
print(len(build(Path("pelicanconf.py").absolute()).work.made))
"""


@pytest.fixture
def project(clinic_copy: Project) -> Project:
    """The real site with a copy of the program, built once."""
    shutil.copytree(
        ROOT / "plugins", clinic_copy.folder / "plugins", ignore=shutil.ignore_patterns("*.pyc")
    )
    assert made(clinic_copy) > 0
    assert made(clinic_copy) == 0
    return clinic_copy


def made(project: Project) -> int:
    """How many pages a build makes in a process of its own."""
    done = run_python(BUILD, project.folder)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_a_view(project: Project) -> None:
    """A changed view of the subject is seen on the next pages."""
    change(project.folder / "plugins/clinic/views.py", '"Blog", jsonld', '"Reading", jsonld')
    assert made(project) > 0
    assert "Reading" in project.page("about/").get_text()


def test_a_filter(project: Project) -> None:
    """A changed filter of the engine is seen on the next pages."""
    change(project.folder / "plugins/cms/publish/words.py", "November December", "Fog Frost")
    assert made(project) > 0
    assert "Fog 9, 2026" in project.page("blog/first-visit/").get_text()


def test_what_is_no_part_of_it(project: Project) -> None:
    """A document or a test beside the program changes no page."""
    for name in ("docs/check.md", "tests/test_more.py", "README.md"):
        file = project.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("# More", "utf-8")
    assert made(project) == 0
