"""What holds for everybody who has dry needling: written once, shown where it applies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from plugins.cms.entries import Entry
from plugins.cms.site import Site

from .models import CareItem, CareList


class Lines(tuple[CareItem, ...]):
    """The lines of a list, and the language that they are in; None is that of the site."""

    lang: str | None

    def __new__(cls, items: Iterable[CareItem] = (), lang: str | None = None) -> Lines:
        lines = super().__new__(cls, items)
        lines.lang = lang
        return lines


Care = Mapping[str, Lines]
"""The lines of each list, by what the list `shows`; an empty one where nobody wrote any."""

LISTS: tuple[str, ...] = get_args(CareList.model_fields["shows"].annotation)


class SharedCare:
    """The shared lists of a site; where a list is not there in `lang`, in the site's language."""

    def __init__(self, site: Site, lang: str | None = None) -> None:
        self._site = site
        self._lang = lang
        written: dict[str, Lines] = {
            entry.data.shows: Lines(entry.data.items, entry.lang)
            for entry in site.all("care", lang)
            if isinstance(entry.data, CareList)
        }
        self.all: Care = {name: written.get(name, Lines()) for name in LISTS}
        self._of_regions = [
            name for name, items in self.all.items() if any(item.body_regions for item in items)
        ]

    def within(self, lang: str | None) -> SharedCare:
        """The same lists for readers of a language."""
        return self if lang == self._lang else SharedCare(self._site, lang)

    def of(self, entry: Entry) -> Care:
        """The lines that apply to the parts of the body that an entry is about."""
        if entry.lang != self._lang:
            return self.within(entry.lang).of(entry)
        regions = set(getattr(entry.data, "body_regions", ()))
        special = {
            name: Lines(
                (
                    one
                    for one in self.all[name]
                    if not one.body_regions or regions.intersection(one.body_regions)
                ),
                self.all[name].lang,
            )
            for name in self._of_regions
        }
        return {**self.all, **special}
