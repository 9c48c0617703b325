"""No two parts of the body have the same place on the map, where one would hide the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from plugins.cms.entries import Entry
from plugins.cms.errors import Problem
from plugins.cms.site import Site

from ..models import OnTheMap, Region


def check(entry: Entry, site: Site) -> Iterator[Problem]:
    """Yield a problem for each place that a region nearer to the head has already."""
    if not isinstance(entry.data, Region) or not site.shows(entry) or entry.lang:
        return
    for other in takewhile(lambda one: one.path != entry.path, site.all("region")):
        assert isinstance(other.data, Region)
        for view in OnTheMap.model_fields:
            place = getattr(entry.data.on_the_map, view)
            if place and place == getattr(other.data.on_the_map, view):
                yield entry.problem(
                    "place-taken",
                    f"“{other.title}” is on the map at `{view}: {place}` already",
                    "Choose another place, or leave `on_the_map` out: the name then stands below "
                    "the figures.",
                    at=("on_the_map", view),
                )
