"""The settings for editors name what is there."""

from __future__ import annotations

import json
import re
from typing import Any

from plugins.clinic.collections import SUBJECT
from tests.conftest import ROOT, Project
from tests.unit.conftest import plant


def settings(name: str) -> Any:
    return json.loads((ROOT / ".vscode" / name).read_text(encoding="utf-8"))


def test_every_file_of_settings_has_its_schema_in_the_editor() -> None:
    """The schema of its own name, for the file where it is."""
    assert settings("settings.json")["yaml.schemas"] == {
        f"./schemas/{one.name}.json": f"content/{one.path}" for one in SUBJECT.data_files
    }
    for one in SUBJECT.data_files:
        assert (ROOT / f"schemas/{one.name}.json").is_file()
        assert (ROOT / "content" / one.path).is_file()


def test_every_kind_of_entry_has_its_schema_in_remark() -> None:
    """For all files of its folder."""
    found = re.findall(r'"\./(.+\.json)": \["\./(.+)"\]', (ROOT / ".remarkrc.mjs").read_text())
    assert found == sorted(
        (f"schemas/{one.kind}.json", f"content/{one.folder}/*.md") for one in SUBJECT.collections
    )
    for schema, files in found:
        assert (ROOT / schema).is_file() and list(ROOT.glob(files))


def test_the_editor_understands_what_the_check_says(garden: Project) -> None:
    """Each problem with its place, its code and whether it is a warning; nothing else."""
    garden.write("plants/mint.md", plant("bedd: x\n", "A [link](javascript:x). \n"))
    task = next(one for one in settings("tasks.json")["tasks"] if one["group"]["isDefault"])
    pattern = task["problemMatcher"]["pattern"]
    said = garden.check().out.split("\n")
    seen = [found for line in said if (found := re.match(pattern["regexp"], line))]
    real = json.loads(garden.check("json").out)["problems"]
    names = ("file", "line", "column", "code", "message")
    assert len(real) >= 3
    assert [tuple(found[pattern[name]] for name in names) for found in seen] == [
        (one["path"], str(one["line"]), str(one["column"]), one["code"], one["message"])
        for one in real
    ]
    assert [found[pattern["severity"]] or "error" for found in seen] == [
        one["severity"] for one in real
    ]


def test_the_tasks_of_the_editor_are_commands() -> None:
    """Each runs a command of tasks.py."""
    defined = re.findall(r"^def (\w+)\(", (ROOT / "tasks.py").read_text(), re.MULTILINE)
    for task in settings("tasks.json")["tasks"]:
        assert task["command"] == "python3" and task["args"][0] == "tasks.py"
        assert task["args"][1] in defined
