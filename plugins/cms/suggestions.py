"""What was probably meant."""

from __future__ import annotations

from rapidfuzz import process


def nearest(word: str, choices: list[str]) -> str | None:
    """The choice that was probably meant, or None."""
    found = process.extractOne(word, choices, score_cutoff=70)
    return found[0] if found else None


def suggest(word: str, choices: list[str]) -> str:
    """`Did you mean …?` where one choice is near enough, else an empty text."""
    near = nearest(word, choices)
    return f"Did you mean `{near}`?" if near else ""
