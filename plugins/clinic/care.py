"""What holds for everybody who has dry needling: written once, shown where it applies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from plugins.cms.entries import Entry
from plugins.cms.site import Site

from .models import CareItem, CareList

Care = Mapping[str, tuple[CareItem, ...]]
"""The lines of each list, by what the list `shows`; an empty one where nobody wrote any."""

LISTS: tuple[str, ...] = get_args(CareList.model_fields["shows"].annotation)


class SharedCare:
    """The shared lists of a site."""

    def __init__(self, site: Site) -> None:
        written: dict[str, tuple[CareItem, ...]] = {
            entry.data.shows: entry.data.items
            for entry in site.all("care")
            if isinstance(entry.data, CareList)
        }
        self.all: Care = {name: written.get(name, ()) for name in LISTS}
        self._of_regions = [
            name for name, items in self.all.items() if any(item.body_regions for item in items)
        ]

    def of(self, entry: Entry) -> Care:
        """The lines that apply to the parts of the body that an entry is about."""
        regions = set(getattr(entry.data, "body_regions", ()))
        special = {
            name: tuple(
                one
                for one in self.all[name]
                if not one.body_regions or regions.intersection(one.body_regions)
            )
            for name in self._of_regions
        }
        return {**self.all, **special}
