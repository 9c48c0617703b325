"""What was measured, as tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from bench.results import Result, Results
from bench.scenarios import COLD, SCENARIOS
from bench.targets import GROWTH, MEMORY, Row

_MEGABYTE = 1_000_000


def targets_table(rows: Sequence[Row], labels: Mapping[str, str]) -> str:
    """A line for each target that was measured; in bold who is ahead."""
    lines = []
    measured = [row for row in rows if row.ratio is not None]
    for row in measured:
        target = row.target
        what = {GROWTH: "growth", MEMORY: "memory"}.get(target.figure, "time")
        best = min((one for one in row.figures.values() if one is not None), default=None)
        ratio = f"{row.ratio:.2f}" if row.ratio is not None and target.peer else ""
        lines.append(
            (
                SCENARIOS[target.scenario],
                f"{target.entries:,}",
                f"{what}, {target.figure}",
                *(_bold(_number(row.figures.get(name)), row, name, best) for name in labels),
                ratio,
                target.words,
                row.verdict,
            )
        )
    head = ("what", "entries", "figure", *labels.values(), "ratio", "target", "verdict")
    missing = len(rows) - len(measured)
    parts = [_table(head, lines)] if lines else []
    if missing:
        parts.append(f"Not measured: {missing} of {len(rows)} targets.")
    return "\n\n".join(parts)


def times_table(results: Results, labels: Mapping[str, str]) -> str:
    """A line for each contestant in each scenario; in bold the fastest."""
    lines = []
    for one in results.all:
        rivals = (other for other in results.all if _alike(other, one))
        fastest = one.median == min(other.median for other in rivals)
        median = f"{one.median:.3f}"
        lines.append(
            (
                f"{one.entries:,}",
                SCENARIOS[one.scenario],
                labels[one.contestant],
                f"**{median}**" if fastest else median,
                f"{min(one.seconds):.3f} to {max(one.seconds):.3f}",
                f"{one.memory / _MEGABYTE:.0f}" if one.memory else "–",
                f"{one.pages:,}" if one.pages else "–",
            )
        )
    head = ("entries", "what", "who", "median, s", "range, s", "peak memory, MB", "pages")
    return _table(head, lines)


def growth_table(results: Results, labels: Mapping[str, str]) -> str:
    """How the time of a build from nothing grows with the entries, and with the pages made."""
    lines = []
    sizes = sorted({one.entries for one in results.all if one.scenario == COLD})
    for fewer, more in pairwise(sizes):
        for name, label in labels.items():
            small, large = (results.find(size, COLD, name) for size in (fewer, more))
            if small and large:
                times = large.median / small.median
                pages = large.pages / small.pages
                lines.append((f"{fewer:,} to {more:,}", label, f"{times:.2f}", f"{pages:.2f}"))
    head = ("entries", "who", "times the seconds", "times the pages")
    return _table(head, lines) if lines else ""


def _alike(one: Result, other: Result) -> bool:
    return (one.entries, one.scenario) == (other.entries, other.scenario)


def _bold(text: str, row: Row, name: str, best: float | None) -> str:
    return f"**{text}**" if best is not None and row.figures.get(name) == best else text


def _number(figure: float | None) -> str:
    if figure is None:
        return "–"
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def _table(head: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    rule = tuple("---" for _ in head)
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *lines))
