"""The way from the first page to the one at hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from plugins.cms.site import Site

from .lists import BLOG
from .nodes import Node, Place, node

Crumb = tuple[str, str]
"""(title, address below the site)."""

_LISTS = {
    BLOG: "Blog",
    f"{BLOG}archive/": "Archive",
    f"{BLOG}category/": "Categories",
    f"{BLOG}tag/": "Tags",
}
"""The lists that have no entry of their own."""

_PAGE = re.compile(r"page/\d+/[^/]*$")


def _titles(site: Site) -> Mapping[str, str]:
    """The pages that can stand above others, by their addresses."""
    return {page.url: page.title for page in site.all("page") if page.url} | _LISTS


def trail(site: Site, address: str) -> tuple[Crumb, ...]:
    """The pages above an address, or above the file at it, from the first one down."""
    titles = site.memo(_titles)
    # The first page of a list of posts is not above its second one.
    of_posts = address.startswith(BLOG)
    steps = (_PAGE.sub("", address) if of_posts else address).split("/")[:-2]
    # A page in another language has its code before its address: its original stands for it.
    above = _above(steps, titles) or _above(steps[1:], titles)
    return (("Home", ""), *((titles[one], one) for one in above))


def _above(steps: list[str], titles: Mapping[str, str]) -> list[str]:
    found = ("/".join(steps[: number + 1]) + "/" for number in range(len(steps)))
    return [one for one in found if one in titles]


def trails(site: Site) -> Callable[[str], tuple[Crumb, ...]]:
    """For templates: `TRAIL(output_file)` is the trail of the page at hand."""
    return partial(trail, site)


def breadcrumbs(site: Site, place: Place) -> Node | None:
    """The trail with the page itself at its end; none on the first page."""
    if not place.address:
        return None
    crumbs = (*trail(site, place.address), (place.title, place.address))
    items = [
        node("ListItem", position=number, name=title, item=place.url(address))
        for number, (title, address) in enumerate(crumbs, 1)
    ]
    return node("BreadcrumbList", itemListElement=items)
