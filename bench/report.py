"""What a run of the benchmark leaves: RESULTS.md, results.json, and a line of history.jsonl."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.machine import Machine
from bench.results import Results
from bench.tables import growth_table, targets_table, times_table
from bench.targets import Row, judge
from tools.bootstrap import ROOT

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Report:
    """A run: what was measured, of whom, where, when and how."""

    results: Results
    labels: Mapping[str, str]
    """The names of the contestants, for people."""
    versions: Mapping[str, str]
    machine: Machine
    date: str
    command: str
    rounds: int

    @property
    def rows(self) -> list[Row]:
        return judge(self.results, tuple(self.labels))

    def to_markdown(self) -> str:
        """The tables, below what they were measured with."""
        machine = self.machine
        memory = f"{machine.memory / 1e9:.0f} GB of memory" if machine.memory else "memory unknown"
        who = ", ".join(f"{label} {self.versions[name]}" for name, label in self.labels.items())
        return "\n".join(
            (
                f"- {self.date}, `{self.command}`, medians of {_counted(self.rounds)}",
                f"- {machine.processor}, {machine.cores} cores, {memory}, {machine.system}",
                f"- Python {machine.python}, {who}",
                "",
                "## Targets",
                "",
                targets_table(self.rows, self.labels),
                "",
                "## All times",
                "",
                times_table(self.results, self.labels),
                "",
                "## Growth",
                "",
                growth_table(self.results, self.labels) or "Only one number of entries was run.",
            )
        )

    def to_json(self) -> dict[str, Any]:
        """The same as data. Times are in seconds, memory in bytes."""
        return {
            "date": self.date,
            "command": self.command,
            "rounds": self.rounds,
            "machine": asdict(self.machine),
            "versions": dict(self.versions),
            "results": [{**asdict(one), "median": one.median} for one in self.results.all],
            "targets": [
                {**asdict(row.target), "figures": row.figures, "verdict": row.verdict}
                for row in self.rows
            ],
        }

    def to_history(self) -> dict[str, Any]:
        """The medians alone, under the version of the project."""
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        return {
            "version": project["project"]["version"],
            "commit": self.versions.get("ours", ""),
            "date": self.date,
            "processor": self.machine.processor,
            "cores": self.machine.cores,
            "medians": {
                f"{one.entries} {one.scenario} {one.contestant}": round(one.median, 4)
                for one in self.results.all
            },
        }

    def write(self, folder: Path = _HERE) -> None:
        """Put all three files into a folder; the history only grows."""
        text = f"# What was measured last\n\n{_ABOUT}\n\n{self.to_markdown()}\n"
        (folder / "RESULTS.md").write_text(text, encoding="utf-8")
        data = json.dumps(self.to_json(), indent=1, ensure_ascii=False)
        (folder / "results.json").write_text(f"{data}\n", encoding="utf-8")
        with (folder / "history.jsonl").open("a", encoding="utf-8") as history:
            history.write(f"{json.dumps(self.to_history(), ensure_ascii=False)}\n")


_ABOUT = (
    "Written by `python3 tasks.py bench --write`; [README.md](README.md) says what is measured "
    "and how. Bold is who is ahead. A ratio is our figure divided by that of the peer that the "
    "target names."
)


def _counted(rounds: int) -> str:
    return "one round" if rounds == 1 else f"{rounds} rounds"
