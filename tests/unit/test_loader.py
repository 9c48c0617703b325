"""The content folder is read whole; what is no plain file of a sensible size is refused."""

from __future__ import annotations

import os

import pytest

from tests.conftest import Project
from tests.processes import run_python, without_rights
from tests.unit.conftest import content_of, plant


def found(garden: Project) -> dict[str, str]:
    """The code of the problem with each file."""
    return {one.location.path: one.code for one in content_of(garden).problems}


def test_the_garden_has_no_problem(garden: Project) -> None:
    """Entries, settings, references and pictures are all there."""
    content = content_of(garden)
    assert content.problems == ()
    assert len(content.entries) == 9 and content.unread == ()
    assert set(content.data) == {"garden"} and content.library is not None
    assert content.assets == {"images/rose.svg"}


def test_a_named_pipe_is_refused_unread(garden: Project) -> None:
    """A pipe, on which reading would wait for ever, is named."""
    os.mkfifo(garden.folder / "content/plants/pipe.md")
    os.mkfifo(garden.folder / "content/images/pipe.svg")
    assert found(garden) == {
        "content/plants/pipe.md": "not-a-file",
        "content/images/pipe.svg": "not-a-file",
    }


@pytest.mark.parametrize("target", ["/etc/passwd", "rose.md", "nowhere"])
def test_a_symbolic_link_is_refused(garden: Project, target: str) -> None:
    """A link is not followed, wherever it leads."""
    (garden.folder / "content/plants/link.md").symlink_to(target)
    assert found(garden) == {"content/plants/link.md": "link-file"}


@pytest.mark.parametrize("target", [".", "..", "/etc"])
def test_a_link_to_a_folder_is_refused(garden: Project, target: str) -> None:
    """Folders that contain themselves, or lie outside, are not entered."""
    (garden.folder / "content/plants/loop").symlink_to(target, target_is_directory=True)
    assert found(garden) == {"content/plants/loop": "link-file"}


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("plants/big.md", 50_000_000),
        ("images/big.jpg", 50_000_000),
        ("garden.yaml", 50_000_000),
        ("references.json", 50_000_000),
        ("plants/big.md", 1_000_001),
    ],
)
def test_a_file_that_is_too_large_is_refused_unread(garden: Project, path: str, size: int) -> None:
    """The size is looked at before the file is opened."""
    with (garden.folder / "content" / path).open("wb") as stream:
        stream.truncate(size)
    assert found(garden) == {f"content/{path}": "file-too-large"}


@pytest.mark.parametrize(
    "name", [".hidden.md", "~lock.md", "#rose.md#", "rose.md~", ".git/HEAD.md", ".#rose.md"]
)
def test_what_editors_leave_behind_is_passed_over(garden: Project, name: str) -> None:
    """Hidden and backup files are neither read nor reported."""
    garden.write(f"plants/{name}", "no front matter")
    content = content_of(garden)
    assert content.problems == () and len(content.entries) == 9


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("stray.md", "stray-file"),
        ("other/stray.md", "stray-file"),
    ],
)
def test_a_file_that_would_not_be_on_the_site_is_named(
    garden: Project, path: str, code: str
) -> None:
    """No page is lost in silence because of its folder."""
    garden.write(path, plant())
    assert found(garden) == {f"content/{path}": code}


def test_entries_may_lie_in_folders_of_their_own(garden: Project) -> None:
    """A folder below the one of the collection changes nothing."""
    garden.write("plants/herbs/mint.md", plant())
    entry = next(one for one in content_of(garden).entries if one.slug == "mint")
    assert (entry.kind, entry.url) == ("plant", "plants/mint/")


def test_a_file_of_settings_that_is_missing_is_named(garden: Project) -> None:
    """The site does not do without its settings."""
    (garden.folder / "content/garden.yaml").unlink()
    assert found(garden) == {"content/garden.yaml": "missing-file"}


def test_a_missing_content_folder_is_a_problem(garden: Project) -> None:
    """Without content there is one message: that files in it are missing follows from it."""
    (garden.folder / "content").rename(garden.folder / "elsewhere")
    assert found(garden) == {"content": "no-content"}


def test_a_file_name_that_is_no_text_can_be_reported(garden: Project) -> None:
    """A name in another encoding, from an old archive, is spelled out in the message."""
    name = os.fsdecode(b"caf\xe9.md")
    try:
        (garden.folder / "content/plants" / name).write_text(plant(), encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    assert found(garden) == {"content/plants/caf\\udce9.md": "bad-file-name"}


def test_the_order_of_problems_is_that_of_the_names(garden: Project) -> None:
    """Files are read in the order of their paths, whatever the disk says."""
    for name in ("c", "a", "b"):
        garden.write(f"plants/{name}.md", "nothing")
    paths = [one.location.path for one in content_of(garden).problems]
    assert paths == [f"content/plants/{name}.md" for name in "abc"]


def test_a_file_that_may_not_be_read_is_named(garden: Project) -> None:
    """Rights that are missing are reported with the file, by somebody who is not root."""
    closed = garden.write("plants/mint.md", plant())
    folder = garden.write("plants/herbs/thyme.md", plant()).parent
    closed.chmod(0)
    folder.chmod(0)
    done = run_python(
        "from plugins.cms.commands import check\nraise SystemExit(check(settings='settings.py'))",
        garden.folder,
        wrapper=without_rights(),
    )
    folder.chmod(0o755)
    assert done.returncode == 1
    lines = [line for line in done.stdout.split("\n") if ": unreadable" in line]
    assert [line.partition(":")[0] for line in lines] == [
        "content/plants/herbs",
        "content/plants/mint.md",
    ]
