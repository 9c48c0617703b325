"""Which records of the reference library a new page may want to cite."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import fuzz, process

from .library import Library, Reference

MOST = 8
"""How many records are named at most."""

NEAR = 85
"""How alike two words have to be, from 0 to 100: `headache` is like `headaches`."""

SHORT = 3
"""Up to how many letters a word of a title is mostly one like `the` and `for`."""

RARE = 4
"""A word that is no topic says what a record is about if at most so many titles have it."""

COMMON = 5
"""A word that stands in more than every fifth record says nothing of any (in five, if few)."""


def fitting(library: Library, texts: Iterable[str]) -> tuple[Reference, ...]:
    """The records whose topics or titles share words with some texts, the best first.

    A word that is a topic counts twice, one of a title only if few have it. Words that many
    records have count for nothing, nor do the short words of titles.
    """
    records = [
        (one, set(_words(*one.topics)), {word for word in _words(one.title) if len(word) > SHORT})
        for one in library.values()
    ]
    counted = Counter(word for _, topics, title in records for word in topics | title)
    common = {word for word, times in counted.items() if times > max(COMMON, len(records) / 5)}
    titled = Counter(_stem(word) for _, _, title in records for word in title)
    asked = set(_words(*texts)) - common
    long = {word for word in asked if len(word) > SHORT}
    scored = [
        (2 * _shared(asked, topics) + _shared(long, _rare(title - topics, titled)), one)
        for one, topics, title in records
    ]
    found = [(score, one) for score, one in scored if score]
    found.sort(key=lambda pair: (-pair[0], -int(pair[1].year or 0), pair[1].key))
    return tuple(one for _, one in found[:MOST])


def _rare(words: Iterable[str], counted: Mapping[str, int]) -> set[str]:
    return {word for word in words if counted[_stem(word)] <= RARE}


def _stem(word: str) -> str:
    return word.removesuffix("s")


def _shared(asked: Iterable[str], words: Iterable[str]) -> int:
    known = list(words)
    return sum(
        process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=NEAR) is not None
        for word in asked
    )


def _words(*texts: str) -> Iterator[str]:
    for text in texts:
        yield from re.findall(r"[^\W_]{3,}", text.casefold())
