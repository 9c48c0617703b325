"""Small things that a program can mend: what is found, and what is left alone."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.cms.collection import Subject
from plugins.cms.errors import Problem
from plugins.cms.fields import InAlphabet, Line
from plugins.cms.fixing import mend
from plugins.cms.frontmatter import decode
from plugins.cms.linking import link
from plugins.cms.loader import load
from plugins.cms.markdown import render
from plugins.cms.rules import tidy
from tests.conftest import Project
from tests.garden.subject import SUBJECT, Plant
from tests.unit.conftest import NOW, Linked, plant, said_by


def found(linked: Linked, code: str) -> list[Problem]:
    """What the rule says of all content."""
    site, _ = linked()
    return [one for one in said_by(tidy.check, site) if one.code == code]


# -- ends of lines ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("A line. \nB\n", [(8, 8)]),
        ("A\t\n", [(8, 2)]),
        (" \nB\n", [(8, 1)]),
        ("A line.  \nB\n", []),  # two spaces between lines break the line
        ("A line.  \n\nB\n", [(8, 8)]),
        ("A line.   \nB\n", [(8, 8)]),
        ("```\ncode \n```\nA \n", [(11, 2)]),
        ("~~~\ncode \n", []),
        ("    code \n\n    code \n", []),
        ("- a\n  b \n", [(9, 4)]),
        ("A\n", []),
    ],
)
def test_spaces_at_line_ends(
    garden: Project, linked: Linked, body: str, places: list[tuple[int, int]]
) -> None:
    """They are found where they mean nothing: not in code, nor where they break a line."""
    garden.write("plants/mint.md", plant(body=body))
    problems = found(linked, "trailing-space")
    assert [(one.location.line, one.location.column) for one in problems] == places
    assert {one.severity for one in problems} <= {"warning"}


def test_the_last_line_ends(garden: Project, linked: Linked) -> None:
    """A file whose last line has no end is named there; an ended one is not."""
    garden.write("plants/mint.md", plant(body="A\nBC"))
    (problem,) = found(linked, "no-final-newline")
    assert str(problem.location) == "content/plants/mint.md:9:3"
    garden.write("plants/mint.md", plant(body="A\nBC\n"))
    assert found(linked, "no-final-newline") == []


# -- quotation marks --------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "mended"),
    [
        ('He said "mint".', "He said “mint”."),
        ("It's the plants' bed.", "It’s the plants’ bed."),
        ("'Mint' is green.", "‘Mint’ is green."),
        ("In the '90s.", "In the ’90s."),
        ('("Mint")', "(“Mint”)"),
        ('"<https://a.example>".', "“<https://a.example>”."),
        ('A\n\n    "code"', 'A\n\n    "code"'),
        ("\"'Mint,' he said.\"", "“‘Mint,’ he said.”"),
        ("A bed of 5' 10\".", "A bed of 5' 10\"."),
        ('`"code"` and "text"', '`"code"` and “text”'),
        ('``a ` "b"``', '``a ` "b"``'),
        ('```\n"code"\n```', '```\n"code"\n```'),
        ('[a "word"](/x "title")', '[a “word”](/x "title")'),
        ('![a "word"](/x(1) "title")', '![a “word”](/x(1) "title")'),
        ('[a]: /x "title"', '[a]: /x "title"'),
        ('<span title="x">"A"</span>', '<span title="x">“A”</span>'),
        ('<!-- "note" -->', '<!-- "note" -->'),
        ('A {: title="x"}', 'A {: title="x"}'),
        ("[@o'brien-2020]", "[@o'brien-2020]"),
        (r"\"as it is\"", r"\"as it is\""),
        ("“Curly” and ‘so’ on.", "“Curly” and ‘so’ on."),
    ],
)
def test_straight_quotes_become_curly_ones(tmp_path: Path, body: str, mended: str) -> None:
    """In prose alone: code, addresses, tags, attributes, citations and feet keep theirs."""
    folder = a_garden(tmp_path)
    assert fixed(folder, plant(body=f"{body}\n").encode()) == plant(body=f"{mended}\n").encode()


@pytest.mark.parametrize(
    ("field", "mended"),
    [
        ('about: It\'s "green".', "about: It’s “green”."),
        ('about: "It\'s green."', 'about: "It’s green."'),
        ("about: 'A \"green\" herb.'", "about: 'A “green” herb.'"),
        ("about: >-\n  It's\n  green.", "about: >-\n  It’s\n  green."),
        ("care:\n  - water: It's dry.", "care:\n  - water: It’s dry."),
    ],
)
def test_quotes_in_fields_are_mended_and_those_of_yaml_stay(
    tmp_path: Path, field: str, mended: str
) -> None:
    """The marks that begin and end a value belong to the file, not to the text."""
    folder = a_garden(tmp_path)
    assert fixed(folder, plant(f"{field}\n").encode()) == plant(f"{mended}\n").encode()


# -- lists ------------------------------------------------------------------------


class TaggedPlant(Plant):
    tags: Annotated[tuple[Line, ...], InAlphabet()] = ()


WITH_TAGS = replace(
    SUBJECT,
    collections=tuple(
        replace(one, model=TaggedPlant) if one.kind == "plant" else one
        for one in SUBJECT.collections
    ),
)


@pytest.mark.parametrize(
    ("field", "mended"),
    [
        ("tags: [Rose, apple, Mint]", "tags: [apple, Mint, Rose]"),
        ("tags:\n  - Rose\n  - apple\n  - Mint", "tags:\n  - apple\n  - Mint\n  - Rose"),
        ('tags:\n  - "Rose"\n  - apple', 'tags:\n  - apple\n  - "Rose"'),
        ("tags: [apple, Mint]", "tags: [apple, Mint]"),
        ("tags:\n  - Rose # the best\n  - apple", "tags:\n  - Rose # the best\n  - apple"),
    ],
)
def test_a_list_that_its_model_wants_in_order_is_sorted(
    tmp_path: Path, field: str, mended: str
) -> None:
    """As people look words up; where a comment would lose its item, nothing is moved."""
    folder = a_garden(tmp_path)
    after = fixed(folder, plant(f"{field}\n").encode(), WITH_TAGS)
    assert after == plant(f"{mended}\n").encode()


def test_an_order_that_no_program_can_mend_is_named(tmp_path: Path) -> None:
    """The remedy then does not speak of `--fix`."""
    folder = a_garden(tmp_path)
    file = folder / "content/plants/mint.md"
    file.write_text(plant("tags:\n  - Rose # the best\n  - apple\n"), "utf-8")
    (problem,) = problems_of(folder, WITH_TAGS)
    assert (problem.code, problem.location.line, problem.fix) == ("list-order", 8, None)
    assert "--fix" not in problem.hint


# -- any text ---------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *"abz \t.,!?'\"\"''()[]{}<>*_`#-\\:", "\n", "\n\n", "  \n", "é", "漢", "“", "’", "'90s ",
        "word ", '"quoted" ', "`code 'x'`", '```\ncode "x" \n```\n', '[a](/b "c\'d")',
        '<b title="x">', "</b>", "[@o'k-2020]", '{: title="y"}', "## It's\n", "- 'item'\n",
        "> \"said\"\n", '[r]: /x "t"\n', "5' 10\"", "&quot;", "<!-- 'x' -->", "|a|'b'|\n",
        "\n\n    code('x') \n",
    ]
)  # fmt: skip
BODIES = st.lists(PIECES, max_size=25).map("".join)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
QUOTES = str.maketrans("“”‘’", "\"\"''")


@pytest.fixture(scope="module")
def plot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A garden for many texts, one after the other."""
    return a_garden(tmp_path_factory.mktemp("plot"))


