"""Markdown as words: what a parser of HTML makes of it, without one."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.clinic.claims import plain_text
from plugins.cms.markdown import render
from plugins.cms.publish.build import read
from tests.conftest import ROOT


def parsed(text: str) -> str:
    return " ".join(BeautifulSoup(render(text).html, "html.parser").get_text().split())


def test_every_text_of_the_site_is_read_as_a_parser_reads_it() -> None:
    """Bodies and fields, in all their Markdown."""
    texts = [text for entry in read(ROOT / "pelicanconf.py").written for text in markdown_of(entry)]
    assert len(texts) > 500
    assert [plain_text(text) for text in texts] == [parsed(text) for text in texts]


def markdown_of(entry: object) -> list[str]:
    """All that authors wrote as Markdown, and all else that they wrote: it may be."""
    from plugins.cms.entries import Entry, leaves

    assert isinstance(entry, Entry)
    values = (value for _, value in leaves(entry.data) if isinstance(value, str))
    return [entry.document.body, *values]


@pytest.mark.parametrize(
    "text",
    [
        "[a](/b/ \"x > y <b> 'z'\") c",
        '![a > b](/c.png "d > e") f',
        'a < b & c > d &amp; e &nbsp; f &lt;b&gt; "g"',
        "`<b>` and <b>bold</b> and <i\nclass='x>y'>more</i>",
        "one<br>two [@key, p. 3] <!-- no > --> three",
        "<script>no</script> yes",
    ],
)
def test_what_looks_like_a_tag_is_read_as_a_parser_reads_it(text: str) -> None:
    """In titles, attributes, entities, code and comments."""
    assert plain_text(text) == parsed(text)


@given(st.text(alphabet="ab<>&;\"'=/!-` #ltgmp\n", max_size=40))
@settings(max_examples=200)
def test_any_text_is_read_as_a_parser_reads_it(text: str) -> None:
    """Whatever somebody typed."""
    assert plain_text(text) == parsed(text)
