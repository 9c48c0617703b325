"""Markdown files: as they are where that can be, else written anew; their fields come along."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from plugins.cms.importing import Imported, Known, Unusable, convert
from plugins.cms.markdown import render


def imported(folder: Path, source: str | bytes, known: Known | None = None) -> Imported:
    file = folder / "my_note.md"
    file.write_bytes(source if isinstance(source, bytes) else source.encode())
    return convert(file, known=known or Known())


def told(found: Imported) -> str:
    return "\n".join(f"{one.message} {one.text}" for one in found.remarks)


def test_a_text_that_can_stay_is_not_touched(tmp_path: Path) -> None:
    """Citations and links that lead somewhere, code, footnotes and odd spaces included."""
    body = (
        "Known.[@one-2020, p. 3]  \nSee [mint]({filename}/plants/mint.md) and [web](https://a.org).\n\n"
        "*   wide\n*   list\n\n```\n# not a heading\n```\n\nText[^1]\n\n[^1]: Note.\n"
    )
    known = Known(frozenset({"plants/mint.md"}), frozenset({"one-2020"}))
    found = imported(tmp_path, f"---\ntitle: Mint\nodd: [a, b]\n---\n{body}", known)
    assert found.title == "Mint" and found.body == body and found.remarks == ()
    assert found.fields == {"title": "Mint", "odd": ["a", "b"]}


def test_the_first_heading_is_the_title_and_the_others_stand_below(tmp_path: Path) -> None:
    """Code keeps its number signs."""
    found = imported(tmp_path, "# Mint tea\n\nHot.\n\n### How\n\n~~~\n# no\n~~~\n")
    assert found.title == "Mint tea"
    assert found.body.strip() == "Hot.\n\n## How\n\n~~~\n# no\n~~~"


def test_two_headings_of_the_first_level_are_both_kept(tmp_path: Path) -> None:
    """Neither is the title then."""
    found = imported(tmp_path, "# One\n\na\n\n# Two\n\nb\n")
    assert found.title == "my note" and found.body == "## One\n\na\n\n## Two\n\nb\n"


@pytest.mark.parametrize(
    ("source", "body", "word"),
    [
        ("A <font color=red>red</font> word", "A red word\n", "written anew"),
        ("[x](javascript:1)", "x\n", "javascript:1"),
        ("[x](other.md)", "x\n", "other.md"),
        ("[x]({filename}/none.md)", "x\n", "{filename}/none.md"),
        ("Known.[@nobody-1999]", "Known.\\[@nobody-1999\\]\n", "[@nobody-1999]"),
        ("Head\n====\n\ntext", "## Head\n\ntext\n", "written anew"),
        ("*x*{: onclick=a }", "*x*\n", "written anew"),
    ],
)
def test_what_a_page_may_not_have_is_taken_out_and_told(
    tmp_path: Path, source: str, body: str, word: str
) -> None:
    """The words stay."""
    found = imported(tmp_path, f"---\ntitle: A\n---\n{source}\n")
    assert found.body == body and word in told(found)


def test_a_citation_stays_in_a_text_that_is_written_anew(tmp_path: Path) -> None:
    """As well as a footnote, a table and a list of terms."""
    source = (
        "<center>x</center>\n\nKnown.[@one-2020] More[^n]\n\n| A |\n|---|\n| b |\n\n"
        "Term\n:   What\n\n[^n]: Note.\n"
    )
    found = imported(tmp_path, source, Known(keys=frozenset({"one-2020"})))
    for part in (
        "Known.[@one-2020] More[^1]",
        "| A |\n| --- |\n| b |",
        "Term\n:   What",
        "[^1]: Note.",
    ):
        assert part in found.body


def test_pictures_beside_the_text_come_along(tmp_path: Path) -> None:
    """Their address in the text is the new one."""
    made = io.BytesIO()
    Image.new("RGB", (2, 2)).save(made, "PNG")
    (tmp_path / "a.png").write_bytes(made.getvalue())
    found = imported(tmp_path, "![A dot](a.png)\n")
    size = '{: width="2" height="2"}'
    assert found.named(found.body, ["n-1.png"]) == f"![A dot]({{static}}/images/n-1.png){size}\n"


def test_fields_that_cannot_be_read_are_kept_in_words(tmp_path: Path) -> None:
    """They go to the end, and the text is imported all the same."""
    found = imported(tmp_path, '---\ntitle: "open\n---\nText.\n')
    assert found.body == "Text.\n" and found.title == "my note"
    assert [one.text for one in found.remarks if one.kept] == ['title: "open']


def test_a_rule_at_the_beginning_is_not_a_field(tmp_path: Path) -> None:
    """A line of hyphens that nothing closes stays one."""
    assert "Text" in imported(tmp_path, "---\n\nText\n").body


@pytest.mark.parametrize(
    "raw",
    ["Ä “quote”".encode("windows-1252"), "Ä “quote”".encode("utf-16"), "Ä “quote”\r\n".encode()],
)
def test_a_text_is_read_in_its_character_set(tmp_path: Path, raw: bytes) -> None:
    """With the line ends of any system."""
    assert imported(tmp_path, raw).body.strip() == "Ä “quote”"


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    """A program or a picture with the name of a text."""
    with pytest.raises(Unusable, match="not a text"):
        imported(tmp_path, bytes(range(256)) * 4 + bytes(500))


@pytest.mark.parametrize("source", ["[" * 300, "x " * 15_000, "a\n" * 3_000, ">" * 500 + "deep"])
def test_what_would_take_long_is_made_light(tmp_path: Path, source: str) -> None:
    """The engine reads the draft, and every sign is there."""
    found = imported(tmp_path, f"---\ntitle: A\n---\n{source}\n")
    rendered = render(found.body)
    assert rendered.refused == () and found.remarks
    assert rendered.html.count(source[0]) >= source.count(source[0]) or source[0] == ">"
