"""A review is by a person, on a day that has come, and runs out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from plugins.cms.collection import DueReview
from plugins.cms.entries import Entry
from plugins.cms.errors import Problem
from plugins.cms.site import Site

from ..models import Person, Review, Sourced, WritingRules


def check(entry: Entry, site: Site) -> Iterator[Problem]:
    """Yield a problem for each way in which the review cannot be true."""
    if not isinstance(entry.data, Sourced) or not site.shows(entry):
        return
    review = entry.data.reviewed
    if review is None:
        return
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


def due_reviews(site: Site) -> Iterator[DueReview]:
    """The published entries whose review is due soon, is overdue, or was never done."""
    for entry in site.entries:
        if not isinstance(entry.data, Sourced) or entry.data.status != "published":
            continue
        review = entry.data.reviewed
        state = _state(review, site) if review else ""
        if review is None:
            yield DueReview(entry)
        elif state:
            yield DueReview(entry, review.next_due, state == "overdue")


def _due(entry: Entry, review: Review, site: Site) -> Iterator[Problem]:
    """A warning some time before a review is due, and a problem once it is overdue."""
    at = ("reviewed", "next_due")
    hint = "Have the page looked at again, then write the new days under `reviewed`."
    state = _state(review, site)
    if state == "overdue":
        left = (site.today - review.next_due).days
        message = f"the review was due {left} days ago, on {review.next_due}"
        yield entry.problem("review-overdue", message, hint, at=at)
    elif state == "soon":
        message = f"the next review is due on {review.next_due}"
        yield entry.problem("review-soon", message, hint, at=at, severity="warning")


def _state(review: Review, site: Site) -> Literal["", "soon", "overdue"]:
    """Whether a review is due; by the usual days where the settings cannot be read."""
    rules = getattr(site.data, "rules", WritingRules()).review
    left = (review.next_due - site.today).days
    if left < -rules.grace_days:
        return "overdue"
    return "soon" if left <= rules.warn_days else ""
