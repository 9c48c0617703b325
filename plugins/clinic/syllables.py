"""How many syllables an English word has: as many as the parts that it may be divided into.

The patterns are those of Pyphen, which takes all of them apart before the first word, and that
takes longer than the words of a page. Here each is taken apart when a word has it in it.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

_EDGE = 2
"""Fewer letters do not stand alone."""


def syllables(word: str) -> int:
    """The syllables of a word in small letters, with no signs in it; 1 at least."""
    patterns, longest = _patterns()
    whole = f".{word}."
    weights = [0] * (len(whole) + 1)
    for start in range(len(whole) - 1):
        for end in range(start + 1, min(start + longest, len(whole)) + 1):
            place = start
            for sign in patterns.get(whole[start:end], ""):
                if sign.isdecimal():
                    weights[place] = max(weights[place], int(sign))
                else:
                    place += 1
    inside = weights[_EDGE + 1 : len(word) - _EDGE + 2]
    return 1 + sum(weight % 2 for weight in inside)


@cache
def _patterns() -> tuple[dict[str, str], int]:
    """The patterns by their letters, `hen5at` by `henat`, and how many letters one has at most.

    A number says how good a place for a division is, or a bad one where it is even.
    """
    package = find_spec("pyphen")
    assert package and package.submodule_search_locations
    file = Path(package.submodule_search_locations[0], "dictionaries", "hyph_en_US.dic")
    raw = file.read_bytes()  # the names of options in it are in capitals: no word has them
    letters = raw.translate(None, b"0123456789").decode().split("\n")
    return dict(zip(letters, raw.decode().split("\n"), strict=True)), max(map(len, letters))
