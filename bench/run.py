"""`inv bench`: makes the sites, has them built in turns, and says how it went."""

from __future__ import annotations

import datetime as dt
import fcntl
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.content import make_entries
from bench.contestants import MAKERS, Contestant
from bench.installing import UNFINISHED, NotToBeHad
from bench.machine import this_machine
from bench.options import BadOption, Options, read_options
from bench.report import Report
from bench.results import Result, Results
from bench.scenarios import Course
from plugins.cms.commands.outcome import FAILED, OK, USAGE, guarded
from plugins.cms.errors import BuildFailure
from tools.bootstrap import ROOT, say

_CACHE = ROOT / ".cache" / "bench"


def bench(entries: Sequence[str], rounds: int, only: str, scenarios: str, write: bool) -> int:
    """Measure, and print the tables; with `write`, also into this folder.

    Returns 0; 2 for options that cannot be meant; 3 where nothing could be measured, or this
    project itself could not.
    """
    try:
        options = read_options(entries, rounds, only, scenarios, write)
    except BadOption as bad:
        say(str(bad))
        return USAGE
    return guarded(lambda: _measure_and_report(options), "Nothing was written.")


def _measure_and_report(options: Options) -> int:
    labels: dict[str, str] = {}
    versions: dict[str, str] = {}
    results: list[Result] = []
    with _work_folder() as work:
        for size in options.sizes:
            course = _prepare(size, options, work / str(size))
            for name, one in course.contestants.items():
                labels[name], versions[name] = one.label, one.version
            if course.contestants:
                results += course.measure(options.scenarios)
            shutil.rmtree(work / str(size), ignore_errors=True)
    if not results:
        say("Nothing could be measured.")
        return FAILED
    report = Report(
        results=Results(results),
        labels=labels,
        versions=versions,
        machine=this_machine(),
        date=f"{dt.datetime.now().astimezone():%Y-%m-%d}",
        command=options.command,
        rounds=options.rounds,
    )
    print(report.to_markdown())
    if options.write:
        report.write()
    ours_failed = "ours" in options.contestants and all(one.contestant != "ours" for one in results)
    return FAILED if ours_failed else OK


def _prepare(size: int, options: Options, folder: Path) -> Course:
    """The sites of all that take part and can be had."""
    say(f"Making {size} entries…")
    entries = make_entries(size)
    contestants: dict[str, Contestant] = {}
    for name in options.contestants_at(size):
        try:
            contestants[name] = MAKERS[name](_CACHE, folder / name, entries)
        except NotToBeHad as reason:
            say(f"`{name}` does not take part. {reason}")
    return Course(entries, contestants, options.rounds)


@contextmanager
def _work_folder() -> Iterator[Path]:
    """An empty folder for the sites, gone at the end; only one process has it."""
    _CACHE.mkdir(parents=True, exist_ok=True)
    with (_CACHE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            busy = "Another benchmark is running here. Two at once would measure each other."
            raise BuildFailure(busy) from None
        work = _CACHE / "work"
        for left in (work, *_CACHE.glob(f"{UNFINISHED}*")):
            shutil.rmtree(left, ignore_errors=True)
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
