"""An author may break some rules for a reason that stands in the file."""

from __future__ import annotations

import pytest

from plugins.cms.rules.waivers import waive
from tests.conftest import Project
from tests.garden.subject import no_shouting
from tests.unit.conftest import Linked, plant, said_by

WAIVER = "waivers:\n  - rule: {}\n    reason: It is a proverb.\n"


def found(garden: Project, linked: Linked, fields: str, body: str) -> list[tuple[str, int]]:
    """What is left of the problems of two plants of which the first has these fields."""
    garden.write("plants/mint.md", plant(fields, body))
    garden.write("plants/basil.md", plant("", "HO!\n"))
    site, _ = linked()
    left = waive(site, said_by(no_shouting, site))
    return [(one.code, one.location.line) for one in left if "mint" in one.location.path]


def test_a_waiver_takes_the_problems_of_its_file_away(garden: Project, linked: Linked) -> None:
    """Those of the rule that it names."""
    assert found(garden, linked, "", "HEY!\n") == [("shouting", 8)]
    assert found(garden, linked, WAIVER.format("shouting"), "HEY! YOU!\n") == []


def test_a_waiver_holds_for_its_own_file_only(garden: Project, linked: Linked) -> None:
    """Another file that breaks the rule is still named."""
    garden.write("plants/mint.md", plant(WAIVER.format("shouting"), "HEY!\n"))
    garden.write("plants/basil.md", plant("", "HO!\n"))
    site, _ = linked()
    paths = [one.location.path for one in waive(site, said_by(no_shouting, site))]
    assert paths == ["content/plants/basil.md"]


@pytest.mark.parametrize(
    ("rule", "body", "code"),
    [
        ("shouting", "Hey.\n", "needless-waiver"),
        ("shoutin", "Hey.\n", "bad-waiver"),
        ("broken-link", "Hey.\n", "bad-waiver"),
    ],
)
def test_a_waiver_that_does_not_fit_is_named(
    garden: Project, linked: Linked, rule: str, body: str, code: str
) -> None:
    """One that nothing needs, a misspelt one, and a rule that nobody may break."""
    assert found(garden, linked, WAIVER.format(rule), body) == [(code, 8)]


def test_a_waiver_needs_a_reason(garden: Project, linked: Linked) -> None:
    """Without one it is not a waiver."""
    garden.write("plants/mint.md", plant("waivers:\n  - rule: shouting\n", "HEY!\n"))
    _, problems = linked()
    assert [one.code for one in problems] == ["missing-field"]
