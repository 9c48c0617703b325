"""What readers can search for, and the list from A to Z of the same things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from plugins.cms.collection import Findable, ListPage
from plugins.cms.entries import Entry
from plugins.cms.site import Site
from plugins.cms.translations import N_

from .letters import by_letter, place_of_name
from .long_lists import LongList
from .models import Condition, Page, Term
from .places import SHOWN_ON, page_with, place_of

KINDS = {
    "condition": N_("Condition"),
    "term": N_("Word explained"),
    "benefit": N_("Benefit"),
    "comparison": N_("Comparison"),
    "post": N_("Blog post"),
    "page": N_("Page"),
    "person": N_("Person"),
}
"""What a reader calls each kind of entry that can be found, in the order of a choice."""

MOST_NAMES = 300
"""How many a page shows: what a phone loads at once."""

_NOT_FOUND = frozenset({"not-found", "search"})


def findable(entry: Entry, site: Site) -> Findable | None:
    """What can be found on the page of an entry; None where nobody looks for it."""
    data = entry.data
    if not site.is_published(entry) or _is_left_out(entry):
        return None
    kind = KINDS[entry.kind]
    if isinstance(data, Condition):
        found = (site.entry("region", slug) for slug in data.body_regions)
        regions = (_in_language_of(entry, one, site) for one in found if one)
        facets = {"region": tuple(one.title for one in regions)}
        return Findable(entry.title, kind, data.also_known_as, facets)
    shown = site.all(SHOWN_ON.get(data.layout, "")) if isinstance(data, Page) else ()
    return Findable(entry.title, kind, parts={one.slug: _part(one) for one in shown})


def _in_language_of(entry: Entry, other: Entry, site: Site) -> Entry:
    return site.translated(other, entry.lang) if entry.lang else other


def _part(entry: Entry) -> Findable:
    names = entry.data.also if isinstance(entry.data, Term) else ()
    return Findable(entry.title, KINDS[entry.kind], names)


class Choices(NamedTuple):
    """What a search can be narrowed by: kinds of pages, and parts of the body."""

    kinds: tuple[str, ...]
    regions: tuple[str, ...]


def choices(site: Site) -> Choices:
    """Those that lead to something."""
    regions = (one.title for one in site.all("region") if site.referring(one, "condition"))
    return Choices(tuple(label for kind, label in KINDS.items() if site.all(kind)), tuple(regions))


class Named(NamedTuple):
    """A name that readers may look for, where it leads, and what stands beside it.

    `url` is below the site. `other` is the title of a page that has another name.
    """

    name: str
    url: str
    kind: str
    other: str = ""


def a_to_z(site: Site) -> LongList[Named]:
    """All that can be found and all other names of conditions, from A to Z."""
    names = sorted(set(_names(site)), key=lambda one: (place_of_name(one.name), one))
    return LongList(names, attrgetter("name"), search_page(site), MOST_NAMES)


def name_pages(site: Site) -> Iterator[ListPage]:
    """The pages of the list from A to Z where it is very long."""
    every = site.memo(a_to_z)
    pages = every.pages("lists/names", "All pages, A to Z") if every.is_long else ()
    for number, page in enumerate(pages, 1):
        letters = by_letter(every.part(number), every.name)
        yield replace(page, values={**page.values, "letters": letters})


def _names(site: Site) -> Iterator[Named]:
    for kind, label in KINDS.items():
        for entry in site.all(kind):
            place = place_of(entry, site)
            if place is not None and not _is_left_out(entry):
                yield Named(entry.title, place, label)
    for entry in site.all("condition"):
        for name in entry.card.also_known_as:
            yield Named(name, entry.url or "", KINDS["condition"], entry.title)


def search_page(site: Site) -> str:
    """The address of the page with the search; empty where there is none."""
    return page_with("search", site) or ""


def _is_left_out(entry: Entry) -> bool:
    return entry.kind == "page" and entry.card.layout in _NOT_FOUND
