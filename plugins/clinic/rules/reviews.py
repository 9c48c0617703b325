"""A review is by a person, on a day that has come, and runs out."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.cms.entries import Entry
from plugins.cms.errors import Problem
from plugins.cms.site import Site

from ..models import Person, Review, Sourced


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each review that cannot be true."""
    for entry in site.entries:
        review = entry.data.reviewed if isinstance(entry.data, Sourced) else None
        if review is None:
            continue
        reviewer = site.entry("person", review.by)
        if reviewer and isinstance(reviewer.data, Person) and reviewer.data.team:
            yield entry.problem(
                "team-review",
                f"`{review.by}` is a team, and a team cannot review a page",
                "Name the clinician who did, or write `reviewed: not yet`.",
                at=("reviewed", "by"),
            )
        if review.on > site.today:
            yield entry.problem(
                "future-review",
                "the review is dated in the future",
                "Write the day on which it was done.",
                at=("reviewed", "on"),
            )
        if review.next_due <= review.on:
            yield entry.problem(
                "bad-review",
                "the next review is due before the last one",
                "Write a later day in `next_due`.",
                at=("reviewed", "next_due"),
            )
        else:
            yield from _due(entry, review, site)


def _due(entry: Entry, review: Review, site: Site) -> Iterator[Problem]:
    """A warning some time before a review is due, and a problem once it is overdue."""
    rules = site.data.rules.review
    at = ("reviewed", "next_due")
    hint = "Have the page looked at again, then write the new days under `reviewed`."
    left = (review.next_due - site.today).days
    if left < -rules.grace_days:
        message = f"the review was due {-left} days ago, on {review.next_due}"
        yield entry.problem("review-overdue", message, hint, at=at)
    elif left <= rules.warn_days:
        message = f"the next review is due on {review.next_due}"
        yield entry.problem("review-soon", message, hint, at=at, severity="warning")
