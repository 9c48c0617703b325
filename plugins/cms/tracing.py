"""What is read while something is made: only when that has changed is it made anew.

Reads are named by keys, such as `("data", "content/posts/walking.md")`. Who gives a value out
notes its key; whoever makes something of such values listens meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager
from typing import Generic, TypeVar

Key = tuple[str, ...]

_heard: set[Key] | None = None


def note(*key: str) -> None:
    """Say that the value with this key is read now."""
    if _heard is not None:
        _heard.add(key)


def note_all(keys: Iterable[Key]) -> None:
    """Say that the values with these keys are read now, as a part of something made before."""
    if _heard is not None:
        _heard.update(keys)


@contextmanager
def reads() -> Iterator[set[Key]]:
    """The keys of all that is read meanwhile; whoever listens around this hears them as well."""
    global _heard
    around, _heard = _heard, set()
    heard = _heard
    try:
        yield heard
    finally:
        _heard = around
        if around is not None:
            around |= heard


T = TypeVar("T")


class Once(Generic[T]):
    """A value that is made when it is first asked for. Each time counts as reading its sources."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._is_made = False
        self._reads: Set[Key] = frozenset()

    def get(self) -> T:
        """The value."""
        if self._is_made:
            note_all(self._reads)
        else:
            with reads() as self._reads:
                self._value = self._make()
            self._is_made = True
        return self._value

    def forget(self, changed: Set[Key]) -> None:
        """Make the value anew the next time, if something was read for it that has changed."""
        if not self._reads.isdisjoint(changed):
            self._is_made = False
