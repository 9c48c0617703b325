"""The options of `inv bench`, from the words that somebody typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.contestants import MAKERS
from bench.scenarios import COLD, SCENARIOS

_FEWEST = 10
_MANY, _FAST = 1_000, ("ours", "hugo")
_GROW = "grow"
"""Another word for `cold`, which shows growth where there are several numbers of entries."""


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

    def contestants_at(self, size: int) -> tuple[str, ...]:
        """Who takes part with so many entries: of very many, all but Hugo would take hours."""
        if size > _MANY and self.contestants == tuple(MAKERS):
            return tuple(name for name in self.contestants if name in _FAST)
        return self.contestants

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


def _choose(option: str, wanted: Sequence[str], known: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the known words that are wanted, in the known order; all where none is named."""
    for one in wanted:
        if one not in known:
            raise BadOption(f"`{option} {one}`: there are {', '.join(known)}.")
    return tuple(one for one in known if not wanted or one in wanted)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
