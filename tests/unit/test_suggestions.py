"""What was probably meant."""

from __future__ import annotations

import pytest

from plugins.cms.suggestions import nearest, suggest


@pytest.mark.parametrize(
    ("word", "near"),
    [("symptons", "symptoms"), ("sumary", "summary"), ("xyz", None), ("", None)],
)
def test_the_nearest_word_is_found(word: str, near: str | None) -> None:
    """A slip of the fingers is understood, and a strange word is not forced."""
    assert nearest(word, ["summary", "symptoms", "title"]) == near


def test_a_suggestion_is_a_question() -> None:
    """The choice is put to the author; where there is none, nothing is said."""
    assert suggest("titel", ["title"]) == "Did you mean `title`?"
    assert suggest("titel", []) == ""
