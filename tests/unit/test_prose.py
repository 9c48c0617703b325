"""What the rules for texts read: sentences, and how hard they are."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyphen import Pyphen

from plugins.clinic.grades import Counts, count, grade, total
from plugins.clinic.prose import folded, sentences_in
from plugins.clinic.rules import certainty, promises, sources
from plugins.clinic.syllables import syllables
from plugins.cms.markdown import render
from tests.conftest import ROOT

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # textstat asks for what setuptools will take out
    import textstat

Said = tuple[str, bool, bool]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? “Four.” Five", ["One.", "Two!", "Three?", "“Four.”", "Five"]),
        ("Dr. A. Smith. No. 5, e.g. In 3.5 cm.", ["Dr. A. Smith.", "No. 5, e.g. In 3.5 cm."]),
        ("## A *heading*\n\nA line\nand `code. It` more", ["A heading", "A line and more"]),
        ("- One\n- Two\n\n> A quote &amp; <b>more", ["One", "Two", "A quote & more"]),
        ("One<br>line", ["One line"]),
        ('A <span title="B. > C">word</span>', ["A word"]),
        ("", []),
    ],
)
def test_a_text_is_read_sentence_by_sentence(text: str, expected: list[str]) -> None:
    """As a reader sees it: without code and tags; a short form ends nothing."""
    found = [one[0] for one in sentences_in(render(text).html)]
    assert found == expected


@pytest.mark.parametrize("short", "A e.g i.e Dr Mr Mrs Ms St vs approx No Fig".split())
def test_a_short_form_ends_no_sentence(short: str) -> None:
    """Only where it stands by itself: a word may end in the same letters."""
    assert len(sentences_in(render(f"It is {short}. Then more.").html)) == 1
    assert len(sentences_in(render(f"It is mi{short}. Then more.").html)) == 2 - ("." in short)


def test_a_citation_holds_for_what_stands_before_it_in_the_block() -> None:
    """Not for what follows it, nor for another paragraph; a heading says that it is one."""
    text = "## Pain\n\nOne. Two [@a-2020]. Three.\n\nFour. [@b-2020] Five.[@b-2020]"
    assert sentences_in(render(text).html) == [
        ("Pain", True, False),
        ("One.", False, True),
        ("Two .", False, True),
        ("Three.", False, False),
        ("Four. Five.", False, True),
    ]


class _Reader(HTMLParser):
    """The same blocks, read by the parser of the standard library."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks = [("", "p")]
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.blocks.append(("", tag))
        elif tag in {"code", "pre"}:
            self.skipped += 1
        elif tag == "br":
            self.handle_data(" ")
        if any(name == "data-cites" for name, _ in attrs):
            self.handle_data(CITED)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.blocks.append(("", "p"))
        elif tag in {"code", "pre"}:
            self.skipped -= 1

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            text, tag = self.blocks[-1]
            self.blocks[-1] = text + data, tag


BLOCKS = frozenset("p li h2 h3 h4 h5 h6 dt dd td th blockquote figcaption caption".split())
CITED = "\ue010"
END = re.compile(rf"[.!?][\"”’)]*{CITED}*\s+(?=[\"“(]?[A-Z0-9])")
SHORT = re.compile(r"(?:\b(?:[A-Za-z]|e\.g|i\.e|[DM]r|Mrs|Ms|St|vs|approx|No|Fig)\.)$")


