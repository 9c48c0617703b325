"""YAML is read strictly, and every scalar stays what was typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.cms.errors import Problem
from plugins.cms.marked_yaml import read_carefully, read_yaml
from plugins.cms.usual_yaml import MAX_DEPTH, read_usual


def value(text: str) -> Any:
    """What `a: TEXT` holds."""
    read = read_yaml(f"a: {text}", "a.md")
    assert isinstance(read, dict), read
    return read["a"]


def refused(text: str) -> Problem:
    """The first problem of a text."""
    read = read_yaml(text, "a.md")
    assert isinstance(read, tuple), read
    return read[0]


@pytest.mark.parametrize(
    "typed",
    """no yes on off true False y n 1:30 010 0o10 1.10 0x1F 1e3 .inf 2026-01-01 1_000 +1 -0
    2026-01-01T00:00:00Z = <<""".split(),
)
def test_a_scalar_stays_what_was_typed(typed: str) -> None:
    """No value turns into a truth value, a number or a date behind the author's back."""
    assert value(typed) == typed


@pytest.mark.parametrize("typed", ["", "~", "null", "Null", "NULL"])
def test_a_plain_null_is_nothing(typed: str) -> None:
    """The words of YAML 1.2 for nothing count as left out."""
    assert value(typed) is None


@pytest.mark.parametrize("typed", ["nULL", "none", "None", "-"])
def test_other_words_for_nothing_are_text(typed: str) -> None:
    """What YAML 1.2 does not know as null is text."""
    assert value(f"'{typed}'") == typed


@pytest.mark.parametrize("typed", ['"null"', "'~'", '""'])
def test_a_null_in_quotes_is_text(typed: str) -> None:
    """Quotes keep a text from being nothing."""
    assert value(typed) == typed[1:-1]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("'it''s'", "it's"),
        ('"a\\tb\\u00e9"', "a\tbé"),
        (">-\n  one\n  two\n\n  three", "one two\nthree"),
        ("|\n  one\n    two\n", "one\n  two\n"),
        ("[no, 010, [1.10]]", ["no", "010", ["1.10"]]),
        ("{b: yes}", {"b": "yes"}),
        ("a#b", "a#b"),
        ("https://example.org/x:y", "https://example.org/x:y"),
    ],
)
def test_the_forms_of_text_lists_and_groups(typed: str, meant: object) -> None:
    """Quotes, long texts, lists and groups are read as YAML has it."""
    assert value(typed) == meant


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3", "duplicate-key", 3, 1),
        ("a: 1\nb:\n  c: 1\n  c: 2", "duplicate-key", 4, 3),
        ("a: &x 1\nb: *x", "yaml-alias", 2, 4),
        ("a: &Sons and Co", "yaml-anchor", 1, 4),
        ("a: !!int 1", "yaml-tag", 1, 4),
        ("a: ! b", "yaml-tag", 1, 4),
        ("a: !important b", "yaml-tag", 1, 4),
        ("<<: *x", "yaml-alias", 1, 5),
        ("? [a]\n: 1", "bad-key", 1, 3),
        ("? {a: 1}\n: 1", "bad-key", 1, 3),
        ('"": 1', "bad-key", 1, 1),
        ("a: 1\n--- {b: 1}", "second-document", 2, 1),
        ("a:\n\tb: 1", "tab", 2, 1),
        ("a: b: c", "bad-yaml", 1, 5),
        ("  a: 1\nb: 2\n", "bad-yaml", 2, 1),
        ("title Spring\n\nstatus: draft", "bad-yaml", 1, 1),
        ("a: 'x", "bad-yaml", 1, 4),
        ('a: "x', "bad-yaml", 1, 4),
        ("a: @x", "bad-yaml", 1, 4),
        ("a: `x`", "bad-yaml", 1, 4),
        ("a: %x", "bad-yaml", 1, 4),
        ('a: "\\q"', "bad-yaml", 1, 5),
        ("a: - b", "bad-yaml", 1, 4),
        ("a: 1\n- b", "bad-yaml", 2, 1),
        ("ü: 1\néé: 'x", "bad-yaml", 2, 5),
        ("a: 1\nb:2\nc: 3", "bad-yaml", 2, 2),
        ("a: 1\n\nb:2", "bad-yaml", 3, 2),
        ("a:1\n\nb: 3", "bad-yaml", 1, 2),
        ("a:\n  - b\n    - c\n    - d", "bad-yaml", 3, 5),
    ],
)
def test_what_is_refused_has_a_code_and_a_place(
    text: str, code: str, line: int, column: int
) -> None:
    """Each thing that YAML allows or forbids, and we refuse, is named where it stands."""
    problem = refused(text)
    found = (problem.code, problem.location.line, problem.location.column)
    assert found == (code, line, column)


