"""A page as schema.org data: what kind of page it is, and all that it is about."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.cms.entries import Entry
from plugins.cms.site import Site

from ..models import Comparison, Condition, Page, Person, Post, Sourced
from ..registers import conditions
from . import lists, medical, people
from .crumbs import breadcrumbs
from .nodes import Node, Place, link, links, node

_MEDICAL = frozenset({"benefits", "certainty", "home", "safety"})
_COLLECTIONS = frozenset({"compare", "conditions", "evidence", "glossary", "people", "references"})
_ABOUT_THERAPY = frozenset({"benefits", "evidence", "home", "safety"})


@dataclass(frozen=True)
class Shown:
    """The type of a page, and the things that it is about: the main one, and others."""

    type: str
    main: Node | None = None
    about: tuple[Node, ...] = ()


def json_ld(site: Site, entry: Entry | None, place: Place) -> Node:
    """The graph of a page: of an entry, or of a list that has none."""
    shown = _shown(site, entry, place)
    data = entry.data if entry and isinstance(entry.data, Sourced) else None
    clinic = people.clinic(site, place)
    authors = people.authors(site, data, place) if data else []
    review = people.review_of(site, data) if data else None
    reviewer = review and people.by_name(review[1], place)
    image = data.image if data else None
    page = node(
        shown.type,
        place.id("page"),
        url=place.url(),
        name=place.title,
        inLanguage=entry.lang if entry else None,
        breadcrumb=breadcrumbs(site, place),
        datePublished=entry.data.date.isoformat() if entry and data else None,
        dateModified=entry.changed.isoformat() if entry and data else None,
        lastReviewed=review[0].on.isoformat() if review else None,
        reviewedBy=reviewer,
        author=authors,
        publisher=link(clinic),
        primaryImageOfPage=image and node("ImageObject", contentUrl=place.url(image.src)),
        about=list(shown.about),
        mainEntity=shown.main,
    )
    nodes = [page]
    if not place.address:  # what holds for the whole site is said once, on its first page
        nodes += [_website(place, clinic), *([clinic] if clinic else [])]
    return {"@context": "https://schema.org", "@graph": nodes}


def _website(place: Place, clinic: Node | None) -> Node:
    return node(
        "WebSite",
        place.id("website", ""),
        name=place.sitename,
        url=place.url(""),
        publisher=link(clinic),
    )


def _shown(site: Site, entry: Entry | None, place: Place) -> Shown:
    if entry is None:
        return Shown("CollectionPage", lists.blog(place) if place.address == lists.BLOG else None)
    match entry.data:
        case Condition():
            condition = medical.condition(entry, place)
            return Shown("MedicalWebPage", condition)
        case Comparison():
            return Shown("MedicalWebPage", about=tuple(medical.compared(site, entry, place)))
        case Post() as post:
            authors = links(people.authors(site, post, place))
            return Shown("MedicalWebPage", lists.post(entry, place, authors))
        case Person():
            return Shown("ProfilePage", people.in_full(entry, place))
        case Page(layout="treatment"):
            treatment = medical.treatment(site, entry, place)
            return Shown("MedicalWebPage", treatment)
        case Page() as page:
            therapy = medical.therapy(site, place) if page.layout in _ABOUT_THERAPY else None
            main = _main(site, page, place)
            return Shown(_type_of(site, entry, page), main, (therapy,) if therapy else ())
    return Shown("WebPage")


def _type_of(site: Site, entry: Entry, page: Page) -> str:
    """What kind of page it is. One that rests on sources gives medical information."""
    if entry.slug == "about":
        return "AboutPage"
    if page.layout in _COLLECTIONS:
        return "CollectionPage"
    return "MedicalWebPage" if page.layout in _MEDICAL or site.citations(entry) else "WebPage"


def _main(site: Site, page: Page, place: Place) -> Node | None:
    """What a list of pages leads to."""
    kind = lists.LISTED.get(page.layout)
    every = conditions(site) if kind == "condition" else None
    if every and every.is_long:
        return lists.listed(every.parts, place)
    return lists.listed(site.all(kind), place) if kind else None
