"""A document becomes an entry, or it is said what stands in the way."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.cms.entries import leaves
from tests.unit.conftest import NOW, entry_of, plant


def test_an_entry_has_the_address_of_its_file() -> None:
    """The name of the file is the address, in the place that the collection states."""
    entry, problems = entry_of(plant())
    assert not problems
    assert (entry.slug, entry.url, entry.save_as) == (
        "mint", "plants/mint/", "plants/mint/index.html",
    )  # fmt: skip


def test_a_slug_of_its_own_goes_before_the_file_name() -> None:
    """With a field `slug` the file may be called what it likes."""
    entry, problems = entry_of(plant("slug: peppermint\n"), "content/plants/My Mint.md")
    assert (entry.url, problems) == ("plants/peppermint/", ())


def test_another_language_has_addresses_of_its_own() -> None:
    """The language stands in front of the address."""
    entry, _ = entry_of(plant("lang: de\n"))
    assert entry.url == "de/plants/mint/"


@pytest.mark.parametrize("name", ["My Mint", "mint_tea", "Mint", "minze-grün", "-mint", "mint.de"])
def test_a_file_name_that_cannot_be_an_address_is_refused(name: str) -> None:
    """Small letters, digits and hyphens are all that a file name may have."""
    _, problems = entry_of(plant(), f"content/plants/{name}.md")
    assert [one.code for one in problems] == ["bad-file-name"]


@pytest.mark.parametrize(
    ("fields", "published"),
    [("", True), ("modified: 2027-01-01\n", True)],
)
def test_what_is_published_may_be_seen(fields: str, published: bool) -> None:
    """A published entry of a past day is shown, whenever it was last changed."""
    entry, _ = entry_of(plant(fields))
    assert entry.is_published(NOW) is published


def test_a_date_in_the_future_waits_for_its_day() -> None:
    """An entry is hidden on the day before its date and shown on it."""
    entry, _ = entry_of(plant().replace("2026-01-05", "2026-12-01"))
    assert not entry.is_published(dt.datetime(2026, 11, 30, 23, 59, tzinfo=dt.UTC))
    assert entry.is_published(dt.datetime(2026, 12, 1, tzinfo=dt.UTC))


def test_a_draft_may_have_items_that_are_still_empty() -> None:
    """They are lacking, like a field that is: no problem, until it is to be published."""
    fields = "sources:\n  -\n"
    entry, problems = entry_of(plant(fields).replace("status: published", "status: draft"))
    assert problems == () and [one.code for one in entry.lacking] == ["empty"]
    _, problems = entry_of(plant(fields))
    assert [one.hint for one in problems] == ["Write it after the hyphen, or take the line out."]


def test_a_draft_is_never_published() -> None:
    """A draft stays one, however old it is."""
    entry, _ = entry_of(plant().replace("status: published", "status: draft"))
    assert not entry.is_published(NOW)


def test_what_is_right_is_kept_beside_what_is_wrong() -> None:
    """Of an entry with a mistake the right fields can still be checked."""
    entry, problems = entry_of(plant("heigth: 3\nneighbors: [rose]\n"))
    assert [one.code for one in problems] == ["unknown-field"]
    assert entry.data.neighbors == ("rose",)  # type: ignore[attr-defined]
    assert not entry.is_published(NOW)


def test_what_a_field_must_not_hold_is_placed_in_the_field() -> None:
    """A script in a Markdown field is found on its line of the front matter."""
    _, problems = entry_of(plant("about: >-\n  Fine.\n  <script>x</script>\n"))
    assert [(one.code, str(one.location)) for one in problems] == [
        ("unsafe-html", "content/plants/mint.md:9:3")
    ]


def test_what_the_body_must_not_hold_is_placed_in_the_body() -> None:
    """A script in the text is found there, though a comment above has the same letters."""
    _, problems = entry_of(plant("# <iframe\n", "Text.\n\n<iframe></iframe>\n"))
    assert [str(one.location) for one in problems] == ["content/plants/mint.md:11:1"]


def test_all_leaves_have_their_paths() -> None:
    """Every value of an entry is found with the path that leads to it in the file."""
    entry, _ = entry_of(plant("care:\n  - water: daily\n  - {water: weekly, note: Less.}\n"))
    found = dict(leaves(entry.data))
    assert found["care", 1, "note"] == "Less."
    assert found["title",] == "Mint"
    assert ("shop",) not in found
