"""Bytes to a Document: any file is read or explained, and every mark is right."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.cms.errors import Problem
from plugins.cms.frontmatter import Document, parse, parse_data
from tests.unit.conftest import document

_YAMLISH = st.lists(
    st.one_of(
        st.sampled_from(
            "a b: : - \n \n\n  [ ] { } , & * ! !!int | > ' \" # % @ ` ? ~ null <<: &x *x ... --- \t"
            " \\ \\u0000 \\xff é \u2028 \x85 \ufeff \U0001f600 : [[ {{ - - ? ? |2 >-"
            " !!python/name:x %YAML %TAG 0o7 1:30".split(" ")
        ),
        st.sampled_from(["\n", "\n  ", "\n- ", ": ", " ", "\r\n", "\r"]),
        st.text(max_size=4),
    ),
    max_size=25,
).map("".join)


def first(read: object) -> Problem:
    assert isinstance(read, tuple) and read
    assert isinstance(read[0], Problem)
    return read[0]


def check_is_explained(raw: bytes, read: object) -> None:
    """A Document whose marks lie in the file, or problems that do."""
    lines = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if isinstance(read, Document):
        places = [place for mark in read.marks.values() for place in (mark.key, mark.value)]
    else:
        assert isinstance(read, tuple) and read
        places = [(one.location.line, one.location.column) for one in read]
    lines.append("")  # an empty value may stand after the last line
    for line, column in places:
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1


@given(st.binary(max_size=200))
@settings(max_examples=150)
def test_any_bytes_are_read_or_explained(raw: bytes) -> None:
    """Whatever the file holds, it is a Document or Problems with a place in it."""
    check_is_explained(raw, parse(raw, "content/a.md"))


@given(_YAMLISH, st.sampled_from(["\n---\n", "\r\n---\r\n", "\n--- \nText.", "\n"]))
@settings(max_examples=500)
def test_anything_like_yaml_is_read_or_explained(text: str, end: str) -> None:
    """Front matter of any shape is a Document or Problems with a place in the file."""
    raw = f"---\n{text}{end}".encode(errors="replace")
    check_is_explained(raw, parse(raw, "content/a.md"))


@given(_YAMLISH)
@settings(max_examples=200)
def test_any_file_of_settings_is_read_or_explained(text: str) -> None:
    """A YAML file of any shape is a Document or Problems with a place in the file."""
    raw = text.encode(errors="replace")
    check_is_explained(raw, parse_data(raw, "content/a.yaml"))


def test_the_body_begins_after_the_second_line_of_hyphens() -> None:
    """The text is kept as it is, and its first line is known."""
    read = document("---\ntitle: A\n---\n\nText\n---\nmore\n")
    assert (read.body, read.body_line) == ("\nText\n---\nmore\n", 4)


@pytest.mark.parametrize(
    ("raw", "line", "column"),
    [
        (b"---\na: 1\nbb:   two\n---\n", 3, 7),
        (b"---\r\na: 1\r\nbb:   two\r\n---\r\n", 3, 7),
        (b"---\ra: 1\rbb:   two\r---\r", 3, 7),
        (b"\xef\xbb\xbf---\na: 1\nbb:   two\n---\n", 3, 7),
        ("---\na: é😀\nbb:   two\n---\n".encode(), 3, 7),
    ],
    ids=["unix", "windows", "old-mac", "byte-order-mark", "non-ascii-above"],
)
def test_a_mark_points_at_its_value(raw: bytes, line: int, column: int) -> None:
    """Lines and columns count from 1 as an editor counts them, whatever ends the lines."""
    read = parse(raw, "content/a.md")
    assert isinstance(read, Document)
    where = read.where("bb")
    assert (where.line, where.column) == (line, column)


def test_columns_count_characters_and_not_bytes() -> None:
    """An accent or an emoji in front of a value moves it by one column."""
    read = document("---\né: [😀, ü, x]\n---\n")
    assert read.where("é", 2).column == 11


def test_a_name_has_a_place_of_its_own() -> None:
    """The place of a field's name is where its line begins, not its value."""
    read = document("---\ngroup:\n  name: value\n---\n")
    assert (read.where("group", "name", key=True).column, read.where("group", "name").column) == (
        3,
        9,
    )


def test_a_value_that_is_not_there_is_placed_in_the_group_around_it() -> None:
    """A missing field is reported where its group is."""
    read = document("---\ntitle: A\ngroup:\n  name: value\n---\n")
    assert read.where("group", "other").line == 4


def test_text_is_found_from_a_line_on() -> None:
    """A word in the body is found in the body, not in the front matter."""
    read = document("---\ntitle: word\n---\nOne\na word\n")
    where = read.find("word", read.body_line)
    assert (where.line, where.column) == (5, 3)


@pytest.mark.parametrize(
    ("raw", "code", "line", "column"),
    [
        (b"", "missing-front-matter", 1, 1),
        (b"title: A\n", "missing-front-matter", 1, 1),
        (b"---\ntitle: A\n", "unclosed-front-matter", 1, 1),
        (b"---\n---\n", "empty-front-matter", 2, 1),
        (b"---\n# a comment\n---\n", "empty-front-matter", 2, 1),
        (b"---\n- a\n---\n", "not-fields", 2, 1),
        (b"---\ntitle: \xff\n---\n", "not-utf8", 2, 8),
        ("---\nü: é\n---\nüü".encode() + b"\xe9", "not-utf8", 4, 3),
        (b"---\r\na: 1\r\n---\r\nx\xe9", "not-utf8", 4, 2),
        (b"---\ra: 1\r---\rx\xe9", "not-utf8", 4, 2),
        (b"\xef\xbb\xbf---\na: 1\n---\nx\xe9", "not-utf8", 4, 2),
        ("---\na: 1\n---\n".encode("utf-16"), "not-utf8", 1, 1),
        (b"---\ntitle: a\x00b\n---\n", "invisible-character", 2, 9),
        ("---\ntitle: a\u2028b\n---\n".encode(), "invisible-character", 2, 9),
        ("---\ntitle: a\x85b\n---\n".encode(), "invisible-character", 2, 9),
        ("---\ntitle: a\ufeffb\n---\n".encode(), "invisible-character", 2, 9),
        ("---\ntitle: a\uffffb\n---\n".encode(), "invisible-character", 2, 9),
        ("---\na: 1\n---\nText \u202e text\n".encode(), "invisible-character", 4, 6),
    ],
)
def test_a_file_that_cannot_be_read_is_placed(
    raw: bytes, code: str, line: int, column: int
) -> None:
    """What is wrong with a file as a whole has a code and the right place."""
    problem = first(parse(raw, "content/a.md"))
    found = (problem.code, problem.location.line, problem.location.column)
    assert found == (code, line, column)


def test_a_file_of_settings_may_be_anything_but_fields() -> None:
    """A YAML file that is a list is refused at its first line."""
    assert first(parse_data(b"- a\n", "content/a.yaml")).code == "not-fields"