def slowly(html: str) -> Iterator[Said]:
    """The sentences, found in the simplest way."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for block, tag in reader.blocks:
        text, start = " ".join(block.split()), 0
        for end in (*END.finditer(text), None):
            if end and SHORT.search(text[: end.start() + 1]):
                continue
            part = text[start : end.end() if end else None]
            if end or part.strip(CITED + " "):
                plain = " ".join(part.replace(CITED, "").split())
                yield plain, tag.startswith("h"), CITED in text[start:]
            start = end.end() if end else start


PIECES = st.sampled_from(
    [
        *"aB .!?,;:'\"”’)(“[]{}<>&*_`#-\\|5", "\n", "\n\n", "  \n", "é", "漢", "\u00a0", "Word ",
        "word. ", "A. ", "e.g. ", "Dr. Xu. ", "No. 5. ", "approx. A", "p.m. ", "[@a-2020]",
        "[@b-2020] ", "`code. A`", "```\nx. Y\n```\n", "[a. B](/b \"c > d\")",
        '<b title="x > data-cites=">', '<span data-cites="a">', "</span>", "</b>",
        "<br>", "<pre>", "<code>", "</code>", "</pre>", "<p>", "<li>",
        "<h3>", "</h3>", "&amp;", "&lt;p>", "&nbsp;", "## It\n", "- item\n",
        "> said\n", "|a|b|\n|-|-|\n|c. D|e|\n", "Term\n: It is.\n", "[^1]",
        "\n\n[^1]: A note. So.\n", "![a](b.png)", "{: .x }", "<!-- a -->", "*[HTML]: x\n", CITED,
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join)


@given(TEXTS)
@example('<span title=" data-cites=">a</span>. B')
def test_any_text_is_read_as_a_browser_would(text: str) -> None:
    """Tags are found as a parser of HTML finds them, whatever Markdown makes of a text."""
    html = render(text).html
    assert sentences_in(html) == [*slowly(html)]


def written() -> Iterator[list[Said]]:
    """The sentences of the bodies and of the files of this site."""
    for file in sorted((ROOT / "content").rglob("*.md")):
        for text in file.read_text(encoding="utf-8").split("\n---\n"):
            html = render(text).html
            assert sentences_in(html) == [*slowly(html)], file
            yield sentences_in(html)


def test_a_grade_is_that_of_the_library_for_all_that_is_written() -> None:
    """Of each sentence, and of each text as a whole."""
    graded = 0
    for found in written():
        ended = [f"{text.rstrip('.!?')}." for text, _, _ in found]
        for sentence in ended:
            assert grade(count(sentence)) == textstat.flesch_kincaid_grade(sentence), sentence
        whole = grade(total(map(count, ended)))
        assert whole == textstat.flesch_kincaid_grade(" ".join(ended))
        graded += len(ended)
    assert graded > 1000


WORDS = st.sampled_from(
    ["pain", "Extraordinarily", "muscle’s", "trigger-point", "3.5", "–", "”", "e.g.", "a_b", "_",
     "ΟΔΟΣ", "İt", "naïve!", "x?y", "“.5", "(no).”", "don't", "100%", "…", "e\u0301te", "No."]
)  # fmt: skip


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=6))
def test_a_grade_is_that_of_the_library_for_any_text(sentences: list[str]) -> None:
    """Signs, numbers and points inside of a sentence count as they do there."""
    ended = [f"{text.rstrip('.!?')}." for text in sentences]
    whole = grade(total(map(count, sentences)))
    assert whole == textstat.flesch_kincaid_grade(" ".join(ended))


def test_the_syllables_of_a_word_are_those_of_the_library() -> None:
    """For all words of the content, and with other letters and numbers in them."""
    library = Pyphen(lang="en_US")
    texts = (file.read_text(encoding="utf-8") for file in (ROOT / "content").rglob("*.md"))
    words = {word for text in texts for word in re.findall(r"\w+", text.lower())}
    assert len(words) > 2000
    for word in [*words, "naïve", "οδος", "b12x", "ﬀable", "a", "ab", "per1od", "x" * 80]:
        assert syllables(word) == len(library.positions(word)) + 1, word


def test_a_text_without_words_has_no_grade_to_speak_of() -> None:
    """The counts are zero, and no division fails."""
    assert total([]) == count("– …") == Counts(0, 0, 0)
    assert grade(count("–")) == textstat.flesch_kincaid_grade("–.")


PROMISES = ("cure", "guarante*", "100 %", "risk-free", "speeds up healing", "Kiss it")


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (certainty.BARE, certainty.PERHAPS),
        (sources.RESEARCH, sources.PERHAPS),
        (sources.EFFECT, sources.PERHAPS),
        (promises.pattern_of(PROMISES), tuple(map(promises.stem_of, PROMISES))),
    ],
)
@settings(max_examples=25)
@given(data=st.data())
def test_no_text_that_a_rule_is_for_is_passed_over(
    data: st.DataObject, pattern: re.Pattern[str], words: tuple[str, ...]
) -> None:
    """Whatever its letters: each has one of the words by which texts are chosen."""
    text = data.draw(st.from_regex(pattern))
    assert any(word in folded(text) for word in words)


def test_what_a_pattern_finds_in_any_letters_is_in_the_small_letters() -> None:
    """For each letter that the rules look for, whatever sign `re` takes for the same."""
    signs = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    text = "".join(signs)
    for letter in "abcdefghijklmnopqrstuvwxyz":
        found = re.findall(letter, text, re.IGNORECASE)
        assert {letter, letter.upper()} <= set(found)
        assert all(folded(sign) == letter for sign in found), found
