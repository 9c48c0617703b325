"""What was measured."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """The runs of one contestant in one scenario with so many entries."""

    entries: int
    scenario: str
    contestant: str
    seconds: tuple[float, ...]
    memory: int | None
    """The most bytes held; None where the system does not say."""
    pages: int

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass(frozen=True)
class Results:
    """All that one call measured."""

    all: Sequence[Result]

    def find(self, entries: int, scenario: str, contestant: str) -> Result | None:
        """The result of a contestant, if it was measured."""
        wanted = (entries, scenario, contestant)
        each = (one for one in self.all if (one.entries, one.scenario, one.contestant) == wanted)
        return next(each, None)
