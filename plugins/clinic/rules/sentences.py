"""Texts are easy to read: no sentence is too long, and the reading grade is low."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.cms.entries import Entry
from plugins.cms.errors import Problem
from plugins.cms.site import Site

from ..grades import count, grade, total
from ..prose import place_of, sentences

MIN_WORDS = 60
"""Below this many words a reading grade says nothing."""

_ROOM = 1.2
"""Other languages may take more words than English for the same: Spanish takes a fifth more."""


def check(entry: Entry, site: Site) -> Iterator[Problem]:
    """Yield a problem for each long sentence, and for each text that is hard to read."""
    rules = site.data.rules
    read = [(path, one, count(one.text)) for path, one in sentences(entry)]
    longest = int(rules.longest_sentence * (_ROOM if entry.lang else 1))
    for path, sentence, counts in read:
        if counts.words > longest:
            yield Problem(
                place_of(entry, sentence.text, path),
                "long-sentence",
                f"the sentence has {counts.words} words; {longest} is the most",
                "Make two sentences of it.",
            )
    if entry.lang:
        return  # the grade holds for English alone
    texts = [one for one in read if not one[1].is_heading]
    for in_body in (True, False):
        part = [one for one in texts if (one[0] is None) == in_body]
        whole = total(counts for _, _, counts in part)
        if whole.words >= MIN_WORDS and grade(whole) > rules.highest_grade:
            path, hardest, _ = max(part, key=lambda one: grade(one[2]))
            where = "text" if in_body else "text of the fields"
            yield Problem(
                place_of(entry, hardest.text, path),
                "reading-grade",
                f"the {where} reads at school grade {grade(whole):.1f}; {rules.highest_grade} is "
                "the most. This sentence is the hardest",
                "Use shorter words and shorter sentences, here first.",
            )
