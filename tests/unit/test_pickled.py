"""What is read from content goes to another process and back as it was."""

from __future__ import annotations

import pickle
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from plugins.clinic.collections import SUBJECT
from plugins.cms.entries import AtHand, Pickled
from plugins.cms.errors import ContentErrors, Fix, Location, Problem
from plugins.cms.loader import Content, load
from plugins.cms.shelf import Shelf, pickled

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def content() -> Content:
    return load(ROOT / "content", SUBJECT, ROOT)


def there_and_back(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def parts(value: Any) -> Any:
    """A value as types and plain values, so that nothing counts as equal that only looks so."""
    if isinstance(value, BaseModel):
        return type(value), parts(value.__dict__), value.model_fields_set
    if is_dataclass(value):
        return type(value), [parts(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, dict):
        return type(value), [(parts(key), parts(item)) for key, item in value.items()]
    if isinstance(value, (list, tuple)):
        return type(value), [parts(item) for item in value]
    if isinstance(value, str) and type(value) is not str:
        more = {name: getattr(value, name) for name in getattr(type(value), "__slots__", ())}
        return type(value), str(value), parts(more | getattr(value, "__dict__", {}))
    return type(value), value


def test_entries_arrive_as_they_were(content: Content) -> None:
    """Every entry of the site has the same values of the same types, down to each text."""
    assert content.entries
    for entry in content.entries:
        texts = [text for _, text in entry.texts()]
        for whole in (entry.data, entry.document, entry.body, texts):
            assert parts(there_and_back(whole)) == parts(whole)


def test_entries_on_a_shelf_are_as_they_were(content: Content) -> None:
    """Each is itself, whatever was put beside it, by what another one looks like."""
    wholes = [entry.whole() for entry in content.entries[:3]]
    shelf = Shelf(pickled(wholes[0]))
    shelved = [shelf.put(str(number), shelf.pack(one)) for number, one in enumerate(wholes)]
    for whole, unpacked in zip(wholes, shelved, strict=True):
        assert parts(unpacked()) == parts(whole)


def test_an_entry_at_hand_is_packed_only_where_it_travels(content: Content) -> None:
    """Here it is the same object each time; elsewhere it is as it was."""
    whole = content.entries[0].whole()
    assert AtHand(whole)() is whole
    arrived = there_and_back(AtHand(whole))
    assert isinstance(arrived, Pickled)
    assert parts(arrived()) == parts(whole)


def test_what_is_beside_entries_arrives_as_it_was(content: Content) -> None:
    """So do the settings, the library, the redirects and what is wrong."""
    fix = Fix.within("whole", 0, 1, "W")
    problem = Problem(Location("a.md", 1, 2), "code", "message", "hint", "warning", fix)
    for whole in (dict(content.data), content.library, content.redirects, (problem,)):
        assert parts(there_and_back(whole)) == parts(whole)


def test_content_errors_arrive_with_their_problems() -> None:
    """The exception that says what is wrong says the same in another process."""
    errors = ContentErrors([Problem(Location("a.md", 1, 2), "code", "message", "hint")])
    arrived = there_and_back(errors)
    assert (arrived.problems, str(arrived)) == (errors.problems, str(errors))


def test_what_travels_is_compact(content: Content) -> None:
    """Entries take less room, as they travel, than their files and the HTML of their texts."""
    sent = written = 0
    shelf = Shelf(pickled(content.entries[0].whole()))
    for entry in content.entries[1:]:
        sent += len(shelf.pack(entry.whole()))
        written += len(entry.document.text.encode()) + len(entry.body.html.encode())
    assert sent < written * 2 / 3
