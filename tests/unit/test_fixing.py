"""Mends are written into files that are still what they were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.cms.edits import Edit, apart
from plugins.cms.errors import Fix, Location, Problem
from plugins.cms.fixing import mend

TEXT = "one  two\n"


def problem(path: str, *fixes: tuple[int, int, str], text: str = TEXT) -> list[Problem]:
    """A problem for each mend."""
    return [
        Problem(Location(path, 1, start + 1), "x", "y", fix=Fix.within(text, start, end, new))
        for start, end, new in fixes
    ]


def test_all_mends_of_a_file_are_made_at_once(tmp_path: Path) -> None:
    """Offsets count in the text as it was; what two problems share is made once."""
    (tmp_path / "a.md").write_text(TEXT)
    found = [*problem("a.md", (3, 5, " "), (0, 3, "1")), *problem("a.md", (3, 5, " "))]
    assert mend(tmp_path, found).made == {"a.md": 2}
    assert (tmp_path / "a.md").read_text() == "1 two\n"


def test_of_mends_that_overlap_the_first_is_made() -> None:
    """The other one would not mean the same place any more."""
    assert apart([Edit(3, 5, "B"), Edit(0, 4, "A")]) == [Edit(0, 4, "A")]


def test_what_cannot_be_mended_is_left(tmp_path: Path) -> None:
    """A problem without a mend touches no file."""
    done = mend(tmp_path, [Problem(Location("gone.md", 1, 1), "x", "y")])
    assert done.made == {} and done.changed == ()


def edited(file: Path) -> None:
    file.write_text("One  two\n")


def deleted(file: Path) -> None:
    file.unlink()


def spoiled(file: Path) -> None:
    file.write_bytes(b"\xff")


def unmerged(file: Path) -> None:
    file.write_text(f"<<<<<<< HEAD\n{TEXT}=======\n>>>>>>> main\n")


@pytest.mark.parametrize("meanwhile", [edited, deleted, spoiled, unmerged])
def test_what_an_author_wrote_meanwhile_stays(
    tmp_path: Path, meanwhile: Callable[[Path], None]
) -> None:
    """Even a change that leaves every offset where it was; the other files are mended."""
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text(TEXT)
    meanwhile(tmp_path / "b.md")
    before = (tmp_path / "b.md").read_bytes() if (tmp_path / "b.md").exists() else None
    found = [one for name in ("a.md", "b.md", "c.md") for one in problem(name, (3, 5, " "))]
    done = mend(tmp_path, found)
    assert done.made == {"a.md": 1, "c.md": 1} and done.changed == ("b.md",)
    after = (tmp_path / "b.md").read_bytes() if (tmp_path / "b.md").exists() else None
    assert after == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []
