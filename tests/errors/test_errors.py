"""Every mistake that an author can make is named with its place and its remedy.

Each folder here holds `content/`, put over the garden's, and `expected.txt`, what the
build says. `UPDATE_EXPECTED=1` writes the files anew, to be read before they are kept.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import Project

CASES = sorted(path for path in Path(__file__).parent.iterdir() if (path / "content").is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_mistake_is_explained_and_changes_nothing(case: Path, garden: Project) -> None:
    """The build says just what is expected, exits 1 and leaves `output` as it was."""
    assert garden.build().code == 0
    before = garden.files()
    shutil.copytree(case / "content", garden.folder / "content", dirs_exist_ok=True)
    outcome = garden.build()
    expected = case / "expected.txt"
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_text(outcome.err, encoding="utf-8")
    assert outcome.err == expected.read_text(encoding="utf-8")
    assert outcome.code == 1
    assert garden.files() == before
