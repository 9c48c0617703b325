"""Texts that are in another language than their page says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from lingua import IsoCode639_1, Language, LanguageDetector, LanguageDetectorBuilder

from .output import ASK_THEME, Finding, Output, field_of
from .page import Page

MIN_LETTERS = 150
"""A text whose different words have fewer is not judged: names and terms would decide."""

DOUBT = 0.01
"""How likely the language that is marked may be at most, of 1, for another one to be named."""

_USUAL = "ar de en es fr it ja ko nl pl pt ru tl tr uk vi zh"
"""What a text that strays in is likely to be in; the languages of the pages come on top.

Each language costs time to load, and a page in any other one is still found: it is not in
the language that it says.
"""


def check(output: Output) -> Iterator[Finding]:
    """Yield each text of enough length that is mostly in another language than is marked."""
    languages = {lang for page in output.pages.values() for lang, _ in page.passages}
    known = {lang: found for lang in languages if (found := _language(lang))}
    detect = _detector(frozenset(known.values()))
    for page in output.pages.values():
        for number, (lang, extracts) in enumerate(page.passages):
            if lang in known and _is_long(extracts):
                spoken = _strayed(extracts, known[lang], detect)
                if spoken:
                    yield _finding(page, spoken, lang, known[lang], in_part=number > 0)


def _is_long(extracts: Sequence[str]) -> bool:
    words = {word for extract in extracts for word in extract.split()}
    return sum(letter.isalpha() for word in words for letter in word) >= MIN_LETTERS


def _strayed(extracts: Sequence[str], said: Language, detect: LanguageDetector) -> Language | None:
    """The language of most extracts where it is another one than was said, else None."""
    others = [
        spoken
        for extract in extracts
        if (spoken := detect.detect_language_of(extract))
        and spoken != said
        and detect.compute_language_confidence(extract, said) < DOUBT
    ]
    spoken, count = next(iter(Counter(others).most_common(1)), (None, 0))
    return spoken if count * 2 > len(extracts) else None


def _finding(page: Page, spoken: Language, lang: str, said: Language, in_part: bool) -> Finding:
    code, name = spoken.iso_code_639_1.name.lower(), spoken.name.title()
    message = (
        f"the text reads as {name}, but {'a part of ' if in_part else ''}the page "
        f"`{page.address}` says that it is {said.name.title()} (`lang: {lang}`)"
    )
    hint = (
        f"Write `lang: {code}` in the fields at the top, or put the text into {said.name.title()}. "
        f'Mark a part in another language: `<div lang="{code}">…</div>`.'
    )
    entry = page.entry
    by_theme = entry is None or bool(entry.lang and not in_part and lang != entry.lang)
    if by_theme:
        hint = f"{ASK_THEME} to mark the page with the language of its text."
    return Finding(page, field_of(page, "lang"), "mixed-language", message, hint)


def _language(lang: str) -> Language | None:
    """The language of a tag such as `en-US` (BCP 47), or None for one that cannot be told."""
    code = lang.partition("-")[0].upper()
    code = {"NO": "NB"}.get(code, code)
    return Language.from_iso_code_639_1(getattr(IsoCode639_1, code)) if _has(code) else None


def _has(code: str) -> bool:
    return len(code) == 2 and hasattr(IsoCode639_1, code)


@cache
def _detector(languages: frozenset[Language]) -> LanguageDetector:
    """A detector for these and the usual languages."""
    usual = {found for lang in _USUAL.split() if (found := _language(lang))}
    wanted = sorted(usual | languages, key=lambda one: str(one.name))
    return LanguageDetectorBuilder.from_languages(*wanted).with_low_accuracy_mode().build()
