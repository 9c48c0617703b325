"""No page promises what the evidence does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.cms.entries import Entry, values_of
from plugins.cms.errors import FieldPath, Problem
from plugins.cms.fields import CitationKey, Reference
from plugins.cms.site import Site

from ..models import PromiseWord
from ..prose import folded

_DENIALS = {
    None: "no|not|nor|never|cannot|can't|without|neither|isn't|doesn't|nobody",
    "es": r"no|ni|nunca|sin|tampoco|nadie|ning[uú]n\w*",
}
"""Words that deny what follows, in each language that is known here."""

_DENIED = {
    lang: re.compile(rf"\b(?:{words})\b[^.!?]{{0,40}}$", re.IGNORECASE)
    for lang, words in _DENIALS.items()
}


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that promise the same. One of the `stems` is in each text with such a word, folded."""

    rule: PromiseWord
    pattern: re.Pattern[str]
    stems: frozenset[str]


def check(entry: Entry, site: Site) -> Iterator[Problem]:
    """Yield a problem for each promise word that is not denied in the same breath."""
    fields: list[tuple[FieldPath | None, str]] = [
        (path, value)
        for path, value in values_of(entry)
        if isinstance(value, str) and not isinstance(value, Reference | CitationKey)
        if path[0] != "waivers"
    ]
    texts = [*fields, (None, entry.document.body)]
    whole = folded("\n".join(text for _, text in texts))
    of_language = (one for one in site.memo(_words) if one.rule.lang == entry.lang)
    found = [one for one in of_language if any(stem in whole for stem in one.stems)]
    for path, text in texts if found else ():
        for words in found:
            for word in _promises(words, text):
                yield _problem(entry, word, path, words.rule)


def _words(site: Site) -> tuple[_Words, ...]:
    return tuple(
        _Words(one, pattern_of(one.words), frozenset(map(stem_of, one.words)))
        for one in site.data.rules.promise_words
    )


def stem_of(form: str) -> str:
    """What a text has in it that has this form in it; nothing where letters are not so simple."""
    words = folded(form.rstrip("*")).split() if form.isascii() else ()
    return max(words, key=len, default="")


def pattern_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """The words as they may stand in a text; a `*` at the end is any ending."""
    forms = (
        re.escape(word.rstrip("*")).replace(r"\ ", r"\s+") + (r"\w*" if word.endswith("*") else "")
        for word in words
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def _promises(words: _Words, text: str) -> Iterator[str]:
    denied = _DENIED.get(words.rule.lang)
    for found in words.pattern.finditer(text):
        if not denied or not denied.search(text[: found.start()].replace("\n", " ")):
            yield found[0]


def _problem(entry: Entry, word: str, path: FieldPath | None, one: PromiseWord) -> Problem:
    return Problem(
        entry.locate(word.split("\n")[0], path),
        "promise",
        f"“{' '.join(word.split())}” promises too much: {one.why.rstrip('.')}",
        one.instead,
    )
