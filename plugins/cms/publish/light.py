"""Pelican, loaded without what it only needs to read reStructuredText, which takes as long again.

Content is Markdown here. Where another plugin takes part, which may read something else, each
build is one of the whole, and loads all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_NEEDLESS = frozenset({"docutils", "pygments"})


def load_pelican() -> None:
    """Load Pelican, if it is not loaded yet."""
    if "pelican" not in sys.modules:
        with _stand_ins(_NEEDLESS - sys.modules.keys()):
            import_module("pelican")


class _Anything(type):
    """A class that has whatever is asked for: more such classes."""

    def __getattr__(cls, name: str) -> type:
        return _named(name)

    def __call__(cls, *_args: Any, **_kwargs: Any) -> None:
        """Nothing comes of it."""


def _named(name: str) -> type:
    if name.startswith("__"):
        raise AttributeError(name)
    return _Anything(name, (), {})


class _StandIn(ModuleType):
    """A module that has whatever is asked for."""

    def __getattr__(self, name: str) -> type:
        return _named(name)


class _Finder:
    """Finds stand-ins for some packages, and for all that is in them."""

    def __init__(self, packages: frozenset[str]) -> None:
        self._packages = packages

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> ModuleSpec | None:
        is_one = name.partition(".")[0] in self._packages
        return ModuleSpec(name, self, is_package=True) if is_one else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, _module: ModuleType) -> None:
        """There is nothing in it."""


@contextmanager
def _stand_ins(packages: frozenset[str]) -> Iterator[None]:
    """Stand-ins for packages, for what is loaded meanwhile; whoever asks later gets the real."""
    finder = _Finder(packages)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name, one in sys.modules.items() if isinstance(one, _StandIn)]:
            del sys.modules[name]
