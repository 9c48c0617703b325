"""The text of a new entry: whole, explained, and accepted as a draft."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from plugins.clinic.collections import SUBJECT as CLINIC
from plugins.cms.blueprint import fields_of
from plugins.cms.collection import Collection, Heading
from plugins.cms.entries import Entry, read_entry
from plugins.cms.frontmatter import Document, parse
from plugins.cms.library import Reference
from plugins.cms.scaffold import scaffold
from tests.garden.subject import SUBJECT as GARDEN

TODAY = dt.date(2026, 11, 28)
EVERY = {
    f"{name}-{one.kind}": (one, subject.unfinished)
    for name, subject in (("clinic", CLINIC), ("garden", GARDEN))
    for one in subject.collections
}
CONDITION = EVERY["clinic-condition"][0]
PLANT = EVERY["garden-plant"][0]


def read(text: str, collection: Collection = CONDITION) -> Entry:
    """The draft that a text makes."""
    document = parse(text.encode(), f"content/{collection.folder}/new.md")
    assert isinstance(document, Document), document
    unfinished = CLINIC.unfinished | GARDEN.unfinished
    entry, problems = read_entry(document, collection, unfinished)
    assert problems == ()
    return entry


@pytest.mark.parametrize("kind", EVERY)
def test_each_kind_begins_as_a_draft_without_problems(kind: str) -> None:
    """It lacks fields and nothing else, and its title, status and date are there."""
    collection, unfinished = EVERY[kind]
    document = parse(scaffold(collection, "Tennis elbow", TODAY).encode(), "content/a/new.md")
    assert isinstance(document, Document), document
    entry, problems = read_entry(document, collection, unfinished)
    assert problems == ()
    assert entry.title == "Tennis elbow" and entry.data.status == "draft"
    assert document.data["date"] == "2026-11-28"


@pytest.mark.parametrize("kind", EVERY)
def test_every_field_is_there_with_its_meaning(kind: str) -> None:
    """Also those that may be left out, and each only once at the left edge."""
    collection, _ = EVERY[kind]
    text = scaffold(collection, "Tennis elbow", TODAY)
    names = re.findall(r"^#?([a-z_]+):", text, re.MULTILINE)
    assert sorted(names) == sorted(collection.model.model_fields)
    assert names[:3] == ["title", "status", "date"]
    prose = " ".join(re.sub(r"^[# ]+", "", line) for line in text.split("\n"))
    for field in fields_of(collection.model):
        assert field.meaning in prose


@pytest.mark.parametrize("kind", EVERY)
def test_every_example_in_a_note_is_right_when_its_sign_is_taken_out(kind: str) -> None:
    """With the spaces behind the sign kept; what is shown is then part of the entry."""
    collection, _ = EVERY[kind]
    text = scaffold(collection, "Tennis elbow", TODAY)
    shown = re.sub(r"^( *)#(?=  )", r"\1", text, flags=re.MULTILINE)
    assert read(shown, collection).document.data["aliases"] and shown != text


@pytest.mark.parametrize(
    "title",
    [
        "Tennis elbow",
        "Jumper's knee",
        'What "dry" means: a short answer',
        "Tip #1: - [x] {y} & *z* !now %5 @home `a` | b > c",
        "#5",
        "no",
        "2026-11-28",
        "1:30",
        "~",
        "-",
        "? really",
        "a: b #c 'd' \"e\"",
        "back\\slash",
        "Kur 🙂 針 – “quoted”",
        "x" * 80,
        "word " * 15 + "ends:",
    ],
)
def test_a_title_is_read_again_as_it_was_given(title: str) -> None:
    """Quotes, colons and number signs mean nothing to YAML there."""
    assert read(scaffold(CONDITION, title, TODAY)).title == title


@pytest.mark.parametrize(
    "value",
    ["one\ntwo\n\n- three: #4\n", " spaces ", "tab\there", ["a: b", "- c"], ["x"], {"a": ["b"]}],
)
def test_other_values_are_read_again_as_they_were_given(value: object) -> None:
    """Text of several lines, lists and groups."""
    document = parse(
        scaffold(PLANT, "Mint", TODAY, given={"summary": value}).encode(), "content/a/b.md"
    )
    assert isinstance(document, Document)
    assert document.data["summary"] == value


def test_days_and_numbers_are_written_as_authors_do() -> None:
    """Without quotation marks."""
    moment = dt.datetime(2026, 12, 1, 8, 0)
    given = {"modified": TODAY, "height": 12, "evergreen": True, "publish_at": moment}
    entry = read(scaffold(PLANT, "Mint", TODAY, given=given), PLANT)
    assert entry.document.data["modified"] == "2026-11-28"
    assert entry.document.data["height"] == "12" and entry.document.data["evergreen"] == "true"
    assert entry.data.publish_at == moment


def test_a_name_that_is_no_field_is_refused() -> None:
    """Whoever calls it has made a mistake."""
    with pytest.raises(ValueError, match="plant has no field colour"):
        scaffold(PLANT, "Mint", TODAY, given={"colour": "green"})


def test_known_names_stand_beside_the_fields_that_take_them() -> None:
    """The first two dozen, in alphabetical order; where there are none, that is said."""
    many = [f"bed-{number:02}" for number in range(30)]
    text = scaffold(PLANT, "Mint", TODAY, known={"bed": many})
    assert "bed-23, and 6 more." in text and "bed-24" not in text
    assert "There is no plant yet." in text


def test_sources_are_listed_once_and_none_is_chosen() -> None:
    """They stand as notes below the first list of references; taking out the # cites one."""
    sources = [Reference("one-2020", "A trial of #1 needles: " + "long " * 40, year="2020")]
    text = scaffold(CONDITION, "Tennis elbow", TODAY, sources)
    assert text.count("one-2020") == 1
    assert read(text).document.data["evidence"]["references"] is None
    chosen = read(text.replace("#  - one-2020", "  - one-2020"))
    assert chosen.document.data["evidence"]["references"] == ["one-2020"]
    assert max(map(len, text.split("\n"))) <= 100


def test_the_text_begins_with_the_headings_of_its_kind() -> None:
    """In order, each with a note that no reader sees."""
    outline = (Heading("", "The main thing."), Heading("Care", "How to care for it."))
    collection = Collection("plant", PLANT.model, "plants", "Plants", outline=outline)
    body = read(scaffold(collection, "Mint", TODAY), collection).body
    assert [one.text for one in body.headings] == ["Care"]
    assert "The main thing" not in body.html and "How to care" not in body.html


def test_a_text_that_is_given_takes_the_place_of_the_headings() -> None:
    """As it stands."""
    entry = read(scaffold(CONDITION, "Tennis elbow", TODAY, body="\n## Own\n\nText.\n\n"))
    assert entry.document.body == "\n## Own\n\nText.\n"
