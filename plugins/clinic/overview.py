"""All claims about effects at a glance: by subject, and how many there are of each certainty."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from plugins.cms.site import Site

from .claims import ClaimRow, claims
from .models import CERTAINTIES


@dataclass(frozen=True, slots=True)
class Subject:
    """What some claims are about, and the page, below the site, on which they stand."""

    title: str
    url: str
    rows: tuple[ClaimRow, ...]


class Overview:
    """The claims of a site that say how sure they are; matters of fact are left out.

    `levels` are those in use, from the surest on, each with the number of its claims: one that
    reaches from a level to another counts for both. `disputed` counts those with sides.
    """

    def __init__(self, site: Site) -> None:
        rows = [row for row in site.memo(claims) if row.levels]
        levels = Counter(level for row in rows for level in row.levels)
        self.count = len(rows)
        self.levels = [(level, levels[level]) for level in reversed(CERTAINTIES) if levels[level]]
        self.disputed = sum(row.contested for row in rows)
        self.subjects = [_subject(list(some)) for _, some in groupby(rows, _page)]


def _page(row: ClaimRow) -> str:
    return row.url.partition("#")[0]


def _subject(rows: list[ClaimRow]) -> Subject:
    """The claims of one page. Benefits are a page together, and each is one claim."""
    first = rows[0]
    title = first.group if first.group == "Benefits" else first.subject
    return Subject(title, _page(first), tuple(rows))
