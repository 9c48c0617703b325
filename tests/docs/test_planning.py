"""What the pages on planning and CI name is there, and their examples work."""

from __future__ import annotations

import inspect
import json
import re

import pytest

import tasks
from plugins.cms import commands
from plugins.cms.changes import to_json
from plugins.cms.changes.compare import Changed, Changes, Edit, File, Place, Redirect
from plugins.cms.status.rows import STANDINGS
from tests.conftest import ROOT, Project

PLANNING = (ROOT / "docs/planning.md").read_text(encoding="utf-8")
CI = (ROOT / "docs/ci.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [PLANNING, CI], ids=["planning", "ci"])
def test_the_commands_exist_with_their_options(text: str) -> None:
    """Each `tasks.py` command is a task, and each option one of its own."""
    named = re.findall(r"tasks\.py (\w+)([^\n)`|]*)", text)
    assert named
    for name, rest in named:
        parameters = inspect.signature(getattr(tasks, name).body).parameters
        for option in re.findall(r"--([\w-]+)", rest):
            assert option.replace("-", "_") in parameters, (name, option)


def test_the_dates_are_read_as_the_page_says(clinic_copy: Project) -> None:
    """The example of the three fields is one that the check accepts."""
    (fields,) = re.findall(r"```yaml\n(date:.*?)```", PLANNING, re.DOTALL)
    clinic_copy.write(
        "posts/a.md",
        f"---\ntitle: A\nstatus: published\n{fields}summary: A.\ncategory: Your visit\n"
        "authors: [website-team]\n---\nText.\n",
    )
    outcome = clinic_copy._run(commands.status, format="json", settings="pelicanconf.py")
    rows = json.loads(outcome.out)["entries"]
    assert [(one["state"], one["when"]) for one in rows] == [
        ("scheduled", "2026-12-01T08:00:00-05:00"),
        ("expiring", "2027-03-31T18:00:00-04:00"),
    ]
    for name in (*json.loads(outcome.out), *rows[0], *STANDINGS):
        assert f"`{name}`" in PLANNING, name


def test_every_field_of_the_changes_is_explained() -> None:
    """The table has each name of the JSON form."""
    page = Changed("/b/", "B", "/a/", "A", (Edit("words", 1, 1),))
    changes = Changes(
        (Place("/", ""),), (), (page,), (), (Redirect("/", "", ""),), (File("/", 1, 1),)
    )
    names = set(re.findall(r'"(\w+)":', to_json(changes, "abc")))
    assert {name for name in names if f"`{name}`" not in CI} == set()


def test_each_workflow_is_explained() -> None:
    """The table names every file in the folder of workflows, and no other."""
    named = set(re.findall(r"^\| `(\w+\.yml)`", CI, re.MULTILINE))
    assert named == {file.name for file in (ROOT / ".github/workflows").glob("*.yml")}
