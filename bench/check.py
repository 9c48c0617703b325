"""How long a check takes on a large site: `.venv/bin/python bench/check.py`."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.large_site import make

_IMPORT = "import pelican, pydantic"


def main() -> int:
    """Measure, and print a table. 1 where a target is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=1000, help="how many (1000)")
    options.add_argument("--rounds", type=int, default=5, help="how often each is run (5)")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "site")
        folder.mkdir()
        make(folder, chosen.entries)
        times = measure(folder, chosen.rounds)
    return report(times, chosen.entries, chosen.rounds)


class Time(NamedTuple):
    """Seconds on the clock, and seconds of the processor: those hold on a busy machine, too."""

    clock: float
    processor: float


def measure(folder: Path, rounds: int) -> dict[str, list[Time]]:
    """The time of each run of each job; the jobs take turns, so that all share a busy minute."""
    python, inv = str(folder / ".venv/bin/python"), str(folder / ".venv/bin/inv")
    outside = os.path.realpath(python)  # `python3`, as it is called on a bare machine

    def forget() -> None:
        shutil.rmtree(folder / ".cache", ignore_errors=True)

    def nothing() -> None:
        pass

    jobs: dict[str, tuple[Callable[[], None], list[str]]] = {
        "build": (forget, [outside, "tasks.py", "build"]),
        "cold check": (forget, [outside, "tasks.py", "check"]),
        "import": (nothing, [python, "-c", _IMPORT]),
        "warm check, tasks.py": (nothing, [outside, "tasks.py", "check"]),
        "warm check, inv": (nothing, [inv, "check"]),
    }
    run(folder, [python, "-m", "compileall", "-q", "plugins", "tools"])
    times: dict[str, list[Time]] = {name: [] for name in jobs}
    for number in range(rounds):
        for name, (before, command) in jobs.items():
            before()
            repeat = 1 if name in {"build", "cold check"} else 3  # short runs vary more
            for _ in range(repeat):
                times[name].append(run(folder, command))
            print(f"round {number + 1}: {name} {times[name][-1]}", file=sys.stderr)
    return times


def run(folder: Path, command: list[str]) -> Time:
    """The time that a command takes. It must not fail."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    started, before = time.perf_counter(), os.times()
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    clock, after = time.perf_counter() - started, os.times()
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    spent = (after.children_user, after.children_system)
    return Time(clock, sum(spent) - before.children_user - before.children_system)


def report(times: dict[str, list[Time]], entries: int, rounds: int) -> int:
    """Print medians and ratios; return how many targets are missed, by the processor's time."""
    middle = {
        name: Time(*map(statistics.median, zip(*taken, strict=True)))
        for name, taken in times.items()
    }
    print(f"{entries} more entries, medians of {rounds} rounds, Python {sys.version.split()[0]}\n")
    print("| what | clock, s | processor, s | compared by clock, by processor |\n|---|---|---|---|")
    missed = 0
    for name, (clock, processor) in middle.items():
        against, limit = ("build", 1.0) if name == "cold check" else ("import", 1.5)
        compared = ""
        if "check" in name:
            ratios = clock / middle[against].clock, processor / middle[against].processor
            missed += ratios[1] > limit
            compared = f"{ratios[0]:.2f}, {ratios[1]:.2f} × {against} (target: {limit})"
        print(f"| {name} | {clock:.3f} | {processor:.3f} | {compared} |")
    return missed


if __name__ == "__main__":
    sys.exit(main())
