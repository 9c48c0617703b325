"""What is published is shown at some time."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import Problem
from ..site import Site


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each entry that expires before readers may see it."""
    for entry in (*site.written, *site.expired):
        window = entry.window(site.now.tzinfo)
        if window.end and window.end <= window.start:
            yield entry.problem(
                "never-shown",
                "readers would never see this: it expires before it is published",
                "Write a later moment in `expires_at`, or take that line out.",
                at=("expires_at",),
            )
