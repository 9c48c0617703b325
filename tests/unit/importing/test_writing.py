"""HTML of a document becomes Markdown that says the same, whatever it holds."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from plugins.cms.importing.draft import draft
from plugins.cms.importing.known import Known
from plugins.cms.importing.result import CONTROL, Findings, Imported, Source
from plugins.cms.importing.web import parse_html, texts
from plugins.cms.markdown import render


def made_of(source: str) -> Imported:
    """The draft of some HTML."""
    lines = texts(parse_html(source))
    return draft(Source(source, "", lines, Findings()), Path("here/note.html"), "A title", Known())


def seen(imported: Imported) -> BeautifulSoup:
    """What a browser shows of a draft; nothing in it may be refused."""
    rendered = render(imported.body)
    assert rendered.refused == ()
    return BeautifulSoup(rendered.html, "html.parser")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


# -- any text -----------------------------------------------------------------------

SIGNS = st.text(
    st.sampled_from("*_`[](){}<>#+-.!|&~:=\\\"'/ @^$%1a\n") | st.characters(codec="utf-8"),
    max_size=40,
).map(lambda text: CONTROL.sub("", text.replace("\ue000", "").replace("\ue001", "")))


@given(
    st.lists(SIGNS, min_size=1, max_size=4),
    st.sampled_from(["p", "li", "h2", "td", "blockquote", "dd"]),
)
def test_every_text_comes_out_as_it_went_in(lines: list[str], tag: str) -> None:
    """Signs that mean something in Markdown are only signs, wherever the text stands."""
    inner = "".join(f"<{tag}>{html.escape(line)}</{tag}>" for line in lines)
    around = {"li": "ul", "td": "table", "dd": "dl"}.get(tag, "section")
    shown = seen(made_of(f"<p>x</p><{around}>{inner}</{around}><p>y</p>")).get_text()
    assert "".join(shown.split()) == "".join(["x", *"".join(lines).split(), "y"])


WORD = st.text(st.sampled_from("abcdefghij"), min_size=3, max_size=8)
INLINE = st.builds(
    lambda tag, text, after: f"<{tag}>{text}</{tag}>{after}",
    st.sampled_from(["b", "i", "u", "s", "sub", "code", "span", "q", "mark", "a href='/x/'"]),
    WORD,
    st.sampled_from(["", " ", ", "]) | WORD,
).map(lambda text: re.sub(r"</a [^>]*>", "</a>", text))
PHRASE = st.lists(INLINE | WORD.map(lambda word: f"{word} "), min_size=1, max_size=4).map("".join)
BLOCK = st.recursive(
    st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["p", "h2", "h4", "pre", "div"]), PHRASE)
    | PHRASE,
    lambda block: st.builds(
        lambda tags, parts: (
            "".join(f"<{tag}>" for tag in tags)
            + "".join(parts)
            + "".join(f"</{tag}>" for tag in reversed(tags))
        ),
        st.sampled_from(
            [
                ("ul", "li"),
                ("ol", "li"),
                ("blockquote",),
                ("table", "tr", "td"),
                ("dl", "dd"),
                ("section",),
                ("b",),
                ("article", "details"),
            ]
        ),
        st.lists(block, min_size=1, max_size=4),
    ),
    max_leaves=8,
)


@given(st.lists(BLOCK, min_size=1, max_size=4).map("".join))
def test_no_word_is_lost(source: str) -> None:
    """However parts are put into each other, each word is in the draft; nothing is refused."""
    imported = made_of(source)
    shown = re.sub(r"[\W_]", "", seen(imported).get_text())
    for text in BeautifulSoup(source, "html.parser").stripped_strings:
        assert re.sub(r"[\W_]", "", text) in shown
    assert not any("no place" in remark.message for remark in imported.remarks)


# -- single parts -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<p>A <b>bold</b> and <em>slanted</em> word</p>", "A **bold** and *slanted* word"),
        ("<p>H<sub>2</sub>O, x<sup>2</sup></p>", "H<sub>2</sub>O, x<sup>2</sup>"),
        ("<p><u>u</u> <s>s</s></p>", "<u>u</u> <s>s</s>"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n\n    - b\n- c"),
        ("<ol start=4><li>d</li><li>e</li></ol>", "4.  d\n5.  e"),
        ("<p>one<br>two</p>", "one  \ntwo"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre>x\n  y</pre>", "```\nx\n  y\n```"),
        ("<p>see <code>a*b</code></p>", "see `a*b`"),
        ("<p><a href='https://a.org/b c'>to</a></p>", "[to](https://a.org/b%20c)"),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1|2</td><td><p>x<p>y</td></tr></table>",
            "| A | B |\n| --- | --- |\n| 1\\|2 | x<br>y |",
        ),
    ],
)
def test_each_part_has_its_sign(source: str, markdown: str) -> None:
    """What authors would write by hand is what an import writes."""
    assert made_of(source).body == f"{markdown}\n"


def test_signs_that_touch_are_not_misread() -> None:
    """Bold beside slanted text without a space is shown as both."""
    page = seen(made_of("<p><b>one</b><i>two</i><b><i>three</i></b></p>"))
    assert [tag.name for tag in page.p.find_all(True)] == ["strong", "em", "strong", "em"]
    assert page.get_text() == "onetwothree"


def test_headings_begin_below_the_title_and_leave_no_level_out() -> None:
    """Levels 1, 3, 2 and 6 become 2, 3, 3 and 4."""
    imported = made_of("<h1>a</h1><h3>b</h3><h2>c</h2><h6>d</h6><h1>e</h1>")
    assert re.findall(r"^#+ .", imported.body, re.MULTILINE) == [
        "## a",
        "### b",
        "### c",
        "#### d",
        "## e",
    ]


def test_a_link_to_a_heading_of_the_document_still_leads_there() -> None:
    """The heading gets an anchor; a link to a place without a heading is named."""
    imported = made_of(
        "<h2 id='_Toc1'>Where</h2><p><a href='#_Toc1'>go</a> <a href='#x'>no</a></p>"
    )
    page = seen(imported)
    assert page.h2["id"] == page.a["href"].removeprefix("#")
    assert len(page.find_all("a")) == 1 and "no" in page.get_text()
    assert any(remark.text == "no" for remark in imported.remarks)


@pytest.mark.parametrize(
    "href", ["javascript:x()", "file:///c/a.doc", "b.html", "http://[x", "data:,"]
)
def test_an_address_that_a_page_may_not_have_is_kept_in_words(href: str) -> None:
    """The words of the link stay, and the address is told."""
    imported = made_of(f"<p><a href='{href}'>the words</a></p>")
    assert imported.body == "the words\n"
    assert [one.text for one in imported.remarks if one.kept] == [href]


def test_footnotes_stay_footnotes() -> None:
    """A raised link to an item of a list becomes a footnote, and the list goes."""
    imported = made_of(
        "<p>Text<sup><a href='#f1' id='r1'>[1]</a></sup> on.</p>"
        "<ol><li id='f1'><p>The <b>note</b> <a href='#r1'>↑</a></p></li></ol>"
    )
    assert imported.body == "Text[^1] on.\n\n[^1]: The **note**\n"
    assert imported.counts["footnotes"] == 1 and imported.counts["lists"] == 0


def test_a_table_that_markdown_cannot_write_stays_html() -> None:
    """Merged cells are kept, and the author is told; nothing else of it stays but the cells."""
    imported = made_of(
        "<table class=x onclick=y><tr><th>A</th><th>B</th></tr>"
        "<tr><td colspan=2 style='color:red'><ul><li>one</li></ul></td></tr></table>"
    )
    cell = seen(imported).find("td")
    assert cell["colspan"] == "2" and cell.li.get_text() == "one"
    assert "onclick" not in imported.body and "style" not in imported.body
    assert any("merged cells" in one.message for one in imported.remarks)


def test_a_table_without_headings_gets_its_first_row_and_a_word() -> None:
    """Markdown has no table without a row of headings."""
    imported = made_of("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>")
    assert [cell.get_text() for cell in seen(imported).find_all("th")] == ["a", "b"]
    assert any("no row of headings" in one.message for one in imported.remarks)


@pytest.mark.parametrize(
    "source",
    [
        "<ul><li>" * 100 + "deep",
        "<div>" * 400 + "deep",
        "<b><i>" * 100 + "deep",
        "<blockquote>" * 300 + "deep",
        "<p>" + "[" * 400 + "deep" + "]" * 400,
        "<p>" + "* _ " * 400 + "deep",
        "<p>" + "deep " * 9000,
        "<p>deep" + "<br>x" * 5000,
        "<table><tr><td>" * 60 + "deep",
        "<span>" * 400 + "deep",
    ],
)
def test_what_would_take_long_is_made_light(source: str) -> None:
    """Whatever is nested or long, the engine reads the draft, and the words are there."""
    assert "deep" in seen(made_of(source)).get_text()


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("<script>alert(1)</script><p>x</p>", "script"),
        ("<style>p {}</style><p>x</p>", "style sheet"),
        ("<p>x</p><!-- a secret note -->", "a secret note"),
        ("<iframe src='https://tube.example/1' title='Our film'></iframe>", "Our film"),
        ("<video src='a.mp4'>No video</video>", "No video"),
        ("<form><label>Name</label><input placeholder='Jo'></form>", "form"),
        ("<svg><text>drawn</text></svg>", "drawn"),
        ("<p title='a hint'>x</p>", "a hint"),
        ("<blink>old</blink>", "blink"),
        ("<p><img src='https://a.example/b.png' alt='A cat'></p>", "A cat"),
        ("<p><img src='../../b.png' alt='A cat'></p>", "outside"),
        ("<p><img src='none.png' alt='A cat'></p>", "A cat"),
    ],
)
def test_what_no_text_can_hold_is_named(source: str, word: str) -> None:
    """Programs, films, forms, drawings and far pictures are told of, in words that find them."""
    imported = made_of(source)
    assert seen(imported) is not None
    assert any(word in f"{one.message} {one.text}" for one in imported.remarks)
