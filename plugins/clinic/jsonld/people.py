"""Who stands behind the pages: people, teams, and the clinic."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plugins.cms.entries import Entry, leaves
from plugins.cms.fields import PlaceholderText
from plugins.cms.site import Site

from ..models import Clinic, Person, Review, Sourced
from .nodes import Node, Place, node


def by_name(person: Entry, place: Place, **more: Any) -> Node:
    """A person, or a team that is an organization, by name; `more` are other properties."""
    assert isinstance(person.data, Person)
    type_ = "Organization" if person.data.team else "Person"
    name = place.id_of(type_.lower(), person)
    return node(type_, name, name=person.title, url=place.url(person.url), **more)


def in_full(person: Entry, place: Place) -> Node:
    """A person or a team as the page about them has it."""
    data = person.data
    assert isinstance(data, Person)
    shown: Node = {
        "description": data.summary,
        "image": data.image and place.url(data.image.src),
    }
    if not data.team:
        trained = data.credentials and node(
            "EducationalOccupationalCredential", name=data.credentials
        )
        shown |= {"jobTitle": data.role, "hasCredential": trained}
    return by_name(person, place, **shown)


def authors(site: Site, data: Sourced, place: Place) -> list[Node]:
    """Who wrote a page."""
    return [by_name(person, place) for person in _entries(site, data.authors)]


def _entries(site: Site, names: Iterable[str]) -> list[Entry]:
    found = (site.entry("person", name) for name in names)
    return [person for person in found if person]


def review_of(site: Site, data: Sourced) -> tuple[Review, Entry] | None:
    """A review that took place, and who made it. A team cannot review."""
    review = data.reviewed
    reviewer = site.entry("person", review.by) if review else None
    if not review or not reviewer or review.on > site.today:
        return None
    is_person = isinstance(reviewer.data, Person) and not reviewer.data.team
    return (review, reviewer) if is_person else None


def _is_known(site: Site) -> bool:
    """Whether no detail of the clinic is a placeholder."""
    details = (one for _, one in leaves(site.data.clinic))
    return not any(isinstance(one, PlaceholderText) and one.missing for one in details)


def clinic(site: Site, place: Place) -> Node | None:
    """The clinic, once none of its details is a placeholder."""
    details: Clinic = site.data.clinic
    if not site.memo(_is_known):
        return None
    booking = details.booking_url and node("ReserveAction", target=details.booking_url)
    return node(
        "MedicalClinic",
        place.id("clinic", ""),
        name=details.name,
        url=place.url(""),
        telephone=details.phone,
        email=details.email,
        address=details.address,
        # `openingHours` is for programs only: `Mo-Fr 08:00-17:00`. Here people write.
        openingHoursSpecification=node("OpeningHoursSpecification", description=details.hours),
        potentialAction=booking,
    )
