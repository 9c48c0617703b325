"""What the README shows works as it stands."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT, Project

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"<!-- example: (\S+) -->\n```markdown\n(.*?)```", README, re.DOTALL))


def test_there_is_an_example_of_each_kind_that_authors_write() -> None:
    """A condition, a post, a benefit and a comparison are shown."""
    assert {path.partition("/")[0] for path in EXAMPLES} == {
        "benefits",
        "comparisons",
        "conditions",
        "posts",
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


def test_every_command_in_the_readme_exists() -> None:
    """Each `tasks.py` command that the README names is a task."""
    named = set(re.findall(r"tasks\.py (\w+)", README))
    tasks = (ROOT / "tasks.py").read_text(encoding="utf-8")
    for name in named:
        assert re.search(rf"^def {name}\(", tasks, re.MULTILINE), name


def test_the_error_in_the_readme_is_the_one_that_is_printed(clinic_copy: Project) -> None:
    """The sample message is what the build says of that mistake."""
    file = clinic_copy.folder / "content/conditions/sciatica.md"
    file.write_text(file.read_text(encoding="utf-8").replace("symptoms:", "symptons:", 1))
    said = clinic_copy.build().err
    assert "unknown-field there is no field `symptons` here" in said
    assert "Did you mean `symptoms`?" in said
