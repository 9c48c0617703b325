"""Where readers find an entry: on a page of its own, or on one that shows several."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.cms.entries import Entry
from plugins.cms.site import Site

from .models import Treatment

SHOWN_ON = {"benefits": "benefit", "glossary": "term"}
"""The layouts of pages that show entries without a page of their own, under their names."""


def place_of(entry: Entry, site: Site) -> str | None:
    """The address of an entry below the site; None where readers do not find it."""
    if entry.url is not None:
        return entry.url
    for layout, kind in SHOWN_ON.items():
        if entry.kind == kind:
            page = page_with(layout, site)
            return page and f"{page}#{entry.slug}"
    if entry.kind == "care":
        return page_with("safety", site)
    if isinstance(entry.data, Treatment) and entry.data.page:
        explained = site.entry("page", entry.data.page)
        return explained.url if explained else None
    return None


def page_with(layout: str, site: Site) -> str | None:
    """The address of the page with a layout; None where there is none."""
    return site.memo(_by_layout).get(layout)


def _by_layout(site: Site) -> Mapping[str, str | None]:
    pages = [(entry.card.layout, entry.url) for entry in site.all("page")]
    return dict(reversed(pages))  # the first one counts
