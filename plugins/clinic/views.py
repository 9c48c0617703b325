"""What every template gets besides the site itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from plugins.cms.site import Site

from . import jsonld
from .care import SharedCare
from .claims import claims
from .models import Page


def menu(site: Site) -> tuple[tuple[str, str], ...]:
    """The main menu: (title, address below the site), in order."""
    pages = [
        (entry.data.menu, entry.data.menu_title or entry.title, entry.url or "")
        for entry in site.all("page")
        if isinstance(entry.data, Page) and entry.data.menu is not None
    ]
    return tuple((title, url) for _, title, url in sorted(pages))


VIEWS: Mapping[str, Callable[[Site], Any]] = {
    "CARE": SharedCare,
    "EVIDENCE": claims,
    "JSON_LD": jsonld.view,
    "MENU": menu,
    "TRAIL": jsonld.trails,
}
