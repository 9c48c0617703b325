"""Lists of whatever there is: words by letter, conditions by name and by parts of the body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from plugins.cms.collection import ListPage
from plugins.cms.entries import Entry
from plugins.cms.site import Site

from .letters import by_letter, place_of_name
from .long_lists import LongList, Part
from .places import page_with

MOST_CONDITIONS = 50
"""How many a page shows: what a phone loads at once."""


def words(site: Site) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """The words that the glossary explains: (letter, its words)."""
    terms = sorted(site.all("term"), key=lambda term: place_of_name(term.title))
    return by_letter(terms, attrgetter("title"))


def conditions(site: Site, region: Entry | None = None) -> LongList[Entry]:
    """The conditions by name: all of them, or those about a part of the body."""
    found = site.referring(region, "condition") if region else site.all("condition")
    above = page_with("conditions", site) or ""
    address = f"{above}{region.slug}/" if region else above
    return LongList(found, attrgetter("title"), address, MOST_CONDITIONS)


def regions(site: Site) -> tuple[tuple[Entry, Sequence[Entry | Part]], ...]:
    """The parts of the body that a condition is about, from head to foot, each with these.

    Where there are very many conditions, each has links to the pages of its list.
    """
    is_long = conditions(site).is_long
    found = ((region, conditions(site, region)) for region in site.all("region"))
    return tuple((one, its.parts if is_long else its.items) for one, its in found if its.items)


def condition_pages(site: Site) -> Iterator[ListPage]:
    """The pages of the list of all conditions, and of those of each part of the body."""
    every = conditions(site)
    if every.is_long:
        yield from every.pages("lists/conditions", "All conditions", region=None)
        for region in site.all("region"):
            of_region = conditions(site, region)
            yield from of_region.pages(
                "lists/conditions", f"Conditions: {region.title}", region=region.slug
            )
