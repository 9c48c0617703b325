"""The sources of a page, each by the address that names it everywhere: its DOI, if it has one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plugins.cms.bibliography import anchor
from plugins.cms.entries import Entry
from plugins.cms.library import Reference
from plugins.cms.markdown import render
from plugins.cms.site import Site

from ..care import LISTS, Care, SharedCare
from ..models import Benefit, Condition, Page
from ..overview import Overview
from .medical import RISKS
from .nodes import Node, Place

_INDEX = "references/"
"""The page that lists every source: it names those that have no address."""


def sources(site: Site, entry: Entry | None, place: Place) -> list[Node]:
    """Links to what a page cites: by its entry, and by all that it shows besides.

    What each is, readers see in the list of sources, and programs at its own address.
    """
    if entry is None:
        return []
    keys = dict.fromkeys((*site.citations(entry), *_shown(site, entry)))
    return [{"@id": _name(site.source(key), place)} for key in keys]


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
            for row in (row for some in site.memo(Overview).subjects for row in some.rows):
                yield from _of_one(row.statement, ())  # the rest is linked by short names
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


def _name(one: Reference, place: Place) -> str:
    """The address of a work, the same wherever it is cited; else its place in our own list."""
    if one.doi:
        return f"https://doi.org/{one.doi}"
    if one.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{one.pmid}/"
    return one.url or place.id(anchor(one.key), _INDEX)
