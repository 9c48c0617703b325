"""The content model as JSON Schema: what the check accepts, it accepts, and it knows the fields."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from plugins.clinic.collections import SUBJECT as CLINIC
from plugins.cms.blueprint import as_example, fields_of
from plugins.cms.collection import Subject
from plugins.cms.outputs.schema import schemas
from plugins.cms.scaffold import scaffold
from tests.conftest import GARDEN as GARDEN_FOLDER
from tests.conftest import ROOT
from tests.garden.subject import SUBJECT as GARDEN

SUBJECTS = ((CLINIC, ROOT), (GARDEN, GARDEN_FOLDER))
KINDS = [(subject, one) for subject, _ in SUBJECTS for one in subject.collections]
IDS = [one.kind for _, one in KINDS]


class Editor(SafeConstructor):
    """Reads YAML 1.2 as editors do, where days are text."""


Editor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def read(text: str) -> Any:
    """The front matter of a file, or a file of settings, as an editor sees it."""
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = Editor
    return reader.load(text.split("---\n")[1] if text.startswith("---\n") else text)


@cache
def validators(of_clinic: bool) -> dict[str, Draft202012Validator]:
    """The schemas of a subject, made once, by their paths."""
    made = {}
    for path, content in schemas(CLINIC if of_clinic else GARDEN).items():
        schema = json.loads(content)
        Draft202012Validator.check_schema(schema)
        made[path] = Draft202012Validator(schema)
    return made


def errors(subject: Subject, name: str, data: Any) -> list[str]:
    """What the schema of a kind, or of a file of settings, says of data."""
    found = validators(subject is CLINIC)[f"schemas/{name}.json"].iter_errors(data)
    return [f"{one.json_path}: {one.message}" for one in found]


@pytest.mark.parametrize(("subject", "collection"), KINDS, ids=IDS)
def test_every_content_file_fits_its_schema(subject: Subject, collection: Any) -> None:
    """As it is, whatever YAML makes of the values."""
    folder = {id(one): root for one, root in SUBJECTS}[id(subject)]
    files = sorted((folder / "content" / collection.folder).glob("*.md"))
    assert files
    for file in files:
        data = read(file.read_text(encoding="utf-8"))
        assert errors(subject, collection.kind, data) == [], file


@pytest.mark.parametrize(("subject", "folder"), SUBJECTS, ids=["clinic", "garden"])
def test_every_file_of_settings_fits_its_schema(subject: Subject, folder: Path) -> None:
    """They have no status, so all that is needed must be there."""
    for data_file in subject.data_files:
        data = read((folder / "content" / data_file.path).read_text(encoding="utf-8"))
        assert errors(subject, data_file.name, data) == []
        assert errors(subject, data_file.name, {"nmae": "x"}) != []


@pytest.mark.parametrize(("subject", "collection"), KINDS, ids=IDS)
def test_a_new_entry_fits_until_it_is_published(subject: Subject, collection: Any) -> None:
    """Then what is empty is asked for."""
    text = scaffold(collection, "1984", dt.date(2026, 11, 28))
    assert errors(subject, collection.kind, read(text)) == []
    assert errors(subject, collection.kind, read(text.replace("status: draft", "status:"))) != []
    published = read(text.replace("status: draft", "status: published"))
    said = errors(subject, collection.kind, published)
    needed = [one for one in fields_of(collection.model) if one.is_needed and not one.fields]
    for field in needed[3:]:
        assert any(one.startswith(f"$.{field.name}: None") for one in said), field.name


@pytest.mark.parametrize(("subject", "collection"), KINDS, ids=IDS)
def test_what_the_check_refuses_in_a_field_is_refused(subject: Subject, collection: Any) -> None:
    """A name that is no field, at the top and in a group, and a word that is no choice."""
    whole = as_example(fields_of(collection.model))
    assert errors(subject, collection.kind, whole) == []
    assert errors(subject, collection.kind, {**whole, "sumary": "x"}) != []
    for field in fields_of(collection.model):
        if field.choices and not field.fields:
            assert errors(subject, collection.kind, {**whole, field.name: "none such"}) != []
        if field.fields:
            group = {"none_such": 1}
            data = {**whole, field.name: [group] if field.is_list else group}
            assert errors(subject, collection.kind, data) != []


@pytest.mark.parametrize(
    "fields",
    [
        {"title": True},
        {"title": 1.5},
        {"title": "no"},
        {"reviewed": "not yet"},
        {"reviewed": None},
        {"modified": "2026-11-28"},
        {"publish_at": "2026-12-01 08:00+01:00"},
        {"codes": [{"system": "ICD-10", "code": 39848009, "meaning": "Sprain"}]},
        {"aliases": ["/old/", "/404.html"]},
        {"image": {"src": "/images/neck.svg", "alt": 1}},
        {"authors": None, "evidence": None, "benefits": [], "symptoms": []},
    ],
)
def test_a_value_may_look_as_authors_write_it(fields: dict[str, Any]) -> None:
    """A title that is a number, a day without quotes, a list that is still empty."""
    condition = next(one for one in CLINIC.collections if one.kind == "condition")
    draft = {**as_example(fields_of(condition.model)), "status": "draft"}
    assert errors(CLINIC, "condition", {**draft, **fields}) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ["a"]},
        {"title": "x" * 81},
        {"date": "23.11.2026"},
        {"date": 2026},
        {"publish_at": "2026-12-01"},
        {"reviewed": "yes"},
        {"authors": "website-team"},
        {"authors": ["Website team"]},
        {"authors": [None]},
        {"aliases": ["old"]},
        {"image": {"src": "neck.svg"}},
        {"evidence": []},
    ],
)
def test_a_wrong_value_is_refused(fields: dict[str, Any]) -> None:
    """In a draft as well: it is not missing but wrong."""
    condition = next(one for one in CLINIC.collections if one.kind == "condition")
    draft = {**as_example(fields_of(condition.model)), "status": "draft"}
    assert errors(CLINIC, "condition", {**draft, **fields}) != []
