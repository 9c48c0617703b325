"""What lists show of an entry is at hand without its file, and the same as in the file."""

from __future__ import annotations

from typing import Any

import pytest

from plugins.clinic.collections import SUBJECT
from plugins.cms.entries import read_entry
from plugins.cms.frontmatter import Document, parse
from plugins.cms.loader import Content, load
from plugins.cms.tracing import reads
from tests.conftest import ROOT

CONDITION = "content/conditions/whiplash.md"


@pytest.fixture(scope="module")
def content() -> Content:
    return load(ROOT / "content", SUBJECT, ROOT)


def test_a_card_says_what_the_file_says(content: Content) -> None:
    """Each field of each card is equal to that of the entry, and names the same file."""
    shown = [(entry, name) for entry in content.entries for name in entry.collection.card]
    assert {name for _, name in shown} > {"evidence", "menu", "reviewed"}
    for entry, name in shown:
        assert getattr(entry.card, name) == getattr(entry.data, name)
    (whiplash,) = (one for one in content.entries if one.path == CONDITION)
    assert whiplash.card.evidence.statement.source == CONDITION


def test_a_card_is_read_by_itself(content: Content) -> None:
    """Who looks at the card depends on it, not on the other fields."""
    with reads() as heard:
        _ = next(one for one in content.entries if one.path == CONDITION).card
    assert ("card", CONDITION) in heard
    assert ("data", CONDITION) not in heard


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        ("certainty: insufficient", "certainty: low", True),
        ("symptoms:\n  - ", "symptoms:\n  - Often ", False),
    ],
)
def test_the_hash_of_a_card_follows_its_fields(old: str, new: str, differs: bool) -> None:
    """It is another one where one of its fields is, and only then."""
    text = (ROOT / CONDITION).read_text("utf-8")
    assert old in text
    before, after = _card_digest(text), _card_digest(text.replace(old, new, 1))
    assert (before != after) is differs


def test_a_card_leaves_out_what_is_wrong() -> None:
    """Of a draft that lacks something, or a file with mistakes, the card has what is right."""
    text = (ROOT / CONDITION).read_text("utf-8")
    card = _entry(text.replace("evidence:", "evidense:", 1)).card
    assert (card.evidence, card.reviewed) == (None, None)


def _card_digest(text: str) -> str:
    return str(_entry(text).digests.card)


def _entry(text: str) -> Any:
    document = parse(text.encode(), CONDITION)
    assert isinstance(document, Document)
    collection = next(one for one in SUBJECT.collections if one.kind == "condition")
    return read_entry(document, collection)[0]
