"""The entries that builds are measured with are always the same, and are good ones."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
import yaml

from bench.content import Entry, make_entries, with_front_matter
from bench.contestants import with_headers
from tests.conftest import ROOT, Project

PEERS = ROOT / "bench/peers"


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return make_entries(200)


def texts(data: Any) -> list[str]:
    """All values, however deep they lie."""
    if isinstance(data, dict):
        return [text for value in data.values() for text in texts(value)]
    if isinstance(data, list):
        return [text for value in data for text in texts(value)]
    return [str(data)]


def test_the_same_number_makes_the_same_entries_and_a_smaller_one_fewer(
    entries: list[Entry],
) -> None:
    """Runs on different days, and sites of different sizes, can be compared."""
    assert make_entries(200) == entries
    assert make_entries(20) == entries[:20]
    assert len({with_front_matter(one) for one in entries}) == 200


def test_four_of_five_are_conditions_of_400_words_the_rest_posts_of_600(
    entries: list[Entry],
) -> None:
    """Each with a table of ten rows in its text."""
    assert Counter(one.folder for one in entries) == {"conditions": 160, "posts": 40}
    for entry in entries:
        prose, _, table = entry.body.partition("\n\n| ")
        least = 400 if entry.folder == "conditions" else 600
        assert least <= len(re.sub(r"\[@.*?\]", "", prose).split()) < least + 60
        assert table.count("\n| ") == 11  # with the line under its head


def test_fifty_conditions_name_the_first_one_and_each_other_one_names_another(
    entries: list[Entry],
) -> None:
    """A title changed in one file is seen on fifty pages."""
    conditions = {one.name: one for one in entries if one.folder == "conditions"}
    named = Counter(one.data["related"][0] for one in list(conditions.values())[1:])
    assert named.pop("entry-00000") == 50
    assert sum(named.values()) == 109 and named.keys() <= conditions.keys()
    assert all(name not in one.data["related"] for name, one in conditions.items())


def test_the_peers_get_the_values_that_this_project_gets(entries: list[Entry]) -> None:
    """Both forms of a file hold every value and the whole text."""
    for entry in entries[:5]:
        _, header, body = with_front_matter(entry).split("---\n", 2)
        assert yaml.safe_load(header) == entry.data and body == f"{entry.body}\n"
        flat = with_headers(entry)
        assert flat.endswith(f"\n\n{entry.body}\n")
        assert all(text in flat for text in texts(entry.data))


@pytest.mark.parametrize(
    "layout",
    ["hugo/layouts/conditions/page.html", "eleventy/_includes/condition.njk"],
)
def test_the_layouts_of_the_peers_show_every_field(entries: list[Entry], layout: str) -> None:
    """None of them is spared work that the others do."""
    text = (PEERS / layout).read_text(encoding="utf-8").lower()
    data = {name: value for name, value in entries[0].data.items() if name != "status"}
    parts = [data["evidence"], *data["evidence"]["findings"], *data["benefits"]]
    parts += [data["red_flags"], *data["questions"]]
    for name in {*data, *(name for part in parts for name in part)}:
        assert re.search(rf"\.{name}\b|\b{name}\b", text), f"{layout}: {name}"


def test_the_check_finds_nothing_to_say_against_them(clinic_copy: Project) -> None:
    """Not even a warning, so that a build with all rules on does its usual work."""
    for entry in make_entries(10):
        clinic_copy.write(entry.path, with_front_matter(entry))
    outcome = clinic_copy.check()
    assert outcome.code == 0, outcome.out + outcome.err
    assert outcome.out.startswith("No problems on "), outcome.out
