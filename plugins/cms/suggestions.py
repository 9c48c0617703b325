"""What was probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePosixPath

from .slugs import SPELLED_OUT

_ENOUGH = 4
"""How many letters a part of a name must have to stand for the whole."""


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that was probably meant, or None.

    Near is what a slip of the fingers makes: one letter in a short word, up to three in a long
    one, that are wrong, missing, too many or swapped. Capital letters, accents, and which of
    `-`, `_` and a space stands between words do not count. Parts of just one name are near.
    """
    from rapidfuzz import process  # here, since every command has this module loaded
    from rapidfuzz.distance import OSA

    named = list(choices)
    found: list[tuple[float, str]] = []
    for spelled_out in (True, False):  # “ü” as “ue”, and as “u”
        wanted = _fold(word, spelled_out)
        folded = [_fold(one, spelled_out) for one in named]
        near = process.extractOne(
            wanted, folded, scorer=OSA.distance, score_cutoff=_slips(len(wanted))
        )
        if near and not _is_another(wanted, near[0]):
            found.append((near[1], named[near[2]]))
    if found:
        return min(found)[1]
    wanted = _fold(word, spelled_out=True)
    whole = [one for one in named if _has_parts(_fold(one, spelled_out=True), wanted)]
    return whole[0] if len(whole) == 1 and len(wanted) >= _ENOUGH else None


def _has_parts(name: str, wanted: str) -> bool:
    """Whether all parts of `wanted` are parts of the name, in the same order."""
    parts = iter(name.split("-"))
    return all(part in parts for part in wanted.split("-"))


def suggest(word: str, choices: Iterable[str], form: str = "{}") -> str:
    """`Did you mean …?` where one choice is near enough, else an empty text.

    `form` is how the choice is written, with `{}` in its place.
    """
    near = nearest(word, choices)
    return f"Did you mean `{form.format(near)}`?" if near else ""


_MANY = 20
"""How many choices are listed at most."""


def offer(word: str, choices: Iterable[str], otherwise: str = "") -> str:
    """What to write in place of a word: the choice that was probably meant, else any of them.

    `otherwise` is said where there are too many to list.
    """
    known = list(choices)
    if not known:
        return "There is none yet."
    listed = ", ".join(f"`{one}`" for one in known)
    choose = f"Choose one of {listed}." if len(known) > 1 else f"There is only {listed}."
    return suggest(word, known) or (choose if len(known) <= _MANY else otherwise)


def no_such(what: str, word: str, choices: Iterable[str], otherwise: str = "") -> str:
    """That there is no `what` of this name, and what to write in its place, as `offer` has it."""
    return f"There is no {what} called `{word}`. {offer(word, choices, otherwise)}".rstrip()


def nearest_file(path: str, paths: Iterable[str]) -> str | None:
    """The path whose file has the nearest name; folders and endings count only among equals."""
    from rapidfuzz.distance import OSA

    by_name: dict[str, list[str]] = {}
    for one in paths:
        by_name.setdefault(PurePosixPath(one).stem, []).append(one)
    near = nearest(PurePosixPath(path).stem, by_name)
    if near is None:
        return None
    return min(by_name[near], key=lambda one: (OSA.distance(path, one), one))


def _slips(length: int) -> int:
    """How many slips a word of this length may have."""
    return 0 if length <= 2 else 1 if length <= 5 else 2 if length <= 9 else 3


def _is_another(word: str, choice: str) -> bool:
    """Whether a very short word has another letter: `arm` and `art` are two words."""
    return len(word) == len(choice) <= 3 and sorted(word) != sorted(choice)


@lru_cache(maxsize=4096)  # the same choices are looked through again and again
def _fold(text: str, spelled_out: bool) -> str:
    text = unicodedata.normalize("NFC", text).casefold()
    text = text.translate(SPELLED_OUT) if spelled_out else text
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[\s_.-]+", "-", letters).strip("-")
