"""The words of a claim are as sure as its evidence, and no surer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel

from plugins.cms.entries import Entry
from plugins.cms.errors import FieldPath, Problem
from plugins.cms.site import Site

from ..models import Claim
from ..prose import place_of, sentences

LEVELS = ("insufficient", "very low", "low", "moderate", "high")
WORDS = {
    "insufficient": "we do not know",
    "very low": "may",
    "low": "may",
    "moderate": "probably",
}
"""How a claim of each certainty is worded; one of high certainty needs no such word."""

_PATTERNS = {
    "we do not know": re.compile(r"\bwe (?:do not|don't) know\b", re.IGNORECASE),
    "may": re.compile(r"\b(?:may|might)\b", re.IGNORECASE),
    "probably": re.compile(r"\bprobably\b", re.IGNORECASE),
    "no sabemos": re.compile(r"\bno (?:lo )?sabemos\b", re.IGNORECASE),
    "puede": re.compile(r"\b(?:pueden?|podrían?)\b", re.IGNORECASE),
    "probablemente": re.compile(r"\bprobablemente\b", re.IGNORECASE),
}

_IN_LANGUAGES: Mapping[str | None, Mapping[str, str]] = {
    None: WORDS,
    "es": {
        "insufficient": "no sabemos",
        "very low": "puede",
        "low": "puede",
        "moderate": "probablemente",
    },
}
"""The same in each language that is known here; claims in others are not looked at."""
_EFFECTS = "reduce|relieve|ease|improve|treat|heal|work|help|lower|fix|restore|remove|prevent"
BARE = re.compile(
    r"\b(?:needl(?:ing|es)|the (?:treatment|technique)) (?:also |often |usually )?"
    rf"((?:can )?(?:{_EFFECTS})(?:s|es)?|will|is (?:very |highly )?effective)\b(?! not\b)",
    re.IGNORECASE,
)
"""An effect that is stated as a fact."""

PERHAPS = ("needl", "the t")
"""In small letters, what any sentence has in it that states an effect."""

_OPEN = re.compile(
    r"\b(?:whether|if|how|why|that|may|might|probably|cannot|can't|not|never|no|nobody|claims?"
    r"|do not know|would|should|could)\b",
    re.IGNORECASE,
)
"""Words before an assertion that leave it open, or deny it."""


def check(entry: Entry, _site: Site) -> Iterator[Problem]:
    """Yield a problem for each claim with the wrong word, and each effect stated as a fact."""
    for at, claim in _claims(entry.data, ()):
        yield from _wrong_word(entry, at, claim)
    if entry.lang:
        return  # effects are looked for in English
    for path, sentence in sentences(entry):
        if any(word in sentence.folded for word in PERHAPS):
            found = bare_assertion(sentence.text)
            if found:
                yield Problem(
                    place_of(entry, found, path),
                    "certainty-verb",
                    f"“{found}” states an effect as a fact",
                    "Say “may” or “probably”, as the evidence has it, or what a study found.",
                )


def bare_assertion(text: str) -> str | None:
    """The words that state an effect as a fact, if a text has any."""
    if text.endswith("?"):
        return None
    for found in BARE.finditer(text):
        if not _OPEN.search(text[: found.start()]):
            return found[0]
    return None


def _claims(
    value: BaseModel | tuple[object, ...], path: FieldPath
) -> Iterator[tuple[FieldPath, Claim]]:
    if isinstance(value, Claim):
        yield path, value
    inside: Iterable[tuple[str | int, object]]
    inside = enumerate(value) if isinstance(value, tuple) else value.__dict__.items()
    for name, item in inside:
        if not isinstance(item, str) and isinstance(item, tuple | BaseModel):
            yield from _claims(item, (*path, name))


def _wrong_word(entry: Entry, path: FieldPath, claim: Claim) -> Iterator[Problem]:
    statement = getattr(claim, "statement", None)
    certainty = getattr(claim, "certainty", None)
    if not statement or not certainty:
        return  # these are named as missing already
    at = (*path, "statement")
    words = _IN_LANGUAGES.get(entry.lang, {})
    word = words.get(certainty)
    if word and not _PATTERNS[word].search(statement):
        yield entry.problem(
            "certainty-verb",
            f"the certainty is {certainty}, but the statement does not say “{word}”",
            f"Write “{word}”, or mend the certainty.",
            at=at,
        )
    highest = getattr(claim, "up_to", None) or certainty
    for level in LEVELS[LEVELS.index(highest) + 1 :]:
        surer = words.get(level)
        if surer is None or surer in {word, words.get(highest)}:
            continue
        found = _PATTERNS[surer].search(statement)
        if found:
            yield Problem(
                place_of(entry, found[0], at),
                "certainty-verb",
                f"“{found[0]}” is for {level} certainty, but this claim has at most {highest}",
                f"Write “{words[highest]}”, or mend the certainty.",
            )
            return
