"""The lines that a report quotes, as their files have them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins.cms.errors import Location
from plugins.cms.report.source import Lines


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_those_that_were_checked(end: str) -> None:
    """All line ends count, a byte order mark does not, and no other character ends a line."""
    Path("a.md").write_bytes(f"\ufeffone{end}t\x0cw\u2028o{end}".encode())
    lines = Lines()
    found = [lines.at(Location("a.md", number, 1)) for number in range(5)]
    assert found == [None, "one", "t\x0cw\u2028o", "", None]


def test_what_is_no_text_has_no_lines() -> None:
    """Nothing is quoted from it, and nobody waits for a pipe."""
    Path("binary").write_bytes(b"\xff\xfe")
    Path("plain").write_text("secret")
    Path("link").symlink_to("plain")
    os.mkfifo("pipe")
    Path("folder").mkdir()
    lines = Lines()
    for path in ("binary", "link", "pipe", "folder", "gone"):
        assert lines.at(Location(path, 1, 1)) is None
