"""What is told of given figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.machine import Machine, this_machine
from bench.report import Report
from bench.results import Result, Results
from bench.targets import judge

LABELS = {"ours": "this project", "hugo": "Hugo", "pelican": "stock Pelican"}


def result(entries: int, scenario: str, who: str, *seconds: float, mb: int = 0) -> Result:
    memory = mb * 1_000_000 or None
    return Result(entries, scenario, who, seconds, memory, pages=entries + 10)


RESULTS = Results(
    [
        result(1000, "cold", "ours", 2.0, 1.5, 9.0),
        result(1000, "cold", "hugo", 0.8),
        result(1000, "cold", "pelican", 6.6),
        result(10_000, "cold", "ours", 30.0, mb=380),
        result(10_000, "cold", "hugo", 10.0, mb=1200),
        result(1000, "preview", "ours", 0.09),
        result(1000, "preview", "hugo", 0.06),
    ]
)
REPORT = Report(
    RESULTS,
    LABELS,
    {"ours": "abc+", "hugo": "0.168.0", "pelican": "4.12.0"},
    Machine("Some Processor", 2, 8_000_000_000, "Linux 6", "3.11.7"),
    "2026-11-28",
    "python3 tasks.py bench",
    3,
)


def verdicts() -> dict[tuple[str, int, str], str]:
    rows = judge(RESULTS, tuple(LABELS))
    return {
        (row.target.scenario, row.target.entries, row.target.words): row.verdict for row in rows
    }


@pytest.mark.parametrize(
    ("scenario", "entries", "words", "verdict"),
    [
        ("cold", 1000, "3.2 times as fast as stock Pelican", "reached"),
        ("cold", 1000, "within 2 times Hugo", "short by 0.400 s (25%)"),
        ("cold", 1000, "as fast as Eleventy", "not measured"),
        ("cold", 10_000, "as fast as Hugo", "short by 20 s (200%)"),
        ("cold", 10_000, "a third of Hugo's memory", "reached"),
        ("cold", 10_000, "10.5 times that of a tenth", "short by 4.50 times (43%)"),
        ("preview", 1000, "100 ms", "reached"),
        ("preview", 1000, "as fast as Hugo", "short by 0.030 s (50%)"),
        ("title", 10_000, "0.2 of Hugo", "not measured"),
    ],
)
def test_a_target_is_reached_or_missed_by_so_much(
    scenario: str, entries: int, words: str, verdict: str
) -> None:
    """By the median, and never by a figure that is not there."""
    assert verdicts()[scenario, entries, words] == verdict


def test_the_tables_show_who_is_ahead_also_where_it_is_a_peer() -> None:
    """With the median, the range, the memory and the pages of each."""
    text = REPORT.to_markdown()
    assert (
        "| build from nothing | 1,000 | time, s | 2 | **0.8** | 6.6 | 2.50 | within 2 times Hugo "
        "| short by 0.400 s (25%) |" in text
    )
    assert (
        "| build from nothing | 10,000 | memory, MB | **380** | 1,200 | – | 0.32 | "
        "a third of Hugo's memory | reached |" in text
    )
    assert "| this project | 2.000 | 1.500 to 9.000 | – | 1,010 |" in text
    assert "| 1,000 | build from nothing | Hugo | **0.800** | 0.800 to 0.800 | – | 1,010 |" in text
    assert "| 10,000 | build from nothing | Hugo | **10.000** | 10.000 to 10.000 | 1200 |" in text
    assert "| 1,000 to 10,000 | Hugo | 12.50 | 9.91 |" in text
    assert "Not measured: 8 of 15 targets." in text


def test_the_tables_say_what_they_were_measured_with() -> None:
    """The machine, all versions, the day and the command."""
    top = REPORT.to_markdown().partition("## Targets")[0]
    assert "2026-11-28, `python3 tasks.py bench`, medians of 3 rounds" in top
    assert "Some Processor, 2 cores, 8 GB of memory, Linux 6" in top
    assert "Python 3.11.7, this project abc+, Hugo 0.168.0, stock Pelican 4.12.0" in top


def test_a_run_is_written_down_and_the_history_grows(tmp_path: Path) -> None:
    """The same figures as a page and as data; each run adds a line to the history."""
    REPORT.write(tmp_path)
    REPORT.write(tmp_path)
    assert REPORT.to_markdown() in (tmp_path / "RESULTS.md").read_text("utf-8")
    data = json.loads((tmp_path / "results.json").read_bytes())
    assert data["machine"]["cores"] == 2 and data["versions"]["hugo"] == "0.168.0"
    assert data["results"][0]["seconds"] == [2.0, 1.5, 9.0] and data["results"][0]["median"] == 2.0
    assert data["targets"][2]["verdict"] == "short by 0.400 s (25%)"
    lines = (tmp_path / "history.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 2
    line = json.loads(lines[1])
    assert line["medians"]["1000 cold ours"] == 2.0 and line["commit"] == "abc+"


def test_this_machine_is_known() -> None:
    """At least by its cores and its Python."""
    machine = this_machine()
    assert machine.cores >= 1 and machine.python.startswith("3.") and machine.processor
