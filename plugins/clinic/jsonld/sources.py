"""The sources of a page, with the numbers by which libraries know them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    return [_source(site.library[key], place) for key in keys]


def _shown(site: Site, entry: Entry) -> Iterator[str]:
    """What is cited where a page shows other entries, or lists that many pages share."""
    match entry.data:
        case Condition() as condition:
            yield from _of_care(SharedCare(site).of(entry), LISTS)
            for use in condition.benefits:
                benefit = site.entry("benefit", use.benefit)
                if benefit and not use.note:
                    yield from _of_card(benefit)
        case Page(layout="benefits"):
            yield from _of_entries(site, site.all("benefit"))
        case Page(layout="evidence"):
            for row in claims(site):
                yield from _of_one(row.statement, row.references)
        case Page(layout="glossary"):
            yield from _of_entries(site, site.all("term"))
        case Page(layout="home"):
            for benefit in site.all("benefit"):
                yield from _of_card(benefit)
        case Page(layout="safety"):
            yield from _of_care(SharedCare(site).all, LISTS)
        case Page(layout="treatment"):
            yield from _of_entries(site, site.referring(entry, "treatment"))
            yield from _of_care(SharedCare(site).all, RISKS)


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
    yield from (cite.key for cite in render(text).citations)
    yield from references


def _source(one: Reference, place: Place) -> Node:
    doi = one.doi and f"https://doi.org/{one.doi}"
    pubmed = one.pmid and f"https://pubmed.ncbi.nlm.nih.gov/{one.pmid}/"
    return node(
        _TYPES.get(one.csl.get("type", ""), "CreativeWork"),
        place.id(anchor(one.key), _INDEX),
        name=one.title,
        datePublished=one.year,
        identifier=[*_identifier("DOI", one.doi), *_identifier("PMID", one.pmid)],
        url=one.url or doi or pubmed,
        sameAs=[address for address in (doi, pubmed) if address],
    )


def _identifier(name: str, value: str | None) -> list[Node]:
    return [node("PropertyValue", propertyID=name, value=value)] if value else []
