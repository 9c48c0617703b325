"""What README and the authors' guide show works as it stands."""

from __future__ import annotations

import json
import re
import shlex

import pytest
import textstat
from invoke.tasks import Task
from PIL import Image

import tasks
from plugins.clinic.collections import SUBJECT
from plugins.cms.entries import read_entry
from plugins.cms.errors import Problems
from plugins.cms.frontmatter import Document, parse
from tests.conftest import ROOT, Project

PAGES = {path.name: path.read_text(encoding="utf-8") for path in ROOT.glob("docs/*.md")} | {
    name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md")
}
GUIDE = PAGES["authors-guide.md"]
EXAMPLES = dict(re.findall(r"<!-- example: (\S+) -->\n```markdown\n(.*?)```", GUIDE, re.DOTALL))
FIELDS = re.findall(r"<!-- fields(?:: (\w+))? -->\n```yaml\n(.*?)```", GUIDE, re.DOTALL)
CONDITION = re.findall(r"<!-- walk: write (\S+) -->\n```markdown\n(.*?)```", GUIDE, re.DOTALL)[-1][
    1
]
COMMANDS = sorted(
    {
        (name, command)
        for name, text in PAGES.items()
        for command in re.findall(r"python3 tasks\.py ([a-z][^`\n#|)]*)", text)
    }
)


def test_there_is_an_example_of_each_kind_that_authors_write() -> None:
    """All but those that are seldom added, beside the condition of the walk."""
    assert {path.partition("/")[0] for path in EXAMPLES} == {
        "benefits",
        "comparisons",
        "glossary",
        "people",
        "posts",
        "regions",
    }


@pytest.mark.parametrize("path", EXAMPLES)
@pytest.mark.parametrize("status", ["draft", "published"])
def test_an_example_builds_as_it_stands(clinic_copy: Project, path: str, status: str) -> None:
    """An example, copied into its file, builds as a draft and when it is published."""
    source = (ROOT / "content/treatments/acupuncture.md").read_text(encoding="utf-8")
    clinic_copy.write("treatments/massage.md", source.replace("Acupuncture", "Massage"))
    clinic_copy.write(path, EXAMPLES[path].replace("status: draft", f"status: {status}"))
    outcome = clinic_copy.build()
    assert outcome.code == 0, outcome.err


@pytest.mark.parametrize(("group", "fields"), FIELDS, ids=[one[:12].strip() for _, one in FIELDS])
def test_fields_that_are_shown_fit_where_they_belong(group: str, fields: str) -> None:
    """Fields out of the guide, put into the condition of the walk, are right there."""
    source = re.sub(r"^reviewed: not yet\n", "", CONDITION, flags=re.MULTILINE)
    if group:
        source = source.replace(f"{group}:\n", f"{group}:\n{indented(fields)}")
    else:
        source = source.replace("---\n", f"---\n{fields}", 1)
    kind = next(one for one in SUBJECT.collections if one.kind == "condition")
    document = parse(source.encode(), "content/conditions/elbow-pain.md")
    assert isinstance(document, Document), document
    problems: Problems = read_entry(document, kind)[1]
    assert problems == ()


def test_a_picture_and_a_source_are_added_as_the_guide_says(clinic_copy: Project) -> None:
    """What it shows, put where it says, is right, and nothing more has to be done."""
    (source,) = re.findall(r"<!-- source -->\n```json\n(.*?)```", GUIDE, re.DOTALL)
    (picture,) = re.findall(r"<!-- picture -->\n```markdown\n(.*?)```", GUIDE, re.DOTALL)
    (image,) = [one for _, one in FIELDS if one.startswith("image:")]
    library = clinic_copy.folder / "content/references.json"
    text = library.read_text(encoding="utf-8")
    assert text.startswith("[\n")
    library.write_text(text.replace("[\n", f"[\n{source}", 1), encoding="utf-8")
    file = clinic_copy.folder / "content/conditions/sciatica.md"
    text = file.read_text(encoding="utf-8").replace("---\n", f"---\n{image}", 1)
    cited = json.loads(source.strip().rstrip(","))["id"]
    file.write_text(f"{text}\n{picture}\nIt aches.[@{cited}]\n", encoding="utf-8")
    folder = clinic_copy.folder / "content/images"
    folder.mkdir(exist_ok=True)
    Image.new("RGB", (800, 500)).save(folder / "hip-muscles.png")
    outcome = clinic_copy.check("json")
    assert json.loads(outcome.out)["problems"] == []


def test_the_guide_is_easy_to_read() -> None:
    """Its running text has a reading grade (Flesch-Kincaid) of at most 8."""
    text = re.sub(r"<!--.*?-->|^```.*?^```|^[|#].*?$", "", GUIDE, flags=re.M | re.S)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"`[^`]*`|<[^>]*>", "this", text)
    assert 2 < textstat.flesch_kincaid_grade(text.replace("*", "")) <= 8


def indented(text: str) -> str:
    return re.sub(r"^(?=.)", "  ", text, flags=re.MULTILINE)


@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_a_command_that_is_shown_exists(page: str, command: str) -> None:
    """Each command of README and docs is a task, with the options that it is shown with."""
    name, *arguments = shlex.split(command.strip())
    every = [task for task in vars(tasks).values() if isinstance(task, Task)]
    known = {task.name.replace("_", "-"): task for task in every}
    assert name in known, f"{page}: {command}"
    flags = {f"--{one.name.replace('_', '-')}" for one in known[name].get_arguments()}
    shown = {one.partition("=")[0] for one in arguments if one.startswith("--")}
    assert shown <= flags | {"--help"}, f"{page}: {command}"


def test_the_error_in_the_readme_is_the_one_that_is_printed(clinic_copy: Project) -> None:
    """The sample message is what the build says of that mistake."""
    file = clinic_copy.folder / "content/conditions/sciatica.md"
    file.write_text(file.read_text(encoding="utf-8").replace("symptoms:", "symptons:", 1))
    said = clinic_copy.build().err
    assert "unknown-field there is no field `symptons` here" in said
    assert "Did you mean `symptoms`?" in said


CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
LINKS = [
    (name, link)
    for name, text in PAGES.items()
    for link in re.findall(r"\]\((?!https?:|mailto:)([^)\s{}]+)\)", CODE.sub("", text))
]


@pytest.mark.parametrize(("page", "link"), LINKS)
def test_a_link_in_the_docs_leads_somewhere(page: str, link: str) -> None:
    """Each link from one page of the docs to another names a file and a heading that exist."""
    path, _, heading = link.partition("#")
    here = ROOT / page if (ROOT / page).exists() else ROOT / "docs" / page
    target = (here.parent / path).resolve() if path else here
    assert target.exists(), f"{page}: {link}"
    if heading:
        text = re.sub(r"^```.*?^```", "", target.read_text(encoding="utf-8"), flags=re.M | re.S)
        titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        anchors = {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in titles}
        assert heading in anchors, f"{page}: {link}"
