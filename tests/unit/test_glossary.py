"""The first use of a glossary's word on a page leads to what it means."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.cms.glossary import Glossary, PageTerms
from tests.conftest import Project
from tests.unit.conftest import Linked


@pytest.fixture
def terms(linked: Linked) -> PageTerms:
    """A page of the garden, whose glossary explains mulch, also as mulches and RHS."""
    return Glossary(linked()[0]).page("", "plants/mint/")


def link(word: str) -> str:
    return f'<a class="term" href="/words/#mulch">{word}</a>'


@pytest.mark.parametrize("word", ["mulch", "Mulch", "mulches", "RHS", "compost\ncover"])
def test_a_word_is_linked(terms: PageTerms, word: str) -> None:
    """In each of its forms, also at the start of a sentence and across lines."""
    assert terms.link(f"<p>See {word}.</p>") == f"<p>See {link(word)}.</p>"


def test_only_the_first_use_on_a_page_is_linked(terms: PageTerms) -> None:
    """Later ones, in another form or another text of the page, are not."""
    assert terms.link("<p>mulch, mulches</p>") == f"<p>{link('mulch')}, mulches</p>"
    assert terms.link("<p>Mulch</p>") == "<p>Mulch</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Mulch</h2>",
        '<a href="/x/"><b>mulch</b></a>',
        "<p><code>mulch</code></p>",
        '<img alt="mulch" src="/mulch.png">',
        "<p>mulching, un-mulch, mulch-like</p>",
        "<p>rhs, Rhs, MULCH</p>",
        "<p>&lt;mulch-free&gt;</p>",
    ],
)
def test_a_word_elsewhere_is_left_alone(terms: PageTerms, html: str) -> None:
    """In headings, links, code, attributes, as a part of a word or in other capitals."""
    assert terms.link(html) == html


def test_a_word_after_a_heading_or_link_is_linked(terms: PageTerms) -> None:
    """What is not linked is not used up."""
    html = '<h2>Mulch</h2><p><a href="/x/">mulch</a> mulch</p>'
    assert terms.link(html).endswith(f"{link('mulch')}</p>")


def test_a_longer_word_goes_before_a_shorter_one(garden: Project, linked: Linked) -> None:
    """`mulch mat` is not `mulch` with a mat."""
    garden.write(
        "words/mat.md",
        "---\ntitle: Mulch mat\nstatus: published\ndate: 2026-01-02\nmeaning: A mat.\n---\n",
    )
    terms = Glossary(linked()[0]).page("https://x.org", "")
    html = '<a class="term" href="https://x.org/words/#mat">mulch mat</a>'
    assert terms.link("A mulch mat.") == f"A {html}."


def test_the_glossary_does_not_lead_to_itself(linked: Linked) -> None:
    """On its own page the words stand as they are."""
    assert Glossary(linked()[0]).page("", "words/").link("<p>mulch</p>") == "<p>mulch</p>"


def test_a_site_without_a_glossary_has_no_links(garden: Project, linked: Linked) -> None:
    """No words, no work."""
    (garden.folder / "content/words/mulch.md").unlink()
    assert Glossary(linked()[0]).page("", "").link("<p>mulch</p>") == "<p>mulch</p>"


WORDS = {
    "mulch": "Mulch",
    "mat": "Mulch mat",
    "bed": "Mulch mat bed",
    "long": "Mat bed mulch mat",
    "rhs": "RHS mulch",
    "sign": "(Sand) mat",
    "half": "Half-mat",
    "amp": "R & D",
}
_TEXT = "mulch Mulch MULCH mat Mat bed RHS half-mat Half -mat (sand) (Sand) R &amp; D r , ( - x"
_TAGS = ("<p>", "</p>", "<h2>", "</h2>", "<code>", "</code>", "</a>", "<br>")
_PIECES = st.sampled_from(
    (*_TEXT.split(), *_TAGS, '<a href="mulch">', '<img alt="Mulch mat > bed">')
)


@pytest.fixture
def glossary(garden: Project, linked: Linked) -> Glossary:
    """A glossary whose words overlap."""
    (garden.folder / "content/words/mulch.md").unlink()
    for slug, title in WORDS.items():
        garden.write(
            f"words/{slug}.md",
            f"---\ntitle: {title}\nstatus: published\ndate: 2026-01-02\nmeaning: Yes.\n---\n",
        )
    return Glossary(linked()[0])


@given(st.lists(st.tuples(_PIECES, st.sampled_from(["", " ", "\n"])), max_size=14))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_are_those_of_one_long_pattern(
    glossary: Glossary, pieces: list[tuple[str, str]]
) -> None:
    """In texts of any kind: from the left, the longest first, each word where it stands first."""
    html = "".join(f"{piece}{space}" for piece, space in pieces)
    assert glossary.page("", "").link(html) == plainly(html)


@pytest.mark.parametrize("html", ["A mulch mat bed mulch mat.", "See (Sand) mat.", "Mulch mat bed"])
def test_words_that_overlap_are_those_of_one_long_pattern(glossary: Glossary, html: str) -> None:
    """What begins first is the word; a word may begin with a sign."""
    assert glossary.page("", "").link(html) == plainly(html) != html


def plainly(html: str) -> str:
    """Every word of `WORDS` looked for everywhere, one text after the other."""
    forms = {
        form: slug
        for slug, title in WORDS.items()
        for escaped in (title.replace("&", "&amp;"),)
        for form in (
            escaped,
            escaped if escaped[:2].isupper() else escaped[0].lower() + escaped[1:],
        )
    }
    forms["r &amp; D"] = "amp"
    longest = sorted(forms, key=len, reverse=True)
    pattern = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in longest)
    used: set[str] = set()

    def linked(word: re.Match[str]) -> str:
        slug = forms[" ".join(word[0].split())]
        if slug in used:
            return word[0]
        used.add(slug)
        return f'<a class="term" href="/words/#{slug}">{word[0]}</a>'

    depth, parts = 0, []
    for part in re.split(r"(<[^>]*>)", html):
        name = part.strip("</>").partition(" ")[0] if part.startswith("<") else ""
        if name in {"a", "code", "h2"}:
            depth = max(depth - 1, 0) if part.startswith("</") else depth + 1
        elif not name and not depth:
            part = re.sub(rf"(?<![\w-])(?:{pattern})(?![\w-])", linked, part)
        parts.append(part)
    return "".join(parts)


def test_a_text_without_a_word_stays_as_it_is(terms: PageTerms) -> None:
    """It is the same object: nothing is copied."""
    html = "<p>Rose and thyme.</p>"
    assert terms.link(html) is html
