"""Every mistake that an author can make is named with its place and its remedy.

Each folder here is put over the garden's, all but `expected.txt`, which is what the build
says. `UPDATE_EXPECTED=1` writes the files anew, to be read before they are kept.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import Project

CASES = sorted(path for path in Path(__file__).parent.iterdir() if (path / "expected.txt").exists())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_mistake_is_explained_and_changes_nothing(case: Path, garden: Project) -> None:
    """The build says just what is expected, exits 1 and leaves `output` as it was."""
    assert garden.build().code == 0
    before = garden.files()
    expected = case / "expected.txt"
    over = shutil.ignore_patterns(expected.name)
    shutil.copytree(case, garden.folder, ignore=over, dirs_exist_ok=True)
    outcome = garden.build()
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_text(outcome.err, encoding="utf-8")
    assert outcome.err == expected.read_text(encoding="utf-8")
    assert outcome.code == 1
    assert garden.files() == before
