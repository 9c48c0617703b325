"""Recorder: how often named parts of a job ran, and for how long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from functools import wraps
from inspect import isgenerator
from typing import Any


class Kind(Enum):
    """What is timed. Each kind is by itself: the time of a filter is also that of a page."""

    STAGE = auto()
    PAGE = auto()
    TEMPLATE = auto()
    HELPER = auto()
    """A filter or a view: what templates are helped with."""
    RULE = auto()
    PAGE_RULE = auto()


Names = tuple[str, ...]
"""What a part is called, and what else there is to say of it: a cell of a table each."""


@dataclass(slots=True)
class Row:
    """One part. `total` are seconds from its beginnings to its ends, `own` those of no other part.

    Only parts of the same kind count as others.
    """

    names: Names
    calls: int = 0
    total: float = 0.0
    own: float = 0.0
    running: int = 0


class Recorder:
    """Times parts of a job, of different kinds, while it runs."""

    def __init__(self) -> None:
        self._rows: dict[Kind, dict[Names, Row]] = {}
        self._inner: dict[Kind, list[float]] = {}

    def rows(self, kind: Kind) -> list[Row]:
        """The parts of a kind that ran, the slowest by themselves first."""
        return sorted(self._rows.get(kind, {}).values(), key=lambda row: -row.own)

    @contextmanager
    def span(self, kind: Kind, *names: str, calls: int = 1) -> Iterator[None]:
        """Count what happens meanwhile as a part, or with no `calls` as more of such a one."""
        row = self._rows.setdefault(kind, {}).setdefault(names, Row(names))
        inner = self._inner.setdefault(kind, [])
        inner.append(0.0)
        row.running += 1
        began = time.perf_counter()
        try:
            yield
        finally:
            took = time.perf_counter() - began
            row.running -= 1
            row.calls += calls
            row.own += took - inner.pop()
            if inner:
                inner[-1] += took
            if not row.running:  # what calls itself is counted once
                row.total += took

    def timed(self, function: Callable[..., Any], kind: Kind, *names: str, calls: int = 1) -> Any:
        """The same function, each call of which is a part.

        What it would yield one by one is made at once: else others would run in between.
        """

        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            with self.span(kind, *names, calls=calls):
                result = function(*args, **kwargs)
                return (one for one in [*result]) if isgenerator(result) else result

        return run
