"""Names from A to Z as readers look them up: `Ménière` is where `Meniere` would be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from plugins.cms.slugs import slug_of

Item = TypeVar("Item")


def place_of_name(name: str) -> str:
    """What names are sorted by: neither accents nor quotes before a name count."""
    is_plain = name.isascii() and name[:1].isalnum()
    return name.casefold() if is_plain else slug_of(name) or name.casefold()


def by_letter(
    items: Iterable[Item], name: Callable[[Item], str]
) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """Items in their order as (letter, its items), from A to Z."""
    found: dict[str, list[Item]] = {}
    for one in items:
        found.setdefault(letter_of(name(one)), []).append(one)
    return tuple((letter, tuple(found[letter])) for letter in sorted(found))


def letter_of(name: str) -> str:
    """The letter under which a name stands."""
    return place_of_name(name)[0].upper()
