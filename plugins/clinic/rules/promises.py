"""No page promises what the evidence does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.cms.entries import Entry, leaves
from plugins.cms.errors import Problem
from plugins.cms.fields import Reference
from plugins.cms.site import Site

_PROMISE = re.compile(
    r"\b(?:cure[sd]?|curing|guarante\w*|heals? faster|faster healing|miracle\w*|painless\w*"
    r"|immediate relief|instant relief|significant relief|risk-free|100 ?%|completely safe"
    r"|permanent(?:ly)? (?:relief|fix\w*)|proven to work)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:no|not|nor|never|cannot|can't|without|neither|isn't|doesn't|nobody)\b[^.!?]{0,40}$",
    re.IGNORECASE,
)


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each promise word that is not denied in the same breath."""
    for entry in site.written:
        for path, value in leaves(entry.data):
            if isinstance(value, str) and not isinstance(value, Reference):
                for word in _promises(value):
                    yield _problem(entry, word, path)
        for word in _promises(entry.document.body):
            yield _problem(entry, word, None)


def _promises(text: str) -> Iterator[str]:
    for found in _PROMISE.finditer(text):
        if not _DENIAL.search(text[: found.start()].replace("\n", " ")):
            yield found[0]


def _problem(entry: Entry, word: str, path: tuple[str | int, ...] | None) -> Problem:
    return Problem(
        entry.locate(word, path),
        "promise",
        f"“{word}” promises more than the evidence holds",
        "Say what may happen, for whom and for how long, as the evidence has it.",
    )
