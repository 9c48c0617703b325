"""How much a problem weighs."""

from __future__ import annotations

import pytest

from plugins.cms.errors import BuildFailure, Location, Problem, Severity
from plugins.cms.rules.severity import weigh
from tests.conftest import Project
from tests.unit.conftest import Linked, plant

MINT = Location("content/plants/mint.md", 1, 1)


def weighed(linked: Linked, code: str, severity: Severity, levels: dict[str, str]) -> list[str]:
    """The weight that a problem with a place in the mint's file is given, or none."""
    site, _ = linked()
    problem = Problem(MINT, code, "x", severity=severity)
    return [one.severity for one in weigh(site, [problem], levels)]


@pytest.mark.parametrize(
    ("code", "level", "expected"),
    [
        ("large-image", "error", ["error"]),
        ("large-image", "warning", ["warning"]),
        ("large-image", "off", []),
        ("shouting", "warning", ["warning"]),
        ("shouting", "off", []),
    ],
)
def test_the_settings_weigh_a_rule(
    garden: Project, linked: Linked, code: str, level: str, expected: list[str]
) -> None:
    """One of the engine or of the subject, whatever it weighed before; others stay."""
    garden.write("plants/mint.md", plant())
    for before in ("error", "warning"):
        assert weighed(linked, code, before, {code: level}) == expected
        assert weighed(linked, "orphan-page", before, {code: level}) == [before]


@pytest.mark.parametrize(
    ("status", "expected"), [("draft", "warning"), ("in review", "warning"), ("published", "error")]
)
def test_what_may_be_waived_is_a_warning_in_a_draft(
    garden: Project, linked: Linked, status: str, expected: str
) -> None:
    """Its author is still at work; what nobody may waive is an error there, too."""
    text = plant().replace("status: published", f"status: {status}")
    garden.write("plants/mint.md", text)
    assert weighed(linked, "shouting", "error", {}) == [expected]
    assert weighed(linked, "shouting", "error", {"shouting": "error"}) == [expected]
    assert weighed(linked, "broken-link", "error", {}) == ["error"]


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ({"broken-link": "off"}, "whose weight is fixed: broken-link"),
        ({"larg-image": "off"}, "Did you mean `large-image`?"),
        ({"large-image": "of"}, "not known: of. Choose one of `error`, `warning`, `off`."),
    ],
)
def test_a_setting_that_cannot_be_followed_is_refused(
    linked: Linked, levels: dict[str, str], words: str
) -> None:
    """What keeps the site whole cannot be turned off, and a slip is named."""
    with pytest.raises(BuildFailure) as refused:
        weighed(linked, "large-image", "error", levels)
    assert words in str(refused.value)
