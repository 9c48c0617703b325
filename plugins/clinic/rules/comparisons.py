"""Every aspect of a comparison says something of each treatment, and of no other."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.cms.entries import Entry
from plugins.cms.errors import Problem
from plugins.cms.site import Site
from plugins.cms.suggestions import suggest

from ..models import Comparison


def check(entry: Entry, site: Site) -> Iterator[Problem]:
    """Yield a problem for each missing or surplus value of an aspect."""
    if not isinstance(entry.data, Comparison) or not site.shows(entry):
        return
    compared = [str(treatment) for treatment in entry.data.treatments]
    for number, aspect in enumerate(entry.data.aspects):
        at = ("aspects", number, "values")
        for slug in compared:
            if slug not in aspect.values:
                yield entry.problem(
                    "missing-value",
                    f"the aspect “{aspect.name}” says nothing of `{slug}`",
                    f"Add a line `{slug}: …` under `values`.",
                    at=at,
                )
        for slug in aspect.values:
            if slug not in compared:
                hint = suggest(slug, compared) or f"Add `{slug}` to `treatments`, or take it out."
                yield entry.problem(
                    "surplus-value",
                    f"`{slug}` is not one of the treatments compared here",
                    hint,
                    at=(*at, slug),
                )
