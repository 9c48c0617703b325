"""Files are put into a new folder, by what a former one has where that is the very same."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.cms.publish.places import Places


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file that is to be a page."""
    file = tmp_path / "kept"
    file.write_text("a page")
    return file


@pytest.fixture
def spare(tmp_path: Path, kept: Path) -> Path:
    """A former site in which this file is a page in a folder of its own."""
    spare = tmp_path / "spare"
    (spare / "plants/rose").mkdir(parents=True)
    os.link(kept, spare / "plants/rose/index.html")
    return spare


def put(tmp_path: Path, kept: Path, spare: Path | None, path: str) -> Path:
    """The new folder, with the file at this path."""
    Places(tmp_path / "new", spare).put(kept, path)
    file = tmp_path / "new" / path
    assert file.samefile(kept) and not file.is_symlink()
    assert [one for one in (tmp_path / "new").rglob("*") if not one.is_dir()] == [file]
    return file


def test_the_same_folder_is_taken_over(tmp_path: Path, kept: Path, spare: Path) -> None:
    """It is moved, and gone from the former site."""
    number = (spare / "plants/rose").stat().st_ino
    file = put(tmp_path, kept, spare, "plants/rose/index.html")
    assert file.parent.stat().st_ino == number
    assert not (spare / "plants/rose").exists()


def foreign(folder: Path) -> None:
    (folder / "index.html").unlink()
    (folder / "index.html").write_text("a page")


def stray(folder: Path) -> None:
    (folder / "stray.html").write_text("foreign")


def missing(folder: Path) -> None:
    (folder / "index.html").unlink()


def a_link(folder: Path) -> None:
    (folder / "index.html").rename(folder.parent / "page")
    (folder / "index.html").symlink_to(folder.parent / "page")


def a_link_to_a_folder(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to(folder.with_name("elsewhere"))


def another_name(folder: Path) -> None:
    (folder / "index.html").rename(folder / "other.html")


def a_file(folder: Path) -> None:
    (folder / "index.html").unlink()
    folder.rmdir()
    folder.write_text("foreign")


@pytest.mark.parametrize(
    "change", [foreign, stray, missing, a_link, a_link_to_a_folder, another_name, a_file]
)
def test_another_folder_is_not(
    tmp_path: Path, kept: Path, spare: Path, change: Callable[[Path], None]
) -> None:
    """Whatever it has is left where it is, and the file is linked."""
    change(spare / "plants/rose")
    put(tmp_path, kept, spare, "plants/rose/index.html")


def test_without_a_former_site(tmp_path: Path, kept: Path, spare: Path) -> None:
    """Files are linked, also at the top, and beside each other."""
    places = Places(tmp_path / "new", None)
    for path in ("plants/rose/index.html", "plants/rose/more.html", "plants/index.html"):
        places.put(kept, path)
        assert (tmp_path / "new" / path).samefile(kept)


def test_a_file_at_the_top(tmp_path: Path, kept: Path, spare: Path) -> None:
    """A whole site is never taken over."""
    (spare / "plants/rose/index.html").rename(spare / "index.html")
    put(tmp_path, kept, spare, "index.html")
    assert (spare / "index.html").exists()


def test_a_second_file_in_a_folder_that_was_taken_over(
    tmp_path: Path, kept: Path, spare: Path
) -> None:
    """It is put beside the first."""
    places = Places(tmp_path / "new", spare)
    places.put(kept, "plants/rose/index.html")
    places.put(kept, "plants/rose/more.html")
    assert sorted(os.listdir(tmp_path / "new/plants/rose")) == ["index.html", "more.html"]  # noqa: PTH208
