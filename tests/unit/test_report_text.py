"""Problems at a terminal: the line is quoted, and the caret stands below the place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from plugins.cms.errors import Location, Problem
from plugins.cms.report import to_text
from plugins.cms.report.source import Lines
from plugins.cms.report.text import WIDTH


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def quoted(line: str, column: int) -> tuple[str, str]:
    """The quoted line and the one with the caret."""
    Path("a.md").write_text(f"{line}\n", "utf-8")
    lines = to_text((Problem(Location("a.md", 1, column), "x", "y"),)).split("\n")
    return lines[1], lines[2]


@pytest.mark.parametrize(
    ("line", "column", "quote", "caret"),
    [
        ("abc", 2, "    abc", "     ^"),
        ("abc", 1, "    abc", "    ^"),
        ("abc", 4, "    abc", "       ^"),  # just after the line
        ("abc", 99, "    abc", "       ^"),
        ("  abc", 3, "    abc", "    ^"),
        ("漢字kanji", 3, "    漢字kanji", "        ^"),  # each as wide as two letters
        ("e\u0301x", 3, "    e\u0301x", "     ^"),  # an accent of its own has no width
        ("🌿x", 2, "    🌿x", "      ^"),
        ("\tx", 2, r"    \u0009x", "          ^"),  # a tab is spelled out
        ("a\u202eb", 3, r"    a\u202eb", "           ^"),
    ],
)
def test_the_caret_stands_below_the_place(line: str, column: int, quote: str, caret: str) -> None:
    """Whatever stands before it, as wide as a terminal shows it."""
    assert quoted(line, column) == (quote, caret)


@given(st.text(st.sampled_from("ab 漢🌿\t“é"), min_size=1, max_size=300), st.integers(1, 310))
def test_a_quote_is_never_much_wider_than_a_terminal(line: str, column: int) -> None:
    """Of a long line the part around the place is shown, and the caret is below it."""
    Path("a.md").write_text(f"{line}\n", "utf-8")
    text = to_text((Problem(Location("a.md", 1, column), "x", "y"),))
    if not line.strip():
        assert "^" not in text
        return
    quote, caret = text.split("\n")[1:3]
    shown = quote.replace(r"\u0009", "\t")
    assert len(shown) <= 4 + WIDTH + 2
    assert caret.strip() == "^" and cell_len(caret) - 1 <= cell_len(quote) + len(line)
    if column <= len(line) and not line[column - 1].isspace():
        below = next(
            end for end in range(len(quote)) if cell_len(quote[: end + 1]) > caret.index("^")
        )
        assert quote[below] == line[column - 1]


def test_files_are_groups_in_order() -> None:
    """Problems of one file stand together, by line."""
    found = [
        Problem(Location(path, line, 1), "x", "y")
        for path, line in (("b.md", 2), ("a.md", 9), ("b.md", 1), ("a.md", 10))
    ]
    heads = [line.split(" ")[0] for line in to_text(tuple(found)).split("\n") if ": x" in line]
    assert heads == ["a.md:9:1:", "a.md:10:1:", "b.md:1:1:", "b.md:2:1:"]


def test_colors_are_for_terminals_alone() -> None:
    """They are around the place, the code and the caret, and change no letter."""
    Path("a.md").write_text("abc\n", "utf-8")
    problem = Problem(Location("a.md", 1, 2), "x", "y", "z", "warning")
    plain, painted = (to_text((problem,), color=color) for color in (False, True))
    assert "\x1b" not in plain and "\x1b[1;33mwarning: x\x1b[0m" in painted
    for code in ("\x1b[1m", "\x1b[1;33m", "\x1b[0m"):
        painted = painted.replace(code, "")
    assert painted == plain


# -- lines of files ---------------------------------------------------------------


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
