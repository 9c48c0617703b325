"""What is measured: builds from nothing and after changes, and how soon a preview is fresh.

The contestants take turns, so that all share a busy minute. A first round is not timed: there,
memory is looked at, which slows things down; and the files that are read are then in memory.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from bench.content import Entry
from bench.contestants import Contestant
from bench.edits import Author, Edit
from bench.previews import Preview
from bench.results import Result
from bench.running import Failed, run, run_for_memory, started
from tools.bootstrap import say
from tools.hosting import free_port

COLD, NOTHING, BODY, TITLE, PREVIEW = "cold", "nothing", "body", "title", "preview"

SCENARIOS = {
    COLD: "build from nothing",
    NOTHING: "build, nothing changed",
    BODY: "build, one text changed",
    TITLE: "build, one title changed that 50 pages show",
    PREVIEW: "preview, from saved to fresh page",
}


@dataclass
class _Runs:
    seconds: list[float] = field(default_factory=list)
    memory: int = 0


@dataclass(frozen=True)
class Course:
    """The sites of the contestants with the same entries."""

    entries: Sequence[Entry]
    contestants: dict[str, Contestant]
    """Who takes part. Who fails is taken out, and takes part in no later scenario."""
    rounds: int

    def measure(self, scenarios: Sequence[str]) -> Iterator[Result]:
        """The results of each scenario, in the order of `SCENARIOS`."""
        author = Author(self.entries)
        changes = {BODY: author.change_body, TITLE: author.change_title}
        for scenario in SCENARIOS:
            if scenario not in scenarios:
                continue
            if scenario == PREVIEW:
                runs = self._preview(author)
            else:
                runs = self._build(scenario, changes.get(scenario))
            for name, one in runs.items():
                yield Result(
                    entries=len(self.entries),
                    scenario=scenario,
                    contestant=name,
                    seconds=tuple(one.seconds),
                    memory=one.memory or None,
                    pages=self.contestants[name].pages(),
                )

    def _build(self, scenario: str, change: Callable[[], Edit] | None) -> dict[str, _Runs]:
        runs = {name: _Runs() for name in self.contestants}
        for number in range(self.rounds + 1):
            edit = change() if change else None
            for name in list(runs):
                with self._unless_it_fails(name, runs):
                    _build_once(self.contestants[name], scenario, edit, runs[name], number)
            self._tell(scenario, number, runs)
        return runs

    def _preview(self, author: Author) -> dict[str, _Runs]:
        runs: dict[str, _Runs] = {}
        previews: dict[str, Preview] = {}
        with ExitStack() as stack:
            for name, contestant in list(self.contestants.items()):
                port = free_port()
                if program := contestant.show(port):
                    runs[name] = _Runs()
                    with self._unless_it_fails(name, runs):
                        previews[name] = Preview(stack.enter_context(started(program)), port)
                        previews[name].open(self.entries[0])
            for number in range(self.rounds + 1):
                edit = author.change_body()
                for name in list(runs):
                    with self._unless_it_fails(name, runs):
                        _edit_once(previews[name], self.contestants[name], edit, runs[name], number)
                self._tell(PREVIEW, number, runs)
        return runs

    @contextmanager
    def _unless_it_fails(self, name: str, runs: dict[str, _Runs]) -> Iterator[None]:
        try:
            yield
        except Failed as failure:
            say(f"{self.contestants.pop(name).label} is left out from here on. {failure}")
            del runs[name]

    def _tell(self, scenario: str, number: int, runs: dict[str, _Runs]) -> None:
        round_ = f"round {number} of {self.rounds}" if number else "memory"
        times = ", ".join(f"{name} {one.seconds[-1]:.3f} s" for name, one in runs.items() if number)
        say(f"{len(self.entries)} entries, {scenario}, {round_} {times}".rstrip())


def _build_once(
    contestant: Contestant, scenario: str, edit: Edit | None, runs: _Runs, number: int
) -> None:
    """One build, and a look at whether it did its job. That of number 0 is for its memory."""
    cold = scenario == COLD
    if cold:
        contestant.forget()
    elif not contestant.pages():
        run(contestant.build(cold=True))
    if edit:
        edit.make(contestant)
    os.sync()  # nobody pays for what another one left to be written
    if number:
        runs.seconds.append(run(contestant.build(cold=cold)))
    else:
        runs.memory = run_for_memory(contestant.build(cold=cold))
    if edit and not edit.is_in(contestant.page(edit.shown_on)):
        raise Failed(f"Its page of {edit.shown_on.path} does not show what was changed.")


def _edit_once(
    preview: Preview, contestant: Contestant, edit: Edit, runs: _Runs, number: int
) -> None:
    if number:
        runs.seconds.append(preview.time_edit(edit, contestant))
    else:
        runs.memory = preview.memory_of_edit(edit, contestant)
