"""What this project must reach, and whether it does."""

from __future__ import annotations

from dataclasses import dataclass

from bench.results import Results
from bench.scenarios import BODY, COLD, NOTHING, PREVIEW, TITLE

SECONDS, MEMORY, GROWTH = "s", "MB", "times"
"""What is compared: the time, the memory, or how many times a tenth of the entries takes."""

_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Target:
    """A figure of ours must be at most so many times that of a peer, or at most so much."""

    scenario: str
    entries: int
    words: str
    limit: float
    peer: str | None = None
    figure: str = SECONDS


TARGETS = (
    Target(COLD, 1000, "3.2 times as fast as stock Pelican", 1 / 3.2, "pelican"),
    Target(COLD, 1000, "as fast as Eleventy", 1, "eleventy"),
    Target(COLD, 1000, "within 2 times Hugo", 2, "hugo"),
    Target(COLD, 10_000, "as fast as Hugo", 1, "hugo"),
    Target(COLD, 10_000, "a third of Hugo's memory", 1 / 3, "hugo", MEMORY),
    Target(NOTHING, 1000, "0.6 of Hugo", 0.6, "hugo"),
    Target(NOTHING, 10_000, "0.15 of Hugo", 0.15, "hugo"),
    Target(BODY, 1000, "0.65 of Hugo", 0.65, "hugo"),
    Target(BODY, 10_000, "0.15 of Hugo", 0.15, "hugo"),
    Target(TITLE, 10_000, "0.2 of Hugo", 0.2, "hugo"),
    Target(PREVIEW, 1000, "100 ms", 0.1),
    Target(PREVIEW, 1000, "as fast as Hugo", 1, "hugo"),
    Target(PREVIEW, 10_000, "250 ms", 0.25),
    Target(PREVIEW, 10_000, "as fast as Hugo", 1, "hugo"),
    Target(COLD, 10_000, "10.5 times that of a tenth", 10.5, figure=GROWTH),
)


@dataclass(frozen=True)
class Row:
    """A target with what was measured."""

    target: Target
    figures: dict[str, float | None]
    """The figure of each contestant, in the unit of the target."""

    @property
    def ratio(self) -> float | None:
        """How many times the figure of the peer ours is; None where one of them is missing."""
        ours = self.figures.get("ours")
        other = self.figures.get(self.target.peer) if self.target.peer else 1.0
        return ours / other if ours is not None and other else None

    @property
    def verdict(self) -> str:
        """Whether it is reached, and if not, by how much ours is too high."""
        if self.ratio is None:
            return "not measured"
        over = self.ratio / self.target.limit - 1
        if over <= 0:
            return "reached"
        ours = self.figures["ours"] or 0.0
        missing = ours - ours / (1 + over)
        return f"short by {missing:.{_digits(missing)}f} {self.target.figure} ({over:.0%})"


def judge(results: Results, contestants: tuple[str, ...]) -> list[Row]:
    """A row for each target."""
    return [
        Row(target, {name: _figure(results, target, name) for name in contestants})
        for target in TARGETS
    ]


def _figure(results: Results, target: Target, contestant: str) -> float | None:
    result = results.find(target.entries, target.scenario, contestant)
    if result is None:
        return None
    if target.figure == MEMORY:
        return result.memory / _MEGABYTE if result.memory else None
    if target.figure == GROWTH:
        tenth = results.find(target.entries // 10, target.scenario, contestant)
        return result.median / tenth.median if tenth else None
    return result.median


def _digits(number: float) -> int:
    return 0 if number >= 10 else 2 if number >= 1 else 3
