"""Recorder: how often named parts of a job ran, and for how long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from inspect import isgenerator
from typing import Any

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
    """Times parts of different kinds, such as pages and filters; each kind is by itself."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[Names, Row]] = {}
        self._inner: dict[str, list[float]] = {}

    def rows(self, kind: str) -> list[Row]:
        """The parts of a kind that ran, the slowest by themselves first."""
        return sorted(self._rows.get(kind, {}).values(), key=lambda row: -row.own)

    @contextmanager
    def span(self, kind: str, *names: str, calls: int = 1) -> Iterator[None]:
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

    def timed(self, function: Callable[..., Any], kind: str, *names: str, calls: int = 1) -> Any:
        """The same function, each call of which is a part.

        What it would yield one by one is made at once: else others would run in between.
        """

        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            with self.span(kind, *names, calls=calls):
                result = function(*args, **kwargs)
                return (one for one in [*result]) if isgenerator(result) else result

        return run
