"""Who makes the pages: all code, packages and settings, and whether others have a hand in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from blinker import Signal
from pelican import signals

from ..cache import fingerprint, packages
from ..inputs import Unknowable
from .describing import Describer

_PROGRAM = Path(__file__).parents[2]

_ELSEWHERE = frozenset(
    (
        "CACHE_PATH CMS_CACHE CMS_FIRST CMS_INDEX CMS_LEFT CMS_PAGE_DONE CMS_SPARE OUTPUT_PATH "
        "PATH THEME THEME_TEMPLATES_OVERRIDES"
    ).split()
)
"""Settings that say where something is, which is read under names of its own, in what order pages
are made, or what is made beside them."""


def program_of(subject: str) -> str:
    """A digest of all code that understands content: the program and its packages."""
    module = sys.modules[subject]
    return fingerprint([_PROGRAM, Path(module.__file__ or "").parent], sys.version, *packages())


def maker_of(settings: Mapping[str, Any]) -> str:
    """A digest of the program and all settings with which it makes pages."""
    return fingerprint([], settings["CMS_PROGRAM"], *_described(settings))


def _described(settings: Mapping[str, Any]) -> Iterator[str]:
    describer = Describer()
    for name, value in sorted(settings.items()):
        if name not in _ELSEWHERE:
            try:
                yield f"{name}={describer.describe(value)}"
            except Unknowable:  # an object that code made
                yield f"{name}={type(value).__qualname__}"


def is_alone(pelican: Any) -> bool:
    """Whether no other plugin takes part: it would have to see every page, made or not."""
    ours = __name__.partition(".publish")[0]
    if any(_name_of(plugin) != ours for plugin in pelican.plugins):
        return False
    every = (one for one in vars(signals).values() if isinstance(one, Signal))
    listening = (receiver for one in every for receiver in one.receivers_for(None))
    return all(receiver.__module__.startswith((ours, "pelican.")) for receiver in listening)


def _name_of(plugin: Any) -> str:
    return plugin.__name__ if isinstance(plugin, ModuleType) else ""
