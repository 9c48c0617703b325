"""The sources of a page, with the numbers by which libraries know them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from plugins.cms.bibliography import anchor
from plugins.cms.entries import Entry
from plugins.cms.library import Reference
from plugins.cms.markdown import render
from plugins.cms.site import Site

from ..care import LISTS, Care, SharedCare
from ..claims import claims
from ..models import Benefit, Condition, Page
from .medical import RISKS
from .nodes import Node, Place, node

_INDEX = "references/"
"""The page that lists every source: it gives each its name."""

_TYPES = {
    "article-journal": "ScholarlyArticle",
    "book": "Book",
    "chapter": "Chapter",
    "report": "Report",
    "webpage": "WebPage",
}
"""Types of CSL in the words of schema.org."""


def sources(site: Site, entry: Entry | None, place: Place) -> list[Node]:
    """The sources that a page cites: those of its entry, and of all that it shows besides."""
    if entry is None:
        return []
    keys = dict.fromkeys((*site.citations(entry), *_shown(site, entry)))
    return [_source(site.source(key), place) for key in keys]


def _shown(site: Site, entry: Entry) -> Iterator[str]:
    """What is cited where a page shows other entries, or lists that many pages share."""
    match entry.data:
        case Condition() as condition:
            yield from _of_care(site.memo(SharedCare).of(entry), LISTS)
            for use in condition.benefits:
                benefit = site.entry("benefit", use.benefit)
                if benefit and not use.note:
                    yield from _of_card(benefit)
        case Page(layout="benefits"):
            yield from _of_entries(site, site.all("benefit"))
        case Page(layout="evidence"):
            for row in site.memo(claims):
                yield from _of_one(row.statement, row.references)
        case Page(layout="glossary"):
            yield from _of_entries(site, site.all("term"))
        case Page(layout="home"):
            for benefit in site.all("benefit"):
                yield from _of_card(benefit)
        case Page(layout="safety"):
            yield from _of_care(site.memo(SharedCare).all, LISTS)
        case Page(layout="treatment"):
            yield from _of_entries(site, site.referring(entry, "treatment"))
            yield from _of_care(site.memo(SharedCare).all, RISKS)


def _of_entries(site: Site, entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield from site.citations(entry)


def _of_care(care: Care, names: Iterable[str]) -> Iterator[str]:
    for item in (item for name in names for item in care[name]):
        yield from _of_one(item.text, item.references)


def _of_card(benefit: Entry) -> Iterator[str]:
    assert isinstance(benefit.data, Benefit)
    yield from _of_one(benefit.data.statement, benefit.data.references)


def _of_one(text: str, references: Iterable[str]) -> Iterator[str]:
    citations = render(text).citations
    if citations:
        yield from (cite.key for cite in citations)
    yield from references


def _source(one: Reference, place: Place) -> Node:
    csl_type = one.csl.get("type", "")
    return _node(place.siteurl, one.key, csl_type, one.title, one.year, one.doi, one.pmid, one.url)


@lru_cache(maxsize=4096)  # many pages cite the same sources
def _node(
    siteurl: str,
    key: str,
    csl_type: str,
    title: str,
    year: str | None,
    doi: str | None,
    pmid: str | None,
    url: str | None,
) -> Node:
    of_doi = doi and f"https://doi.org/{doi}"
    of_pubmed = pmid and f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
    return node(
        _TYPES.get(csl_type, "CreativeWork"),
        f"{siteurl}/{_INDEX}#{anchor(key)}",
        name=title,
        datePublished=year,
        identifier=[*_identifier("DOI", doi), *_identifier("PMID", pmid)],
        url=url or of_doi or of_pubmed,
        sameAs=[address for address in (of_doi, of_pubmed) if address],
    )


def _identifier(name: str, value: str | None) -> list[Node]:
    return [node("PropertyValue", propertyID=name, value=value)] if value else []
