"""The command `status`, on a garden and on the real site."""

from __future__ import annotations

import json

import pytest

from plugins.cms import commands
from tests.conftest import Outcome, Project

PERSON = """---
title: A clinician
status: published
date: 2026-11-01
summary: Checks pages.
role: Checks pages
---
"""


def status(project: Project, format: str = "text", turned_since: str = "") -> Outcome:
    return project._run(
        commands.status, format=format, turned_since=turned_since, settings=project.settings
    )


def review(project: Project, name: str, next_due: str, state: str = "published") -> None:
    """A page that was reviewed, and when the next review is due."""
    project.write(
        f"pages/{name}.md",
        f"---\ntitle: {name}\nstatus: {state}\ndate: 2026-11-01\nsummary: A page.\n"
        "authors: [website-team]\nreviewed:\n  by: clinician\n  on: 2026-11-02\n"
        f"  next_due: {next_due}\n---\nText.\n",
    )


def test_reviews_that_are_due_are_listed(clinic_copy: Project) -> None:
    """From 60 days before, and overdue from the day after; the others are counted or left out."""
    clinic_copy.write("people/clinician.md", PERSON)
    review(clinic_copy, "later", "2027-01-25")
    review(clinic_copy, "soon", "2027-01-24")
    review(clinic_copy, "today", "2026-11-25")
    review(clinic_copy, "late", "2026-11-24")
    review(clinic_copy, "draft", "2026-11-24", state="draft")
    outcome = status(clinic_copy, "json")
    assert outcome.code == 0, outcome.err
    found = json.loads(outcome.out)
    rows = [(one["state"], one["title"], one["when"]) for one in found["entries"]]
    assert rows == [
        ("draft", "draft", "2026-11-01T00:00:00-04:00"),
        ("review overdue", "late", "2026-11-24T00:00:00-05:00"),
        ("review due", "today", "2026-11-25T00:00:00-05:00"),
        ("review due", "soon", "2027-01-24T00:00:00-05:00"),
    ]
    before = json.loads(status(clinic_copy, "json").out)["never_reviewed"]
    (clinic_copy.folder / "content/posts/tension-headaches.md").unlink()
    assert json.loads(status(clinic_copy, "json").out)["never_reviewed"] == before - 1


def test_mistakes_do_not_stop_it(clinic_copy: Project) -> None:
    """Whatever cannot be read is listed; settings, library and all else may be broken, exit 0."""
    for path in ("rules.yaml", "clinic.yaml", "references.json", "posts/first-visit.md"):
        clinic_copy.write(path, "{")
    outcome = status(clinic_copy)
    assert outcome.code == 0, outcome.err
    assert "content/posts/first-visit.md" in outcome.out
    assert "python3 tasks.py check" in outcome.out


def test_it_needs_no_build_and_leaves_none(garden: Project) -> None:
    """A theme that cannot be built with is no hindrance, and no folder is made."""
    (garden.folder / "theme/templates/plant.html").write_text("{% broken")
    outcome = status(garden)
    assert outcome.code == 0, outcome.err
    assert "Tulip" in outcome.out and "\x1b" not in outcome.out
    assert sorted(path.name for path in garden.folder.iterdir()) == [
        "content", "settings.py", "theme",
    ]  # fmt: skip


def test_what_the_clock_turned_is_a_list_of_files(garden: Project) -> None:
    """One path a line for a script, and nothing at all where nothing turned."""
    note = "---\ntitle: A\nstatus: published\ndate: 2026-11-25\nsummary: A.\ncategory: B\n---\n"
    garden.write("notes/a.md", note)
    assert status(garden, turned_since="2026-11-24T23:59:00Z").out == "content/notes/a.md\n"
    assert status(garden, turned_since="2026-11-25T00:00:00Z").out == ""
    assert status(garden, turned_since="2026-11-25T00:00:00+01:00").out == "content/notes/a.md\n"


@pytest.mark.parametrize("moment", ["yesterday", "2026-11-25 08:00", "2026-11-25"])
def test_a_moment_needs_a_zone(garden: Project, moment: str) -> None:
    """A script that forgets it would be wrong by hours: exit 2."""
    outcome = status(garden, turned_since=moment)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"`{moment}` is not a day and a time" in outcome.err


def test_an_unknown_format_is_a_wrong_use(garden: Project) -> None:
    """The formats are listed."""
    outcome = status(garden, format="github")
    assert outcome.code == 2
    assert "`text`, `json`" in outcome.err
