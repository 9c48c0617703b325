"""Conditions and therapies as schema.org data, in the words that their pages show."""

from __future__ import annotations

from plugins.cms.entries import Entry
from plugins.cms.site import Site

from ..care import SharedCare
from ..claims import plain_text
from ..models import Comparison, Condition, Treatment
from .nodes import Node, Place, link, node

THERAPY = "dry-needling"
"""The name of the treatment that this site is about."""

RISKS = ("who should not", "who should ask first", "common effects", "rare effects")
"""The shared lists that the page of a treatment shows."""

_EVERYWHERE = "widespread"
"""A region that is no part of the body."""


def condition(site: Site, entry: Entry, place: Place) -> Node:
    """The condition that a page is about."""
    data = entry.data
    assert isinstance(data, Condition)
    regions = [site.entry("region", slug) for slug in data.body_regions if slug != _EVERYWHERE]
    return node(
        "MedicalCondition",
        place.id_of("condition", entry),
        name=entry.title,
        alternateName=list(data.also_known_as),
        description=data.summary,
        signOrSymptom=[
            node("MedicalSignOrSymptom", name=plain_text(symptom)) for symptom in data.symptoms
        ],
        associatedAnatomy=[node("AnatomicalStructure", name=one.title) for one in regions if one],
        possibleTreatment=link(therapy(site, place)),
        code=[
            node("MedicalCode", codeValue=code.code, codingSystem=code.system, name=code.meaning)
            for code in data.codes
        ],
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
    """The treatment that a page explains: what is done before, during and after it."""
    explained = next(iter(site.referring(page, "treatment")), None)
    if not explained:
        return None
    data = explained.data
    assert isinstance(data, Treatment)
    told = {
        "preparation": data.preparation,
        "howPerformed": data.how_performed,
        "followup": data.followup,
    }
    return node(
        "MedicalTherapy",
        place.id_of("therapy", page),
        name=explained.title,
        **{name: plain_text(text) for name, text in told.items() if text},
        **(risks(site) if explained.slug == THERAPY else {}),
    )


def risks(site: Site) -> Node:
    """Who should not have the therapy of this site, and what it may do to people.

    Those who should ask first are left out: for some of them it is no contraindication.
    """
    care = site.memo(SharedCare).all
    types = {
        "contraindication": ("MedicalContraindication", "who should not"),
        "adverseOutcome": ("MedicalEntity", "common effects"),
        "seriousAdverseOutcome": ("MedicalEntity", "rare effects"),
    }
    return {
        name: [node(type_, name=plain_text(item.text)) for item in care[shows]]
        for name, (type_, shows) in types.items()
        if care[shows]
    }


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
