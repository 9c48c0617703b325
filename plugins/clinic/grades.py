"""How hard a text is to read: its school grade, by the words and syllables of its sentences.

The grade is that of Flesch and Kincaid (1975), counted and rounded as textstat 0.7 does, which
takes all of a text at once. Here each word is hyphenated once, whatever texts it is in, and each
sentence is counted once, for itself and for the texts that it is a part of.
https://apps.dtic.mil/sti/citations/ADA006655
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

from .syllables import syllables

_LEAST = 3
"""As many words make a sentence: headings and exclamations count as none."""

_MANY = 50_000
"""As many words are remembered."""

_ENDS = re.compile(r"[.!?]+")


class Counts(NamedTuple):
    """What there is in a text. A sentence with a point in it, `at 3.5 cm`, may count as two."""

    words: int
    syllables: int
    sentences: int


def count(sentence: str) -> Counts:
    """The counts of one sentence."""
    found = [*map(_syllables, sentence.split())]
    words = len(found) - found.count(0)
    inside = sentence.rstrip(".!?")
    if "." in inside or "!" in inside or "?" in inside:
        parts = ([*map(_syllables, part.split())] for part in _ENDS.split(inside))
        return Counts(words, sum(found), sum(len(p) - p.count(0) >= _LEAST for p in parts))
    return Counts(words, sum(found), int(words >= _LEAST))


def total(counts: Iterable[Counts]) -> Counts:
    """The counts of all together."""
    return Counts(*map(sum, zip((0, 0, 0), *counts, strict=True)))


def grade(counts: Counts) -> float:
    """The school grade of a text, to one decimal place."""
    words, syllables, sentences = counts
    length = _rounded(words / max(1, sentences))
    weight = _rounded(syllables / words) if words else 0.0
    return _rounded(0.39 * length + 11.8 * weight - 15.59)


def _rounded(number: float) -> float:
    return math.floor(number * 10 + math.copysign(0.5, number)) / 10


class _Syllables(dict[str, int]):
    """How many syllables each word has, what is no letter left out; none where nothing is left."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MANY:
            self.clear()
        letters = re.sub(r"[^\w\s]", "", word.lower())
        found = self[word] = syllables(letters) if letters else 0
        return found


_syllables = _Syllables().__getitem__  # much faster than a call of a function for each word
