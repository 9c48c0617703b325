"""The short way from Markdown to HTML gives what the whole way gives, whatever the text."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.cms.frontmatter import Document, parse
from plugins.cms.markdown.usual import render_usual
from plugins.cms.markdown.whole import render_any
from tests.conftest import ROOT


@cache
def _bodies() -> tuple[str, ...]:
    """The texts of the site."""
    files = sorted((ROOT / "content").glob("*/*.md"))
    read = [parse(file.read_bytes(), file.name) for file in files]
    return tuple(one.body for one in read if isinstance(one, Document) and one.body.strip())


@cache
def _blocks() -> tuple[str, ...]:
    return tuple(block for body in _bodies() for block in body.strip().split("\n\n"))


def test_the_texts_of_the_site_go_the_short_way() -> None:
    """What authors write is usual, and comes out as it would the whole way."""
    for text in _bodies():
        assert render_usual(text) == render_any(text)


_INLINE = [
    *"a b Z é ß 中 😀 1 23 0 . , ; : ? ! % # + = $ @ ( ) / - ' “ ” ’ – — … ½ ﬁ ² -".split(),
    "1.", "12.", "١.",
    " ", " ", " ", '"', "word", "two words", "a sentence.", "http://a.b/", "**bold**", "*em*",
    "**bold:** ", "(*em*)", "“**a**”", "**[@a]**", "*[a](/b/)*", "[@a-2020]", "[@a, p. 3; @b]",
    "[a](/b/)", "[a]({filename}/b/c.md)", "[a]({static}/b.svg#c)", "[a](#b)", "[a](/b_c_)",
    "[a](https://example.org/)", "[a](https://example.org)", "[a](tel:+1-911)", " & ",
    "[a](mailto:a.b@example.org)", "[a & b](/c/)", "[a b; c: “d”](/e/)", "[ a ](/b/)",
]  # fmt: skip
_OTHER = [
    *"* [ ] { } _ ~ | ^ < > & \\ ` ** *** **** **a b** *a b* -- --- === ## # : [a] [^1]".split(),
    "  ", "\n", "\n\n", "\n \n", "\n\n\n", "\t", "\r", "\x0b", "\xa0", "\u2003", "\u2028",
    "\u200b", "\x85", "\x1c", "\x02", "\x03", "\ufeff", "\ufffd", "**a\nb**", "* a", "[@a][@b]",
    "[@a](b)", "[see @a]", "[-@a]", "[@{a}]", "[@a\nb]", "[@a b]", "[a]: b", "[a] : b", "[^1]: b",
    "*[a]: b", "[a](b)", "[a](//b/)", "[a](https://example.org/b/?c=d)", "[a](http://a.1/)",
    "[a](mailto:a@b.c)", "[a](mailto:A_b@c.de)", "[a](http://a.bc#d)", "&", " &\n", "& #106;",
    "[a](javascript:b)", "[a](/b/ 'c')", "[a] (/b/)", "[a *b* c](/d/)", "[a **b](/c/) d**",
    "![a](/b.svg)", "[a [b](/c/)](/d/)", "[a\nb](/c/)", "\n## ", "## A b", "\n\n## A b #\n\n",
    "\n\n## A *b*\n\n", "\n\n# a\n\n", "\n#a", "\n\n## a_1\n\n", "\n\n## a\nb\n\n", "\n- ", "\n* a",
    "\n+ a", "3. a", "1) ", "\n    a", "\n  a", " a\n", "a  \nb", "- - a", "- 1. a", "- [a]: b",
    "- # a", "- > a", "\n---\n", "\n===\n", "- - -", "* * *", "\n: a", ":   a", ": ", "> ",
    "{: .a }", "{.a}", "{#a}", "| a | b |\n|---|---|\n| c | d |", "\n|a|b|\n|-|-|\n|c|d|",
    "\n| a |\n|---|\n| b |", "|", "\\|", "||", "| |", " | ", "\n|", "|\n", "| \n", "|\t", ":", ":|",
    "|:", ":-:", "|-", "-|-", "`|`", "[a|b](/c/)", "[@a | b]", "**a|b**", "```\na\n```", "~~~",
    "<b>", "</b>", "<!--", "<a@b.c>", "&amp;", "&#106;", "{{ a }}", "{% a %}",
]  # fmt: skip
_MOSTLY = st.sampled_from([True, True, True, False])
_LINE = st.lists(st.sampled_from(_INLINE), min_size=1, max_size=5).map("".join)
_LINES = st.lists(_LINE, min_size=1, max_size=3)
_DELIMITER = st.sampled_from(["-", "---", ":--", "--:", ":-:", ":", "::", "- -", " --- ", ""])
_EDGES = st.sampled_from([("| ", " |"), ("|", "|"), ("", ""), ("| ", ""), ("", " |")])


@st.composite
def _tables(draw: st.DrawFn) -> str:
    """A table with as many cells in each row as it has columns, or nearly so."""
    columns = draw(st.integers(1, 4))
    edges, between = draw(_EDGES), draw(st.sampled_from([" | ", "|", "|  "]))

    def row(cell: st.SearchStrategy[str], least: int, most: int) -> str:
        cells = draw(st.lists(cell, min_size=least, max_size=most))
        before, after = edges if draw(_MOSTLY) else draw(_EDGES)
        return f"{before}{between.join(cells)}{after}"

    cell = st.one_of(_LINE, _LINE.map(str.strip), st.sampled_from(["", " ", "-", "- a", "## a"]))
    body = range(draw(st.integers(0, 3)))
    missing = 0 if draw(_MOSTLY) else 1
    rows = [
        row(cell, columns, columns),
        row(_DELIMITER, columns - missing, columns + missing),
        *(row(cell, columns - (1 - draw(_MOSTLY)), columns + 1) for _ in body),
    ]
    return "\n".join(rows)


_BLOCK = st.one_of(
    _LINES.map("\n".join),
    _LINE.map("## {}".format),
    _LINES.map(lambda lines: "\n".join(f"- {line}" for line in lines)),
    _LINES.map(lambda lines: "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))),
    st.deferred(lambda: st.sampled_from(_blocks())),
    _tables(),
)
_CHANGE = st.tuples(
    st.floats(0, 1), st.integers(0, 3), st.sampled_from(["", *_INLINE, *_OTHER, *_OTHER])
)


@st.composite
def _texts(draw: st.DrawFn) -> str:
    """Usual blocks, with something put in or taken out here and there."""
    between = "\n\n" if draw(_MOSTLY) else draw(st.sampled_from(["\n", "\n\n\n", "\n \n"]))
    text = between.join(draw(st.lists(_BLOCK, min_size=1, max_size=4)))
    for where, less, more in draw(st.lists(_CHANGE, max_size=2)):
        at = int(where * len(text))
        text = text[:at] + more + text[at + less :]
    return re.sub(" *\n *", "\n", text).strip(" ") if draw(st.booleans()) else text


@given(_texts() | st.text(max_size=20))
@settings(max_examples=250)
def test_what_goes_the_short_way_comes_out_the_same(text: str) -> None:
    """Nothing tells which way a text went: neither the HTML nor what was found in it."""
    usual = render_usual(text)
    if usual is not None:
        assert usual == render_any(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One.\nTwo.",
        "A **b** and *c*, “**d**”.",
        "## A\n\n## A\n\nText.[@a-2020, p. 3; @b-2021]",
        "- **a:** b\n- [c]({filename}/d/e.md#f)\n\nText.\n\n1. a\n2. b",
        "| a | b |\n| --- | ---: |\n| **c** | [d](/e/) |\n| - | [@a] |",
        "- a\n\nb|c|d\n:-|:|-:\ne||f\ng\nh|i|j|k\n\n- l",
        "[a](mailto:a@example.org) & [b](tel:+1-911), [c & d](https://example.org)",
        "[a](https://www.example.org/b/) ä 中 ½ 5 % (a/b) “c” … d’e; 1.5 + 2 = 3.5!",
    ],
)
def test_the_short_way_is_gone(text: str) -> None:
    """Paragraphs, headings, lists, tables, bold and italic words, links, citations are usual."""
    assert render_usual(text) == render_any(text)


_BORDERS = [
    "a_b_", "a & b", "a &amp; b", "a < b", "a > b", "`a`", "a\\*", "| a\n|-", "~~a~~", "{: #a }",
    "a\n===", "a\n---", "a\n--", "> a", "a\n> b", "a\n## b", "## a\nb", "## a #", "## a ",
    "##  a", "##a", "# a", "####### a", "## *a*", "## [a](/b/)", "## a {#b}", "-  a",
    "- a\n\n- b", "- a\n\n\n- b", "- a\nb", "- a\n  b", "- a\n1. b", "a\n- b", "a\n1. b", "3. a",
    "01. a", "1.  a", "1.", "- 1. a", "- - a", "- # a", "- > a", "- ", "-", "* a", "+ a", "١. a",
    "- ١. a", "1. a\n\n1. b", "1. a\n\n- b", " a", "a ", "a \nb", "a  \nb", "a\n b", "\ta",
    "a\tb", "a\xa0b", "a\u2028b", "a\x0bb", "a\x1fb", "\ufeffa", "a\ufffeb", "*a", "a*", "* a*",
    "*a *", "**a*", "*a**", "***a***", "*a**b*", "**a****b**", "*a **b** c*", "**a *b* c**",
    "a*b*c", "a**b**c", "*a*b*c*", "*a\n\nb*", "**", "****", "[a]", "[a][b]", "[@a", "@a]",
    "[@a][@b]", "[@a](b)", "[@a] (b)", "[see @a]", "[-@a]", "[@a b]", "[@a\nb]", "[@]", "[@a; ]",
    "[a](b)", "[a]()", "[](/b/)", "[a](/b/ \"c\")", "[a](</b/>)", "[a](//b/)", "[a](http://a.1/)",
    "[a](https://a/)", "[a](https://xn--a.bc/)", "[a](http://a.b)", "[a](javascript:b)",
    "[a](data:b)", "[a](file:///b)", "[a *b* c](/d/)", "[a **b](/c/) d**", "[a\nb](/c/)",
    "[a [b] c](/d/)", "![a](/b/)", "!\\[a](/b/)", "a ]: b", "[a]: b", "[a] : b", "*[a]: b",
    "*[a] : b", "[^1]", "a\n: b", "a\n\n:   b", "{a}", "{filename}", "a\n{: .b }", "- a {: .b }",
    "a {filename} [b](/c/)", "***", "- - -", "\n\n", "\n", "<", "&", "[@a]: b", "*[@a] : b*",
    "*a***b**", "[a](http://a.11/)", "**a**{.b}", "a {: .b }", "### a", "[a](/b/){.c}",
    "a\n[@a]: b", "a|b\n-|-", "a|b\n-|-\nc|d", "a|b\n---\nc|d", "a|b\n-|-|-\nc|d",
    "a|b\n|-|-|\nc|d", "|a|b|\n-|-\n|c|d|", "a|b\n-|-\n|c|d|", "|a|\n|-|\n|b|", "|a\n|-\n|b",
    "a|\n-|\nb|", "a||\n-|-\nb", "a|b\n:|:-:\nc|d", "a|b\n|\nc|d", "a|b\n: :|-- -\nc|d",
    "a|b\n=|=\nc|d", "a|b\nc\nd|e", "a\nb|c\n-|-\nd|e", "- a\nb|c\n-|-\nd|e", "- a|b\n-|-\nc|d",
    "- a|b\n- -|-\n- c|d", "- a|b", "1. a|b\n-|-\nc|d", "## a|b\n-|-\nc|d", "## a|b",
    "## a\nb|c\n-|-\nd|e", "a|b", "|", "||\n||\n||", "a\\|b|c\n-|-\nd|e", "a|b\n-|-\n`c|d`|e",
    "a|[b\n-|-\nc](/d/)|e", "a|b\n-|-\n[c|d](/e/)", " a|b\n-|-\nc|d", "a|b \n-|- \nc|d ",
    "a|b\n-|-\n    c|d", "a|b\n-|-\n\tc|d", "a|b\n-|-\n**c|d**", "a|b\n-|-\n**c\nd**|e",
    "a|b\n-|-\n- c|1. d\n: e|# f", "a|b\n-|-\nc|d {: .e }", "a|b\n-|-\nc|d\n{: .e }",
    "a|b\n-|-\n===|***", "a|b\n-|-\nc|d\n\n\nf|g\n-|-\nh|i", "- a\n\nb|c\n-|-\nd|e\n\n- f",
    "a|b\n-|-\n[c]: d|e", "a|b\n-|-\n![c](/d/)", "a|b\n-|-\nc &|d", "a & b", "a &", "&", "& &",
    "a& b", "## a & b", "a &\nb", "[a](/b/?c& d)", "[a](mailto:b@c.de)", "[a](mailto:b@c)",
    "[a](mailto:b)", "[a](mailto:b@c.de?d=e)", "[a](tel:+1)", "[a](https://b.cd)",
    "[a](https://b.cd#e)", "[a](https://b.cd.)", "[a](tel:)", "[@a & b]",
]  # fmt: skip


def test_at_the_borders_of_what_is_usual_it_is_the_same() -> None:
    """What may mean something else goes the whole way, or means nothing else."""
    for text in (form for one in _BORDERS for form in (one, f"b\n\n{one}\n\n## b", f"- {one}")):
        assert render_usual(text) in {None, render_any(text)}, text


def test_any_sign_of_markup_goes_the_whole_way() -> None:
    """What the short way does not know is left to those who know."""
    for text in ("a_b_", "a &b", "a < b", "`a`", "a\\*", "a |b", "~a", "{: #a }", "a\n===", "> a"):
        assert render_usual(text) is None, text
