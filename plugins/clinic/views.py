"""What every template gets besides the site itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from plugins.cms.collection import ListPage
from plugins.cms.site import Site

from . import jsonld
from .care import SharedCare
from .comparing import compared
from .finding import a_to_z, choices, name_pages, search_page
from .letters import by_letter
from .overview import Evidence, evidence_pages
from .registers import condition_pages, conditions, regions, words
from .source_lists import Link, links, source_pages, sources_by_letter

_MORE_PAGES = ("how-sure", "evidence", "glossary", "references", "about", "people")
"""The pages that the foot of every page leads to."""


def menu(site: Site) -> tuple[Link, ...]:
    """The main menu, in order; the blog, which has no entry, is its end."""
    pages = [
        (card.menu, card.menu_title or entry.title, entry.url or "")
        for entry, card in ((entry, entry.card) for entry in site.all("page"))
        if card.menu is not None
    ]
    return (*((title, url) for _, title, url in sorted(pages)), ("Blog", jsonld.BLOG))


def more_pages(site: Site) -> tuple[Link, ...]:
    """The pages that are not in the menu and that every page leads to."""
    pages = (site.entry("page", slug) for slug in _MORE_PAGES)
    return tuple((one.title, one.url or "") for one in pages if one and site.is_published(one))


def list_pages(site: Site) -> Iterator[ListPage]:
    """The pages that no entry has."""
    for pages in (source_pages, condition_pages, evidence_pages, name_pages):
        yield from pages(site)


VIEWS: Mapping[str, Callable[[Site], Any]] = {
    "A_TO_Z": lambda site: site.memo(a_to_z),
    "BY_LETTER": lambda _: by_letter,
    "CARE": lambda site: site.memo(SharedCare),
    "COMPARED": lambda _: compared,
    "CONDITIONS": lambda site: partial(conditions, site),
    "EVIDENCE": Evidence,
    "JSON_LD": jsonld.view,
    "MENU": menu,
    "MORE_PAGES": more_pages,
    "REGIONS": regions,
    "SEARCH_CHOICES": choices,
    "SEARCH_PAGE": search_page,
    "SOURCES_BY_LETTER": sources_by_letter,
    "SOURCE_LINKS": lambda site: site.memo(links),
    "SOURCE_PARTS": lambda site: tuple((one.title, one.address) for one in source_pages(site)),
    "TRAIL": jsonld.trails,
    "WORDS_BY_LETTER": words,
}
