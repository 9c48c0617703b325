"""`inv bench`: makes the sites, has them built in turns, and says how it went."""

from __future__ import annotations

import datetime as dt
import fcntl
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.content import make_entries
from bench.contestants import MAKERS, Contestant
from bench.installing import NotToBeHad
from bench.machine import commit, this_machine
from bench.report import Report
from bench.results import Result, Results
from bench.scenarios import COLD, SCENARIOS, Course
from plugins.cms.commands.outcome import FAILED, OK, USAGE, guarded
from plugins.cms.errors import BuildFailure
from tools.bootstrap import ROOT, say

_CACHE = ROOT / ".cache" / "bench"
_FEWEST = 10
_GROW = "grow"


class BadOption(Exception):
    """An option that cannot be meant; the text is for people."""


@dataclass(frozen=True)
class Options:
    """What is to be measured."""

    sizes: tuple[int, ...]
    rounds: int
    contestants: tuple[str, ...]
    scenarios: tuple[str, ...]
    write: bool

    @property
    def command(self) -> str:
        """How to call it again."""
        words = [f"--entries {','.join(map(str, self.sizes))}", f"--rounds {self.rounds}"]
        if self.contestants != tuple(MAKERS):
            words.append(f"--only {','.join(self.contestants)}")
        if self.scenarios != tuple(SCENARIOS):
            words.append(f"--scenarios {','.join(self.scenarios)}")
        return " ".join(("python3 tasks.py bench", *words, *(["--write"] * self.write)))


def read_options(
    entries: Sequence[str], rounds: int, only: str, scenarios: str, write: bool
) -> Options:
    """The options as they were typed. Raises BadOption."""
    sizes = [size for text in entries for size in _words(text)] or ["1000"]
    for size in sizes:
        if not size.isdecimal() or int(size) < _FEWEST:
            raise BadOption(
                f"`--entries {size}`: write whole numbers from {_FEWEST} on, with commas between "
                "them: `--entries 1000,10000`."
            )
    if rounds < 1:
        raise BadOption("`--rounds` is the number of timed runs, one or more.")
    wanted = [COLD if one == _GROW else one for one in _words(scenarios)]
    return Options(
        tuple(sorted(set(map(int, sizes)))),
        rounds,
        _choose("--only", _words(only), tuple(MAKERS)),
        _choose("--scenarios", wanted, tuple(SCENARIOS)),
        write,
    )


def bench(entries: Sequence[str], rounds: int, only: str, scenarios: str, write: bool) -> int:
    """Measure, and print the tables; with `write`, also into this folder.

    Returns 0; 2 for options that cannot be meant; 3 where nothing could be measured.
    """
    try:
        options = read_options(entries, rounds, only, scenarios, write)
    except BadOption as bad:
        say(str(bad))
        return USAGE
    return guarded(lambda: _measure_and_report(options), "Nothing was written.")


def _measure_and_report(options: Options) -> int:
    labels: dict[str, str] = {}
    results: list[Result] = []
    with _work_folder() as work:
        for size in options.sizes:
            course = _prepare(size, options, work / str(size))
            labels |= {name: one.label for name, one in course.contestants.items()}
            results += course.measure(options.scenarios)
            shutil.rmtree(work / str(size))
    if not results:
        say("Nothing could be measured.")
        return FAILED
    report = Report(
        results=Results(results),
        labels={name: labels[name] for name in MAKERS if name in labels},
        machine=this_machine(),
        date=f"{dt.datetime.now().astimezone():%Y-%m-%d}",
        command=options.command,
        rounds=options.rounds,
        commit=commit(),
    )
    print(report.to_markdown())
    if options.write:
        report.write()
    return OK


def _prepare(size: int, options: Options, folder: Path) -> Course:
    """The sites of all that take part and can be had."""
    say(f"Making {size} entries…")
    entries = make_entries(size)
    contestants: dict[str, Contestant] = {}
    for name in options.contestants:
        try:
            contestants[name] = MAKERS[name](_CACHE, folder / name, entries)
        except NotToBeHad as reason:
            say(f"{name} does not take part: {reason}")
    return Course(entries, contestants, options.rounds)


@contextmanager
def _work_folder() -> Iterator[Path]:
    """An empty folder for the sites, gone at the end; only one process has it."""
    _CACHE.mkdir(parents=True, exist_ok=True)
    with (_CACHE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildFailure(
                "Another benchmark runs here. Two would measure each other."
            ) from None
        work = _CACHE / "work"
        shutil.rmtree(work, ignore_errors=True)
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _choose(option: str, wanted: Sequence[str], known: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the known words that are wanted, in the known order; all where none is named."""
    for one in wanted:
        if one not in known:
            raise BadOption(f"`{option} {one}`: there are {', '.join(known)}.")
    return tuple(one for one in known if not wanted or one in wanted)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
