"""What is said about research or an effect has a citation after it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from plugins.cms.collection import EntryModel
from plugins.cms.entries import Entry
from plugins.cms.errors import FieldPath, Problem
from plugins.cms.site import Site

from ..models import Backed, Term
from ..prose import Sentence, place_of, sentences

RESEARCH = re.compile(
    r"\b(?:(?:one|two|three|\d+|these|several|large|small|pooled|best|later|main|another|both|the)"
    r" (?:[\w-]+ )?(?:trials?|stud(?:y|ies)|surveys?)|pooled (?:trials|stud)|reviews? (?:of|found"
    r"|suggests?|judged|rated)|(?:trials?|stud(?:y|ies)|surveys?|researchers) (?:found|show|of|had"
    r"|saw|suggests?)|in a (?:[\w-]+ )?survey|[0-9.]+ ?(?:%|percent))",
    re.IGNORECASE,
)
EFFECT = re.compile(
    r"\bneedling (?:may|might|probably)\b.*\b(?:eas|reliev|reduc|lower|help|improv|rais|less)\w*",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\bwe (?:(?:do not|don't) know|(?:have )?found no|rate|read)\b"
    r"|\bno (?:trials?|study|studies)\b",
    re.IGNORECASE,
)

PERHAPS = ("needling", "trial", "stud", "survey", "review", "researchers", "%", "percent")
"""In small letters, what any sentence has in it that speaks of research or of an effect."""


def check(entry: Entry, _site: Site) -> Iterator[Problem]:
    """Yield a problem for each such sentence without a citation in what follows it."""
    if entry.lang:
        return  # the words that are looked for are those of the site's own language
    unsourced = [(path, one) for path, one in sentences(entry) if _needs_source(one)]
    if not unsourced:
        return
    shown_with_sources = set(_backed(entry.data, ()))
    for path, sentence in unsourced:
        if path == ("statement",) or (path and path[:-1] in shown_with_sources):
            continue
        yield Problem(
            place_of(entry, sentence.text, path),
            "no-citation",
            "this speaks of research or an effect, and no source follows",
            "Put `[@key]` after it, with a key from `references.json`, or say less.",
        )


def _needs_source(sentence: Sentence) -> bool:
    text = sentence.text
    if sentence.is_cited or sentence.is_heading or text.endswith("?"):
        return False
    if not any(word in sentence.folded for word in PERHAPS) or _OPEN.search(text):
        return False
    return bool(RESEARCH.search(text) or EFFECT.search(text))


def _backed(value: object, path: FieldPath) -> Iterator[FieldPath]:
    """The groups whose own texts are shown with their references or basis."""
    if isinstance(value, Backed) and (not isinstance(value, EntryModel) or isinstance(value, Term)):
        yield path
        yield (*path, "values")
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            item = getattr(value, name, None)
            if name in {"emergency", "urgent", "ask"}:
                yield (*path, name)
            yield from _backed(item, (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _backed(item, (*path, index))
