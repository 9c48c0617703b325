"""The page that explains the content model, and the schemas, say what the model says."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from plugins.clinic.collections import SUBJECT as CLINIC
from plugins.cms import commands
from plugins.cms.blueprint import Field, as_example, fields_of
from plugins.cms.collection import Collection, EntryModel, Subject
from plugins.cms.entries import read_data_file, read_entry
from plugins.cms.errors import Problems
from plugins.cms.fields import Part
from plugins.cms.frontmatter import Document, parse, parse_data
from plugins.cms.outputs.content_model import content_model, whole_example
from plugins.cms.outputs.schema import schemas
from plugins.cms.scaffold import dump
from tests.conftest import ROOT, Outcome, Project
from tests.garden.subject import SUBJECT as GARDEN

PAGE = (ROOT / "docs/content-model.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(
    r"A whole example, `content/(\w+)/…`:\n\n```markdown\n(.*?)```", PAGE, re.DOTALL
)
KINDS = {one.folder: one for one in CLINIC.collections}


def problems(text: str, collection: Collection) -> Problems:
    """All that a file lacks, or has wrong."""
    document = parse(text.encode(), f"content/{collection.folder}/example.md")
    assert isinstance(document, Document), document
    entry, found = read_entry(document, collection)
    return (*found, *entry.lacking)


def test_there_is_a_whole_example_of_every_kind() -> None:
    """Under its own heading."""
    assert sorted(folder for folder, _ in EXAMPLES) == sorted(KINDS)


@pytest.mark.parametrize(("folder", "text"), EXAMPLES, ids=[folder for folder, _ in EXAMPLES])
@pytest.mark.parametrize("status", ["draft", "published"])
def test_a_whole_example_is_an_entry(folder: str, text: str, status: str) -> None:
    """As it stands, and also when it is published: nothing is missing and nothing is wrong."""
    text = text.replace("status: draft", f"status: {status}")
    assert problems(text, KINDS[folder]) == ()


@pytest.mark.parametrize("collection", CLINIC.collections, ids=lambda one: one.kind)
def test_every_field_is_explained_with_an_example(collection: Collection) -> None:
    """Those that all entries share once, the others with their kind and in its example."""
    section = PAGE.split(f"\n## {collection.label}\n")[1].split("\n## ")[0]
    shared = PAGE.split("\n## Fields of every entry\n")[1].split("\n## ")[0]
    example = whole_example(collection)
    for field in fields_of(collection.model):
        place = shared if field.name in EntryModel.model_fields else section
        assert f"\n| `{field.name}` | {'yes' if field.is_needed else ''} | {field.meaning} |" in (
            place
        )
        assert field.name in example or place is shared


def test_the_examples_of_the_shared_fields_are_right() -> None:
    """An entry may have all of them."""
    region = KINDS["regions"]
    fields = {**whole_example(region), **as_example(fields_of(EntryModel))}
    text = "\n".join(["---", *dump(fields), "---", ""])
    assert problems(text, region) == ()


@pytest.mark.parametrize("data_file", CLINIC.data_files, ids=lambda one: one.name)
def test_the_examples_of_settings_are_right(data_file) -> None:  # type: ignore[no-untyped-def]
    """A file that is made of them is read without a problem."""
    fields = fields_of(data_file.model)
    document = parse_data("\n".join(dump(as_example(fields))).encode(), data_file.path)
    assert isinstance(document, Document)
    assert isinstance(read_data_file(document, data_file), Part)
    assert set(document.data) == {one.name for one in fields}


def every(fields: Iterable[Field], where: str) -> Iterable[tuple[str, Field]]:
    for field in fields:
        yield f"{where}.{field.name}", field
        yield from every(field.fields, f"{where}.{field.name}")


def test_every_field_of_the_model_says_what_it_means() -> None:
    """In a docstring of its own, so that every page and tool can say it; and has an example."""
    models = [one.model for one in (*CLINIC.collections, *CLINIC.data_files)]
    for model in models:
        assert model.__doc__
        for place, field in every(fields_of(model), model.__name__):
            assert field.meaning.endswith((".", ": …")), place
            assert field.example is not None, place


@pytest.mark.parametrize("subject", [CLINIC, GARDEN], ids=["clinic", "garden"])
def test_what_is_generated_is_the_same_each_time(subject: Subject) -> None:
    """Byte for byte, and it ends with one line end."""
    for make in (schemas, content_model):
        made = make(subject)
        assert made and make(subject) == made
        for content in made.values():
            assert content.endswith(b"\n") and not content.endswith(b"\n\n")
            assert b" \n" not in content


def test_the_repository_is_in_step_with_its_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept in `schemas/` and in docs/content-model.md is what would be made."""
    monkeypatch.chdir(ROOT)
    assert commands.generate(check=True) == 0


def generate(project: Project, check: bool = False) -> Outcome:
    return project._run(commands.generate, check=check, settings=project.settings)


def test_what_is_out_of_step_is_named_and_written_anew(garden: Project) -> None:
    """With `check` nothing is written; then what is missing, changed or left over is put right."""
    assert generate(garden).code == 0
    assert generate(garden, check=True).code == 0
    schema = garden.folder / "schemas/plant.json"
    before = schema.read_bytes()
    schema.write_bytes(before + b" ")
    (garden.folder / "docs/content-model.md").unlink()
    (garden.folder / "schemas/tree.json").write_bytes(b"{}")
    outcome = generate(garden, check=True)
    assert outcome.code == 1 and "python3 tasks.py generate" in outcome.err
    for path in ("schemas/plant.json", "docs/content-model.md", "schemas/tree.json"):
        assert f"{path} is not what the content model says" in outcome.err
    assert schema.read_bytes() != before
    assert generate(garden).code == 0
    assert schema.read_bytes() == before and not (garden.folder / "schemas/tree.json").exists()
    assert generate(garden, check=True).code == 0
