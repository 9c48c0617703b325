"""Where each entry stands that is not simply published, and what the clock will do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from ..collection import DueReview
from ..entries import Entry
from ..errors import Problems
from ..site import Site

Standing = Literal[
    "cannot be read",
    "draft",
    "in review",
    "scheduled",
    "expiring",
    "expired",
    "review overdue",
    "review due",
]
"""The groups, in the order in which they are listed. An entry may be in more than one."""

STANDINGS: tuple[Standing, ...] = get_args(Standing)


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in a group, and the moment that matters there.

    `when` is the planned publication of what is not published yet; else the expiry, or the day
    of the review. A file that cannot be read has neither moment nor title. `lacks` is what a
    draft still needs.
    """

    standing: Standing
    path: str
    kind: str = ""
    title: str = ""
    url: str | None = None
    when: dt.datetime | None = None
    lacks: Problems = ()


@dataclass(frozen=True, slots=True)
class Status:
    """The rows, sorted by group and date; how many entries are published, or never reviewed."""

    now: dt.datetime
    rows: tuple[Row, ...]
    published: int
    never_reviewed: int

    @property
    def next_change(self) -> dt.datetime | None:
        """When the clock shows or hides something next."""
        coming = [one.when for one in self.rows if one.standing in {"scheduled", "expiring"}]
        return min((when for when in coming if when), default=None)


def status_of(site: Site) -> Status:
    """Sum up a site that was linked with its drafts."""
    reviews = tuple(site.subject.reviews(site))
    rows = [*_by_state(site), *_of_reviews(reviews, site.now.tzinfo)]
    shown = sum(site.is_published(entry) for entry in site.entries)
    never = sum(review.on is None and site.is_published(review.entry) for review in reviews)
    return Status(site.now, tuple(sorted(rows, key=_place)), shown, never)


def turned_since(site: Site, moment: dt.datetime) -> tuple[Entry, ...]:
    """The entries that the clock has shown or hidden after a moment, by path."""
    turned = []
    for entry in (*site.written, *site.expired):
        window = entry.window(site.now.tzinfo)
        turns = [turn for turn in (window.start, window.end) if turn]
        if entry.data.status == "published" and any(moment < turn <= site.now for turn in turns):
            turned.append(entry)
    return tuple(sorted(turned, key=lambda one: one.path))


def _of_reviews(reviews: Iterable[DueReview], zone: dt.tzinfo | None) -> Iterator[Row]:
    for review in reviews:
        if review.on:
            day = dt.datetime.combine(review.on, dt.time(), zone)
            yield _row("review overdue" if review.overdue else "review due", review.entry, day)


def _by_state(site: Site) -> Iterator[Row]:
    for path in site.faulty:
        yield Row("cannot be read", path)
    for entry in (*site.written, *site.expired):
        if entry.path in site.faulty:
            continue
        state, window = entry.state(site.now), entry.window(site.now.tzinfo)
        if state == "expired":
            yield _row(state, entry, window.end)
        elif state != "published":
            has_date = entry.document.data.get("date") is not None
            yield _row(state, entry, window.start if has_date else None)
        if state in {"published", "scheduled"} and window.end:
            yield _row("expiring", entry, window.end)


def _row(standing: Standing, entry: Entry, when: dt.datetime | None) -> Row:
    return Row(standing, entry.path, entry.kind, entry.title, entry.url, when, entry.lacking)


def _place(row: Row) -> tuple[int, float, str]:
    when = row.when.timestamp() if row.when else 0
    return STANDINGS.index(row.standing), when, row.path
