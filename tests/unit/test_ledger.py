"""The ledger as a file: how it is read, and how it grows."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cms.errors import BuildFailure
from plugins.cms.ledger import add, read_ledger, url_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "published-urls.txt"


def test_a_list_is_read_however_it_was_saved(file: Path) -> None:
    """Comments, empty lines, line ends of Windows, spaces and repeated lines do no harm."""
    file.write_bytes(b"\xef\xbb\xbf# Words\r\n\r\n /b/ \r\n/a/?\r\n/a/%C3%A4.csv\r\n/b/\r\n/c/")
    ledger = read_ledger(file, "urls.txt")
    assert ledger.lines == {"/b/": 3, "/a/%C3%A4.csv": 5, "/c/": 7}
    assert [(one.code, str(one.location)) for one in ledger.problems] == [
        ("bad-ledger-line", "urls.txt:4:1")
    ]


def test_without_a_file_nothing_was_published(file: Path) -> None:
    """A site that never went live has no list, and nothing is wrong with that."""
    assert read_ledger(file, "urls.txt").lines == {}


@pytest.mark.parametrize("line", ["a/", "//elsewhere.test/", "/ä/", "/a%2/", "/a b/", "/a/#b"])
def test_what_is_no_address_is_named(file: Path, line: str) -> None:
    """An address begins with one slash and is written as a browser sends it."""
    file.write_text(f"{line}\n", encoding="utf-8")
    assert [one.code for one in read_ledger(file, "x").problems] == ["bad-ledger-line"]


def test_a_conflict_of_git_is_one_problem(file: Path) -> None:
    """Whatever the style of the conflict, and the addresses in it still count."""
    file.write_text("<<<<<<< a\n/a/\n||||||| x\n=======\n/b/\n>>>>>>> b\n", encoding="utf-8")
    ledger = read_ledger(file, "x")
    assert [one.code for one in ledger.problems] == ["ledger-conflict"]
    assert set(ledger.lines) == {"/a/", "/b/"}


def test_a_list_that_is_no_text_is_named(file: Path) -> None:
    """A file in another encoding is a problem, not a failure."""
    file.write_bytes("/a/\n".encode("utf-16"))
    assert [one.code for one in read_ledger(file, "x").problems] == ["not-utf8"]


def test_a_list_grows_in_order_and_keeps_its_form(file: Path) -> None:
    """Words at the top, line ends, permissions and every address stay; repeated lines go."""
    file.write_bytes(b"# Words\r\n/c/\r\n# More\r\n/a/\r\n/c/\r\n")
    file.chmod(0o640)
    assert add(file, ["/b/", "/a/"]) == 1
    assert file.read_bytes() == b"# Words\r\n# More\r\n/a/\r\n/b/\r\n/c/\r\n"
    assert file.stat().st_mode & 0o777 == 0o640


def test_nothing_new_changes_nothing(file: Path) -> None:
    """A list that has all addresses stays as it is, byte for byte."""
    file.write_bytes(b"/b/\n\n/a/")
    assert add(file, ["/a/", "/b/"]) == 0
    assert file.read_bytes() == b"/b/\n\n/a/"


def test_a_damaged_list_is_not_written(file: Path) -> None:
    """What nobody understands is not thrown away: it is named, and stays."""
    file.write_bytes(b"/a/\nwhat is this\n")
    with pytest.raises(BuildFailure, match="what is this"):
        add(file, ["/b/"])
    assert file.read_bytes() == b"/a/\nwhat is this\n"


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("index.html", "/"),
        ("a/index.html", "/a/"),
        ("a/b.html", "/a/b.html"),
        ("ä b/100%.csv", "/%C3%A4%20b/100%25.csv"),
    ],
)
def test_an_address_is_encoded_once(path: str, url: str) -> None:
    """As a browser sends it, so that a reader of the list can follow it."""
    assert url_of(path) == url
