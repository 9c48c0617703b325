"""No page promises what the evidence does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from plugins.cms.entries import Entry, leaves
from plugins.cms.errors import FieldPath, Problem
from plugins.cms.fields import CitationKey, Reference
from plugins.cms.site import Site

from ..models import PromiseWord

_DENIAL = re.compile(
    r"\b(?:no|not|nor|never|cannot|can't|without|neither|isn't|doesn't|nobody)\b[^.!?]{0,40}$",
    re.IGNORECASE,
)


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each promise word that is not denied in the same breath."""
    rules = [(_pattern(one.words), one) for one in site.data.rules.promise_words]
    for entry in site.written:
        texts: list[tuple[FieldPath | None, str]] = [
            (path, value)
            for path, value in leaves(entry.data)
            if isinstance(value, str) and not isinstance(value, Reference | CitationKey)
            if path[0] != "waivers"
        ]
        for path, text in (*texts, (None, entry.document.body)):
            for pattern, one in rules:
                for word in _promises(pattern, text):
                    yield _problem(entry, word, path, one)


@lru_cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """The words as they may stand in a text; a `*` at the end is any ending."""
    forms = (
        re.escape(word.rstrip("*")).replace(r"\ ", r"\s+") + (r"\w*" if word.endswith("*") else "")
        for word in words
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def _promises(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for found in pattern.finditer(text):
        if not _DENIAL.search(text[: found.start()].replace("\n", " ")):
            yield found[0]


def _problem(entry: Entry, word: str, path: FieldPath | None, one: PromiseWord) -> Problem:
    return Problem(
        entry.locate(word.split("\n")[0], path),
        "promise",
        f"“{' '.join(word.split())}” promises too much: {one.why.rstrip('.')}",
        one.instead,
    )
