"""A name to the part of a web address that it makes."""

from __future__ import annotations

import re
import unicodedata

MAX_SLUG = 80

SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "æ": "ae", "ø": "oe"})
"""Letters that become two where only those from a to z are at hand."""


def slug_of(title: str) -> str:
    """The part of a web address that a title makes: `Jumper's knee` is `jumpers-knee`.

    Empty where the title has no letters or digits of the Latin alphabet.
    """
    spelled = unicodedata.normalize("NFC", title).casefold().translate(SPELLED_OUT)
    plain = unicodedata.normalize("NFKD", spelled).casefold().encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if len(words) > MAX_SLUG:
        words = words[: MAX_SLUG + 1].rpartition("-")[0] or words[:MAX_SLUG]
    return words
