"""Conditions and therapies as schema.org data, as far as search engines read it."""

from __future__ import annotations

from plugins.cms.entries import Entry
from plugins.cms.site import Site

from ..models import Comparison, Condition, Treatment
from .nodes import Node, Place, node

THERAPY = "dry-needling"
"""The name of the treatment that this site is about."""


def condition(entry: Entry, place: Place) -> Node:
    """The condition that a page is about: its names."""
    data = entry.data
    assert isinstance(data, Condition)
    return node(
        "MedicalCondition",
        place.id_of("condition", entry),
        name=entry.title,
        alternateName=list(data.also_known_as),
    )


def therapy(site: Site, place: Place) -> Node | None:
    """The therapy of this site, by name; None where no page explains it."""
    known = site.entry("treatment", THERAPY)
    page = known and _page_of(site, known)
    if not known or not page:
        return None
    return node("MedicalTherapy", place.id_of("therapy", page), name=known.title)


def _page_of(site: Site, known: Entry) -> Entry | None:
    """The page that explains a treatment."""
    data = known.data
    assert isinstance(data, Treatment)
    return site.entry("page", data.page) if data.page else None


def treatment(site: Site, page: Entry, place: Place) -> Node | None:
    """The treatment that a page explains, by name."""
    explained = next(iter(site.referring(page, "treatment")), None)
    name = place.id_of("therapy", page)
    return node("MedicalTherapy", name, name=explained.title) if explained else None


def compared(site: Site, entry: Entry, place: Place) -> list[Node]:
    """The treatments of a comparison, as its columns name them."""
    data = entry.data
    assert isinstance(data, Comparison)
    return [_compared(site, slug, place) for slug in data.treatments]


def _compared(site: Site, slug: str, place: Place) -> Node:
    known = site.entry("treatment", slug)
    assert known and isinstance(known.data, Treatment)
    page = _page_of(site, known)
    name = place.id_of("therapy", page) if page else place.id(slug)
    return node("MedicalTherapy", name, name=known.data.short_name)
