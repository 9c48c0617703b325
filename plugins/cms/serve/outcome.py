"""How a build went: what the builder hands over to the preview, as data and as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import Location, Problems
from ..report import as_records, from_records


@dataclass(frozen=True)
class Outcome:
    """The number of pages, or None where the site is as it was.

    `problems` are warnings beside new pages, and else what keeps them from being; or it is one
    `failure` in words, with the `place` to mend where that is known.
    """

    pages: int | None = None
    problems: Problems = ()
    failure: str = ""
    place: Location | None = None

    def to_line(self) -> bytes:
        """One line of JSON."""
        place = self.place
        data = {
            "pages": self.pages,
            "problems": as_records(self.problems),
            "failure": self.failure,
            "place": [place.path, place.line, place.column] if place else None,
        }
        return as_line(data)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Outcome:
        """What `to_line` wrote."""
        place = Location(*data["place"]) if data["place"] else None
        return cls(data["pages"], from_records(data["problems"]), data["failure"], place)


def as_line(data: Mapping[str, Any]) -> bytes:
    """Data as a line of JSON in ASCII: the name of a file may be no text."""
    return json.dumps(data).encode() + b"\n"