def test_a_second_name_says_where_the_first_one_is() -> None:
    """The hint about a name that is there twice counts lines of the whole file."""
    read = read_yaml("a: 1\nb: 2\na: 3", "a.md", first_line=2)
    assert isinstance(read, tuple)
    assert "line 2" in read[0].hint


def test_nesting_ends_at_its_limit() -> None:
    """Groups as deep as the limit are read, and one more is refused."""
    deep = "a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert isinstance(read_yaml(deep, "a.md"), dict)
    assert refused(f"a: {'[' * MAX_DEPTH}{']' * MAX_DEPTH}").code == "too-deep"


@pytest.mark.parametrize("start", ["[", "{", "{a: ", "[{", "- ", "? "])
def test_nesting_that_never_ends_is_refused(start: str) -> None:
    """Twenty thousand brackets, dashes or question marks are a problem, not a crash."""
    assert isinstance(read_yaml(f"a:\n  {start * 20_000}", "a.md"), tuple)


def test_an_alias_bomb_is_never_unfolded() -> None:
    """Aliases to aliases of aliases are named, and none of them is followed."""
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    read = read_yaml("\n".join(lines), "a.md")
    assert isinstance(read, tuple)
    assert {problem.code for problem in read} == {"yaml-alias"}


_KINDS = [
    "", " ", "# x", "@: 'it''s'", "'@': \"a\\tb\"", "@: ~", "@: null", "@: '~'", "@: a", "@: a # b",
    "@: [a, [b], ]", "@: {a: 1, b: }", "@: >-\n  a", "@: |2\n    a", "@: a\n  b", "@: ",
    "@:\n  - a\n  - b", "@:\n- a\n- 'b\n  c'", "@:\n  a: b\n  c:\n    - d",
    "@:\n  - a: b\n    c: d", "@:\n  -\n  - ~", "@:\n  - a\n   - b", "@:\n  - a\n    b",
    "a: 1", "@: &x 1", "@: *x", "@: !t 1", "--- ", "...", "? b", "@: '", "@: x: y", "@:\t",
    "  @: a", "@", "- a",
]  # fmt: skip
_LINES = st.lists(st.sampled_from(_KINDS), max_size=6).map(
    lambda kinds: "\n".join(kind.replace("@", f"n{n}") for n, kind in enumerate(kinds))
)


@given(_LINES)
@settings(max_examples=400)
def test_the_quick_reader_makes_the_same_of_what_it_takes(text: str) -> None:
    """A text that is taken for usual has no problem, and holds what a careful look finds."""
    usual = read_usual(text)
    if usual is not None:
        assert read_carefully(text, "a.md") == usual


def test_the_texts_of_the_site_are_usual() -> None:
    """What authors write is read quickly."""
    for path in (Path(__file__).parents[2] / "content").glob("*/*.md"):
        front = path.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n")
        assert read_usual(front), path


def test_an_item_of_several_lines_is_looked_at() -> None:
    """A value of several lines in a list is right, but may hide an item: it is looked at."""
    assert read_usual("a:\n  - b\n    c") is None
    assert read_yaml("a:\n  - b\n    c", "a.md") == {"a": ["b c"]}
