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


def measure(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of each run of each job; the jobs take turns, so that all share a busy minute."""
    python, inv = str(folder / ".venv/bin/python"), str(folder / ".venv/bin/inv")
    outside = os.path.realpath(python)  # `python3`, as it is called on a bare machine

    def forget() -> None:
        shutil.rmtree(folder / ".cache", ignore_errors=True)

    def nothing() -> None:
        pass

    jobs: dict[str, tuple[Callable[[], None], list[str]]] = {
        "build": (nothing, [outside, "tasks.py", "build"]),
        "cold check": (forget, [outside, "tasks.py", "check"]),
        "import": (nothing, [python, "-c", _IMPORT]),
        "warm check, tasks.py": (nothing, [outside, "tasks.py", "check"]),
        "warm check, inv": (nothing, [inv, "check"]),
    }
    for before, command in jobs.values():  # once for the disk and the compiled modules
        before()
        run(folder, command)
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(rounds):
        for name, (before, command) in jobs.items():
            before()
            repeat = 1 if name in {"build", "cold check"} else 3  # short runs vary more
            for _ in range(repeat):
                times[name].append(run(folder, command))
            print(f"round {number + 1}: {name} {times[name][-1]:.3f} s", file=sys.stderr)
    return times


def run(folder: Path, command: list[str]) -> float:
    """Seconds that a command takes. It must not fail for another reason than content."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    started = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    taken = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return taken


def report(times: dict[str, list[float]], entries: int, rounds: int) -> int:
    """Print medians and ratios; return how many targets are missed."""
    middle = {name: statistics.median(taken) for name, taken in times.items()}
    print(f"{entries} more entries, medians of {rounds} rounds, Python {sys.version.split()[0]}\n")
    print("| what | seconds | compared |\n|---|---|---|")
    missed = 0
    for name, seconds in middle.items():
        against, limit = ("build", 1.0) if name == "cold check" else ("import", 1.5)
        compared = ""
        if "check" in name:
            ratio = seconds / middle[against]
            missed += ratio > limit
            compared = f"{ratio:.2f} × {against} (target: {limit})"
        print(f"| {name} | {seconds:.3f} | {compared} |")
    return missed


if __name__ == "__main__":
    sys.exit(main())