@given(BODIES, ENDS, st.booleans())
@example("It's `a 'b'` \n", "\r\n", True)
def test_a_mend_changes_what_it_says_and_nothing_else(
    plot: Path, body: str, end: str, has_mark: bool
) -> None:
    """Whatever the text, its line ends and its first bytes: a second run finds nothing more."""
    mark = b"\xef\xbb\xbf" if has_mark else b""
    raw = mark + plant(body=body).replace("\n", end).encode()
    after = fixed(plot, raw)
    assert after.startswith(mark) and fixed(plot, after) == after
    old, new = decode(raw, ""), decode(after, "")
    assert isinstance(old, str) and isinstance(new, str)
    assert bare(new) == bare(old)
    ends = {b"\r\n": 0, b"\r": 1, b"\n": 2}
    kept = after.replace(b"\r\n", b"").count(b"\r"), after.replace(b"\r\n", b"").count(b"\n")
    assert kept == ((0, 0), (kept[0], 0), (0, kept[1]))[ends[end.encode()]]


@given(BODIES)
def test_a_mended_page_differs_in_quotation_marks_alone(plot: Path, body: str) -> None:
    """Code, links, tags and attributes of the page are what they were."""
    old = plant(body=body)
    new = fixed(plot, old.encode()).decode()
    before, after = (render(text.split("---\n", 2)[2]) for text in (old, new))
    assert after.links == before.links
    assert printed(after.html) == printed(before.html)


def printed(html: str) -> str:
    """What is on a page, its quotation marks made alike in prose alone, without spaces there."""
    page = BeautifulSoup(html, "html.parser")
    for block in page("pre"):
        if not block.get_text(strip=True):  # Python-Markdown makes one of an empty line
            block.decompose()
    for text in page.find_all(string=True):
        if not text.find_parent(["code", "pre"]):
            text.replace_with("".join(text.translate(QUOTES).split()))
    return str(page)


def bare(text: str) -> str:
    """A text without what mends change: kinds of quotation marks, and spaces at line ends."""
    lines = (line.rstrip(" \t") for line in text.translate(QUOTES).split("\n"))
    return "\n".join(lines).rstrip("\n")


def a_garden(folder: Path) -> Path:
    """The least of a garden: what every plant refers to."""
    garden = Path(__file__).parents[1] / "garden" / "content"
    for name in ("beds", "garden.yaml", "references.json"):
        source = garden / name
        if source.is_dir():
            shutil.copytree(source, folder / "content" / name)
        elif source.exists():
            (folder / "content").mkdir(exist_ok=True)
            shutil.copy(source, folder / "content")
    (folder / "content/plants").mkdir(parents=True)
    return folder


def problems_of(folder: Path, subject: Subject = SUBJECT) -> list[Problem]:
    """What the rule says of the plant."""
    site, _ = link(load(folder / "content", subject, folder), subject, NOW, True)
    return [one for one in said_by(tidy.check, site) if one.location.path.endswith("mint.md")]


def fixed(folder: Path, raw: bytes, subject: Subject = SUBJECT) -> bytes:
    """A plant as it is after one round of mends."""
    file = folder / "content/plants/mint.md"
    file.write_bytes(raw)
    mend(folder, problems_of(folder, subject))
    return file.read_bytes()
