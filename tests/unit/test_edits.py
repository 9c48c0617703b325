"""Small changes within a file leave the rest of it byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.cms.edits import ChangedLines, Edit, changed_lines, edited
from plugins.cms.frontmatter import decode

LINES = st.lists(
    st.tuples(st.text("ab é—", max_size=6), st.sampled_from(["\n", "\r\n", "\r"])), max_size=8
)


@given(LINES, st.booleans(), st.text("ab", max_size=4), st.data())
def test_a_change_is_where_it_was_meant(
    lines: list[tuple[str, str]], has_mark: bool, last: str, data: st.DataObject
) -> None:
    """Whatever the line ends, the text is changed as it was read, and nothing else is."""
    raw = b"\xef\xbb\xbf" * has_mark + ("".join(map("".join, lines)) + last).encode()
    text = decode(raw, "a.md")
    assert isinstance(text, str)
    places = st.integers(0, len(text))
    start, end = sorted((data.draw(places), data.draw(places)))
    changed = edited(raw, [Edit(start, end, "new")])
    assert decode(changed, "a.md") == f"{text[:start]}new{text[end:]}"
    assert changed.startswith(edited(raw, [Edit(start, len(text), "")]))
    assert changed.endswith(edited(raw, [Edit(0, end, "")]).removeprefix(b"\xef\xbb\xbf"))
    assert edited(raw, []) == raw


def test_new_lines_end_as_the_others() -> None:
    """A line that is put into a file from Windows ends as Windows has it."""
    assert edited(b"a\r\nb\r\n", [Edit(2, 2, "new\n")]) == b"a\r\nnew\r\nb\r\n"


@pytest.mark.parametrize(
    ("fixes", "shown"),
    [
        ([Edit(4, 7, "2")], [ChangedLines(2, ("two",), ("2",))]),
        ([Edit(4, 4, "new\n")], [ChangedLines(2, (), ("new",))]),
        ([Edit(4, 8, "")], [ChangedLines(2, ("two",), ())]),
        ([Edit(4, 5, "T"), Edit(6, 7, "O")], [ChangedLines(2, ("two",), ("TwO",))]),
        ([Edit(0, 1, "O"), Edit(8, 9, "T")], [
            ChangedLines(1, ("one",), ("One",)), ChangedLines(3, ("three",), ("Three",)),
        ]),
        ([Edit(13, 13, "!")], [ChangedLines(3, ("three",), ("three!",))]),
    ],
)  # fmt: skip
def test_what_is_shown_of_a_change(fixes: list[Edit], shown: list[ChangedLines]) -> None:
    """Whole lines, with their number: as they were, and as they are to be."""
    assert changed_lines("one\ntwo\nthree", fixes) == shown
