"""What is published is shown at some time."""

from __future__ import annotations

from collections.abc import Iterator

from ..entries import Entry
from ..errors import Problem
from ..site import Site


def check(entry: Entry, site: Site) -> Iterator[Problem]:
    """Yield a problem where the entry expires before readers may see it."""
    window = entry.window(site.zone)
    if window.end and window.end <= window.start:
        yield entry.problem(
            "never-shown",
            "readers would never see this: it expires before it is published",
            "Write a later moment in `expires_at`, or take that line out.",
            at=("expires_at",),
        )
