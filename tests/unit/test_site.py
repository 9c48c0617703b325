"""A Site: everything linked up, in order, and what does not hold."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.cms.site import Site
from tests.conftest import Project
from tests.unit.conftest import Linked, plant

NOTE = """---
title: {title}
status: published
date: {date}
summary: A note.
category: Seasons
---
"""


def codes(linked: Linked) -> list[tuple[str, str]]:
    """(code, place) of each problem of the garden."""
    return [(one.code, str(one.location)) for one in linked()[1]]


def test_lists_are_in_the_order_of_their_collection(garden: Project, linked: Linked) -> None:
    """Plants come by title, whatever their case, and notes with the newest first."""
    garden.write("plants/a.md", plant().replace("Mint", "mint"))
    garden.write("plants/b.md", plant().replace("Mint", "Zinnia"))
    for name, date, title in (
        ("x", "2026-05-01", "May"),
        ("y", "2026-04-01", "B"),
        ("z", "2026-04-01", "A"),
    ):
        garden.write(f"notes/{name}.md", NOTE.format(title=title, date=date))
    site, _ = linked()
    assert [one.title for one in site.all("plant")] == ["Lavender", "mint", "Rose", "Zinnia"]
    assert [one.title for one in site.all("note")] == ["May", "A", "B", "Spring"]


def test_beds_are_in_the_order_of_a_number(garden: Project, linked: Linked) -> None:
    """A list by number is sorted by its value: 9 stands before 10."""
    for order in ("10", "9"):
        bed = f"---\ntitle: Bed\nstatus: published\ndate: 2026-01-01\norder: {order}\n---\n"
        garden.write(f"beds/bed-{order}.md", bed)
    assert [one.slug for one in linked()[0].all("bed")] == ["border", "bed-9", "bed-10"]


def test_lists_hold_the_language_of_the_site_alone(linked: Linked) -> None:
    """A translation is not a second entry in a list."""
    site, _ = linked()
    assert [one.title for one in site.all("note")] == ["Spring"]
    assert {one.lang for one in site.entries if one.kind == "note"} == {None, "de"}


def test_drafts_are_part_of_a_preview_but_in_no_list(linked: Linked) -> None:
    """A draft can be looked at, but nothing leads to it."""
    site, _ = linked(drafts=True)
    assert site.entry("plant", "tulip") in site.entries
    assert "tulip" not in [one.slug for one in site.all("plant")]


def test_drafts_are_left_out_when_they_are_not_asked_for(linked: Linked) -> None:
    """A published site holds no draft at all."""
    site, _ = linked(drafts=False)
    assert "tulip" not in [one.slug for one in site.entries]


def test_an_entry_appears_on_its_day(garden: Project, linked: Linked) -> None:
    """What is dated in the future is no part of the published site until then."""
    garden.write("plants/mint.md", plant().replace("2026-01-05", "2026-12-01"))
    before, _ = linked(drafts=False, now=dt.datetime(2026, 11, 30, 23, tzinfo=dt.UTC))
    after, _ = linked(drafts=False, now=dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    assert "mint" not in [one.slug for one in before.all("plant")]
    assert "mint" in [one.slug for one in after.all("plant")]


def test_an_entry_knows_who_names_it(garden: Project, linked: Linked) -> None:
    """Back-links hold the published entries of a kind, in order and once each."""
    garden.write("plants/aster.md", plant("neighbors: [rose]\n").replace("Mint", "Aster"))
    draft = plant("neighbors: [rose]\n").replace("status: published", "status: draft")
    garden.write("plants/dill.md", draft)
    site, problems = linked()
    rose = site.entry("plant", "rose")
    assert rose and not problems
    assert [one.slug for one in site.referring(rose, "plant")] == ["aster", "lavender"]
    assert site.referring(rose, "note") == ()


def test_a_reference_gives_its_entry(linked: Linked) -> None:
    """A field that names an entry leads to it."""
    site, _ = linked()
    rose = site.entry("plant", "rose")
    assert rose and site[rose.data.bed].title == "The border"  # type: ignore[attr-defined]


def test_citations_are_numbered_by_first_use(garden: Project, linked: Linked) -> None:
    """Each source counts once, in the order in which the entry names it."""
    records = [f'{{"id": "{key}", "title": "T"}}' for key in ("rhs-2020", "b", "a")]
    garden.write("references.json", f"[{', '.join(records)}]")
    garden.write("plants/mint.md", plant("sources: [b, '@a', rhs-2020]\n"))
    site, problems = linked()
    mint = site.entry("plant", "mint")
    assert mint and not problems
    assert site.citations(mint) == ("b", "a", "rhs-2020")
    assert [one.slug for one in site.cited_by("rhs-2020")] == ["mint", "rose"]
    assert site.cited_by("nothing") == ()


def test_what_is_made_of_a_site_is_made_once(linked: Linked) -> None:
    """Each function is called with the site when its value is first asked for, and never again."""
    made: list[Site] = []

    def count(site: Site) -> int:
        made.append(site)
        return len(made)

    site, _ = linked()
    assert (site.memo(count), site.memo(count), made) == (1, 1, [site])


def test_settings_are_found_by_name(linked: Linked) -> None:
    """A file of settings is an attribute, and one that is not there is an error."""
    site, _ = linked()
    assert site.data.garden.name == "The name of the garden"
    with pytest.raises(AttributeError):
        _ = site.data.elsewhere


def test_placeholders_are_named_with_their_place(garden: Project, linked: Linked) -> None:
    """A detail that is still to be filled in is listed until it is."""
    site, _ = linked()
    assert [str(one.location) for one in site.data.missing()] == ["content/garden.yaml:1:7"]
    garden.write("garden.yaml", "name: Kew\n")
    site, _ = linked()
    assert list(site.data.missing()) == []


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("", "slug: mint\n", "duplicate-slug"),
        ("aliases: [/old/]\n", "aliases: [/old/]\n", "duplicate-address"),
        ("aliases: [/old/]\n", "aliases: [/old/index.html]\n", "duplicate-address"),
        ("", "aliases: [/plants/mint/]\n", "duplicate-address"),
        ("", "aliases: [/plants/mint/index.html]\n", "duplicate-address"),
        ("", "aliases: [/plants/thyme/]\n", "duplicate-address"),
        ("", "aliases: [/a/, /a/]\n", "duplicate-address"),
    ],
)
def test_no_address_belongs_to_two(
    garden: Project, linked: Linked, first: str, second: str, code: str
) -> None:
    """Two entries, or an entry and a former address, cannot stand at one place."""
    garden.write("plants/mint.md", plant(first))
    garden.write("plants/thyme.md", plant(second))
    assert [one for one, _ in codes(linked)] == [code]


def test_one_name_in_two_languages_is_no_clash(garden: Project, linked: Linked) -> None:
    """A translation has the slug of its original and another address."""
    garden.write("plants/mint.md", plant())
    garden.write("plants/minze.md", plant("slug: mint\nlang: de\n"))
    assert codes(linked) == []


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("neighbors: [nowhere]\n", ("dangling-reference", "7:13")),
        ("neighbors: [mint]\n", ("self-reference", "7:13")),
        ("neighbors: [rose, rose]\n", ("named-twice", "7:19")),
        ("neighbors: [tulip]\n", ("names-a-draft", "7:13")),
        ("sources: [rhs-2021]\n", ("unknown-reference", "7:11")),
    ],
)
def test_a_name_that_leads_nowhere_is_placed(
    garden: Project, linked: Linked, fields: str, found: tuple[str, str]
) -> None:
    """What an entry names must be there, be another one and be as public as itself."""
    garden.write("plants/mint.md", plant(fields))
    code, place = found
    assert codes(linked) == [(code, f"content/plants/mint.md:{place}")]


def test_naming_an_entry_with_a_mistake_is_no_second_mistake(
    garden: Project, linked: Linked
) -> None:
    """One wrong file gives one problem, however many entries name it."""
    garden.write("plants/mint.md", plant("heigth: 3\n"))
    garden.write("plants/thyme.md", plant("neighbors: [mint]\n"))
    assert [code for code, _ in codes(linked)] == ["unknown-field"]


def test_a_library_with_a_mistake_makes_no_citation_wrong(garden: Project, linked: Linked) -> None:
    """While the library cannot be read, only that is said."""
    garden.write("references.json", "[")
    assert [code for code, _ in codes(linked)] == ["bad-json"]
