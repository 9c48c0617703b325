"""What is on the site already, as far as a text may refer to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """`files` are paths below the content folder; `keys` those of the reference library."""

    files: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
