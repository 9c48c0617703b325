"""The check as a command: what it says again, and what it says of a part."""

from __future__ import annotations

import json

from tests.conftest import Project
from tests.unit.conftest import plant


def test_an_answer_that_is_remembered_is_the_same(garden: Project) -> None:
    """Down to what can be mended; and it is remembered: the second one builds nothing."""
    garden.write("plants/mint.md", plant(body="A line. \n"))
    first = garden.check("json")
    assert json.loads(first.out)["problems"][0]["fixable"] is True
    note = garden.folder / ".cache/check.json"
    before = note.stat().st_mtime_ns
    assert garden.check("json") == first
    assert note.stat().st_mtime_ns == before
    garden.write("plants/mint.md", plant(body="A line.\n"))
    assert json.loads(garden.check("json").out)["problems"] == []


def test_none_of_the_problems_that_were_asked_for(garden: Project) -> None:
    """Where pages cannot be made, their number is not given."""
    (garden.folder / "content/garden.yaml").unlink()
    outcome = garden.check(only="trailing-space")
    assert outcome.code == 0 and outcome.out == "No such problems.\n"
    assert "pages were not looked at" in outcome.err
