"""Citations are read as Pandoc reads them, and all else in brackets is left alone or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.cms.citations import Cite, read_citation
from plugins.cms.fields import CitationKey
from plugins.cms.markdown import render
from tests.unit.conftest import entry_of, plant


@pytest.mark.parametrize(
    ("text", "cites"),
    [
        ("@a-2020", [Cite("a-2020")]),
        ("@a; @b", [Cite("a"), Cite("b")]),
        ("@a;\n@b", [Cite("a"), Cite("b")]),
        ("@a, 5", [Cite("a", "page", "5")]),
        ("@a, p. 5", [Cite("a", "page", "5")]),
        ("@a, pp. 3-5", [Cite("a", "page", "3-5")]),
        ("@a, pp. iv, 7", [Cite("a", "page", "iv, 7")]),
        ("@a, chap. 2", [Cite("a", "chapter", "2")]),
        ("@a, sec. 3.1", [Cite("a", "section", "3.1")]),
        ("@a, fig. 2", [Cite("a", "figure", "2")]),
        ("@a, para. 4; @b, vol. 2", [Cite("a", "paragraph", "4"), Cite("b", "volume", "2")]),
        ("@{https://example.org/x?y=1}", [Cite("https://example.org/x?y=1")]),
        ("@doe:2020/x.1", [Cite("doe:2020/x.1")]),
        ("@Müller2020", [Cite("Müller2020")]),
    ],
)
def test_a_citation_is_read(text: str, cites: list[Cite]) -> None:
    """Keys, several of them, and the place in a source."""
    assert read_citation(text) == tuple(cites)


@pytest.mark.parametrize(
    "text", ["", "@", "a", "see @a", "-@a", "@a p. 3", "@a, and others", "@a;", "@a @b", "@a, p."]
)
def test_what_is_no_citation_is_not_read(text: str) -> None:
    """Words beside the keys, and what is left half done."""
    assert read_citation(text) is None


@given(st.text(alphabet="@ab;, p.0-{}[]\n", max_size=30))
def test_no_text_stops_the_reading(text: str) -> None:
    """Whatever stands in brackets, there is an answer."""
    render(f"x [@{text}] y")
    read_citation(text)


@pytest.mark.parametrize(
    "text",
    [
        "`[@a]`",
        "```\n[@a]\n```",
        "\\[@a]",
        "[x @home](https://example.org)",
        "[me@example.org]",
        "me@example.org",
        "@a",
        "[^a]\n\n[^a]: b",
    ],
)
def test_not_everything_with_brackets_or_an_at_sign_cites(text: str) -> None:
    """Code, escaped brackets, links and mail addresses stay what they are."""
    rendered = render(text)
    assert rendered.citations == () and rendered.refused == ()


def test_a_text_says_what_it_cites_in_order() -> None:
    """Each source as often as it is cited, with its place."""
    cited = render("A[@b]. *B [@a, p. 2]*\n\n- C [@b; @c]").citations
    assert cited == (Cite("b"), Cite("a", "page", "2"), Cite("b"), Cite("c"))


@pytest.mark.parametrize("text", ["[see @a]", "[-@a]", "[@a p. 3]", "[@a, and more]", "[@a; b]"])
def test_a_citation_that_cannot_be_read_is_refused(text: str) -> None:
    """It would be lost: the author hears of it, at its place."""
    assert [refusal.code for refusal in render(text).refused] == ["bad-citation"]
    _, problems = entry_of(plant(body=f"Text.\n\nMore {text}.\n"))
    assert [(one.code, one.location.line, one.location.column) for one in problems] == [
        ("bad-citation", 10, 6)
    ]


@pytest.mark.parametrize(
    ("written", "cite"),
    [
        ("a-2020", Cite("a-2020")),
        ("'@a-2020'", Cite("a-2020")),
        ("'[@a-2020]'", Cite("a-2020")),
        ("'a-2020, p. 3'", Cite("a-2020", "page", "3")),
        ("'[@a-2020, chap. 3]'", Cite("a-2020", "chapter", "3")),
    ],
)
def test_a_field_cites_in_the_same_way(written: str, cite: Cite) -> None:
    """A key alone, as in a text, and with a place."""
    entry, problems = entry_of(plant(f"sources: [{written}]\n"))
    key = entry.data.sources[0]  # type: ignore[attr-defined]
    assert problems == () and isinstance(key, CitationKey)
    assert (str(key), key.cite) == (cite.key, cite)


@pytest.mark.parametrize("written", ["'@a; @b'", "'see @a'", "'a b'", "'@'"])
def test_a_field_names_one_source_a_line(written: str) -> None:
    """Anything else is explained."""
    _, problems = entry_of(plant(f"sources: [{written}]\n"))
    assert [one.code for one in problems] == ["bad-citation"]
