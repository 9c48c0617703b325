"""Claims about effects at a glance: by subject, and how many there are of each certainty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from plugins.cms.collection import ListPage
from plugins.cms.entries import Entry
from plugins.cms.site import Site

from .claims import ClaimRow, claimants, of
from .long_lists import LongList, Part
from .models import CERTAINTIES
from .places import page_with

MOST_SUBJECTS = 18
"""Of how many a page shows the claims: what a phone loads at once."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What some claims are about, and the page, below the site, on which they stand."""

    title: str
    url: str
    rows: tuple[ClaimRow, ...]


class Overview:
    """The claims of some entries that say how sure they are; matters of fact are left out.

    `levels` are those in use, from the surest on, each with the number of its claims: one that
    reaches from a level to another counts for both. `disputed` counts those with sides.
    """

    def __init__(self, groups: Iterable[tuple[Entry, ...]], site: Site) -> None:
        subjects = (_subject(group, site) for group in groups)
        self.subjects = [one for one in subjects if one.rows]
        rows = [row for subject in self.subjects for row in subject.rows]
        levels = Counter(level for row in rows for level in row.levels)
        self.count = len(rows)
        self.levels = [(level, levels[level]) for level in reversed(CERTAINTIES) if levels[level]]
        self.disputed = sum(row.contested for row in rows)


class Evidence:
    """All claims of a site; where they are very many, they stand on several pages."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._list = _claims(site)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Links to them; none where one page has room for all claims."""
        return self._list.parts if self._list.is_long else ()

    def overview(self, number: int | None = None) -> Overview:
        """The claims, or those on the page with a number."""
        groups = self._list.part(number) if number else self._list.items
        return Overview(groups, self._site)


def evidence_pages(site: Site) -> Iterable[ListPage]:
    """The pages that have the claims where they are very many."""
    every = _claims(site)
    return every.pages("lists/evidence", "Evidence") if every.is_long else ()


def _claims(site: Site) -> LongList[tuple[Entry, ...]]:
    return LongList(site.memo(claimants), _name, page_with("evidence", site) or "", MOST_SUBJECTS)


def _name(group: tuple[Entry, ...]) -> str:
    """Benefits are a page together, and each is one claim."""
    return "Benefits" if group[0].kind == "benefit" else group[0].title


def _subject(group: tuple[Entry, ...], site: Site) -> Subject:
    rows = tuple(row for entry in group for row in of(entry, site) if row.levels)
    return Subject(_name(group), rows[0].url.partition("#")[0] if rows else "", rows)
