"""Texts are easy to read: no sentence is too long, and the reading grade is low."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import lru_cache

from plugins.cms.entries import Entry
from plugins.cms.errors import Problem
from plugins.cms.site import Site

from ..prose import place_of, sentences

MIN_WORDS = 60
"""Below this many words a reading grade says nothing."""


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each long sentence, and for each text that is hard to read."""
    rules = site.data.rules
    for entry in site.written:
        for path, sentence in sentences(entry):
            length = len(sentence.words)
            if length > rules.longest_sentence:
                yield Problem(
                    place_of(entry, sentence.text, path),
                    "long-sentence",
                    f"the sentence has {length} words; {rules.longest_sentence} is the most",
                    "Make two sentences of it.",
                )
        yield from _hard(entry, rules.highest_grade)


def _hard(entry: Entry, highest: int) -> Iterator[Problem]:
    """The reading grade of the body, and of all fields together (Flesch and Kincaid, 1975)."""
    for in_body in (True, False):
        read = [
            (path, one)
            for path, one in sentences(entry)
            if (path is None) == in_body and not one.is_heading
        ]
        if sum(len(one.words) for _, one in read) < MIN_WORDS:
            continue
        grade = _grade(" ".join(f"{one.text.rstrip('.!?')}." for _, one in read))
        if grade > highest:
            path, hardest = max(read, key=lambda pair: _grade(f"{pair[1].text.rstrip('.!?')}."))
            where = "text" if in_body else "text of the fields"
            yield Problem(
                place_of(entry, hardest.text, path),
                "reading-grade",
                f"the {where} reads at school grade {grade:.1f}; {highest} is the most. This "
                "sentence is the hardest",
                "Use shorter words and shorter sentences, here first.",
            )


@lru_cache(maxsize=20_000)
def _grade(text: str) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # textstat asks for what setuptools will take out
        import textstat  # it takes longer to load than most commands do

    return float(textstat.flesch_kincaid_grade(text))
