"""`new`: a file that is a draft, made once and never over another one."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from plugins.clinic.collections import SUBJECT as CLINIC
from plugins.cms import commands
from plugins.cms.blueprint import Field, fields_of
from plugins.cms.collection import Subject
from tests.conftest import ROOT, Outcome, Project, copy_of_the_clinic
from tests.garden.subject import SUBJECT as GARDEN
from tests.site.test_release import without_rights


def make(project: Project, kind: str, title: str, **options: str) -> Outcome:
    """What `new` says in a project."""
    return project._run(commands.new, kind=kind, title=title, settings=project.settings, **options)


def text_of(project: Project, path: str) -> str:
    return (project.folder / "content" / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("subject", [CLINIC, GARDEN], ids=["clinic", "garden"])
def test_every_kind_makes_a_file_that_the_check_accepts(
    request: pytest.FixtureRequest, subject: Subject
) -> None:
    """Beside the content that is there, without a problem and without a warning."""
    name = "clinic_copy" if subject is CLINIC else "garden"
    project: Project = request.getfixturevalue(name)
    for collection in subject.collections:
        outcome = make(project, collection.kind, "Something new")
        assert outcome.code == 0, outcome.err
        assert (project.folder / f"content/{collection.folder}/something-new.md").is_file()
    checked = project.check("json")
    assert checked.code == 0 and json.loads(checked.out)["problems"] == []


def test_it_says_where_the_page_will_be_and_what_comes_next(garden: Project) -> None:
    """Also that there will be none."""
    outcome = make(garden, "plant", "Rosemary")
    assert outcome.out.startswith("Made content/plants/rosemary.md, a draft.\n")
    assert "at `/plants/rosemary/`.\n" in outcome.out and "tasks.py check" in outcome.out
    assert "no page of its own" in make(garden, "bed", "The rockery").out


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Jumper's knee", "jumpers-knee"),
        ("Café – “Größe” №5 🙂", "cafe-groesse-no5"),
        ("a" * 40 + " " + "b" * 39, "a" * 40 + "-" + "b" * 39),
        ("  What   helps?  ", "what-helps"),
    ],
)
def test_the_title_makes_the_name_of_the_file(garden: Project, title: str, slug: str) -> None:
    """In plain letters, whatever it is written in."""
    assert make(garden, "note", title).code == 0
    assert (garden.folder / f"content/notes/{slug}.md").is_file()


def test_another_language_has_the_same_name_beside_it(garden: Project) -> None:
    """The file says which language, and its page is below that language."""
    outcome = make(garden, "plant", "Lavender", slug="lavender", lang="de")
    assert "content/plants/lavender-de.md" in outcome.out and "/de/plants/lavender/" in outcome.out
    text = text_of(garden, "plants/lavender-de.md")
    assert "\nslug: lavender\n" in text and "\nlang: de\n" in text


@pytest.mark.parametrize(
    ("kind", "title", "options", "said"),
    [
        ("plnt", "Mint", {}, "no kind of entry called `plnt`. Did you mean `plant`?"),
        ("weather", "Mint", {}, "Choose one of `bed`, `plant`, `note`, `leaf`, `word`."),
        ("plant", "   ", {}, "needs a title"),
        ("plant", "针", {}, "--slug first-visit"),
        ("plant", "x" * 81, {}, "`title` has 81 characters; 80 is the most"),
        ("plant", "Mint\u202e", {}, "cannot be seen or read"),
        ("plant", "Mint\udce9", {}, "cannot be seen or read"),
        ("plant", "Mint", {"slug": "../mint"}, "`../mint` cannot be part of a web address"),
        ("plant", "Mint", {"lang": "De!"}, "`De!` cannot be part of a web address"),
        ("plant", "Rose", {}, "content/plants/rose.md is there already"),
        ("leaf", "Words", {}, "content/pages/words.md is there already"),
        ("leaf", "Old words", {"slug": "words"}, "content/pages/words.md is there already"),
        ("", "", {}, "Say what to make"),
        ("plant", "", {}, "Say what to make"),
    ],
)
def test_what_cannot_be_made_is_said_in_plain_words(
    garden: Project, kind: str, title: str, options: dict[str, str], said: str
) -> None:
    """With what to do instead; the exit code is 2, and nothing is written."""
    before = sorted(garden.folder.rglob("*"))
    outcome = make(garden, kind, title, **options)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert sorted(garden.folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("plants/herb.md", "slug: mint\n"),
        ("plants/herb.md", "aliases: [/plants/mint/]\n"),
        ("plants/Mint.md", "slug: herb\n"),
        ("plants/herb.md", "slug: mint\nheight: tall\n"),
    ],
)
def test_a_name_or_an_address_that_is_taken_is_left_alone(
    garden: Project, path: str, fields: str
) -> None:
    """Taken by a field, a former address, a file in another case, or an entry with mistakes."""
    source = text_of(garden, "plants/tulip.md").replace("bed:", f"{fields}bed:")
    file = garden.write(path, source)
    outcome = make(garden, "plant", "Mint")
    assert outcome.code == 2 and f"content/{path}" in outcome.err
    assert file.read_text(encoding="utf-8") == source
    assert not (garden.folder / "content/plants/mint.md").exists()


def test_a_file_that_nobody_can_read_is_not_overwritten(garden: Project) -> None:
    """It is broken, but it is there."""
    file = garden.write("plants/mint.md", b"\xff\xfe")
    assert make(garden, "plant", "Mint").code == 2
    assert file.read_bytes() == b"\xff\xfe"


def test_a_folder_that_is_missing_is_made(garden: Project) -> None:
    """The first entry of a kind."""
    (garden.folder / "content/words/mulch.md").unlink()
    (garden.folder / "content/words").rmdir()
    assert make(garden, "word", "Mulch").code == 0
    assert "title: Mulch\n" in text_of(garden, "words/mulch.md")


def filled(text: str, fields: Iterable[Field]) -> str:
    """The text of a new entry in which somebody has filled in what is needed, and no more."""
    for field in fields:
        name = rf"(?m)^( *(?:- )?{field.name}:)$"
        if field.group and field.is_needed:
            text = filled(text, field.fields)
        elif field.name == "basis":
            text = re.sub(name, rf"\1 {field.example}", text)
        elif field.is_needed and isinstance(field.example, list | dict):
            example = re.compile(name + r"((?:\n *#  .*)+)")
            text = example.sub(lambda one: one[1] + re.sub(r"(?m)#", "", one[2]), text, count=1)
        elif field.is_needed:
            value = "alike" if field.name == "verdict" else field.example
            text = re.sub(name, rf"\1 {value}", text, count=1)
    return text


def test_whoever_fills_in_what_is_needed_can_publish(clinic_copy: Project) -> None:
    """Empty fields, examples and notes that stay are in nobody's way: the check is clean.

    All that it says of the new page is that no other page links to it yet.
    """
    for number, collection in enumerate(CLINIC.collections):
        assert make(clinic_copy, collection.kind, f"Runner's {number}").code == 0
        file = clinic_copy.folder / f"content/{collection.folder}/runners-{number}.md"
        text = filled(file.read_text(encoding="utf-8"), fields_of(collection.model))
        text = text.replace("\nsummary: ", f"\nsummary: {number} things to know. ")
        file.write_text(text.replace("status: draft", "status: published"), encoding="utf-8")
    checked = clinic_copy.check("json")
    assert [one["code"] for one in json.loads(checked.out)["problems"]] == ["orphan-page"]


def test_the_folder_of_a_kind_may_stand_for_it(garden: Project) -> None:
    """In the plural, and with a capital letter."""
    assert make(garden, "Plants", "Mint").code == 0
    assert "Did you mean `words`?" in make(garden, "wrds", "Mulch").err


def test_straight_quotation_marks_in_a_title_become_curly(garden: Project) -> None:
    """It is said; a title in another language stays as it is."""
    outcome = make(garden, "plant", "Jack's \"best\" 5' hedge")
    assert "of this site: Jack’s “best” 5' hedge\n" in outcome.out
    assert "\ntitle: Jack’s “best” 5' hedge\n" in text_of(garden, "plants/jacks-best-5-hedge.md")
    assert "curly" not in make(garden, "plant", "Jill’s").out
    assert make(garden, "plant", "L'arbre", lang="fr").code == 0
    assert "\ntitle: L'arbre\n" in text_of(garden, "plants/larbre-fr.md")


SCRIPT = (
    "import sys; from plugins.cms import commands; "
    "sys.exit(commands.new(*sys.argv[1:], settings='settings.py'))"
)


def start(
    project: Project, *command: str, terminal: int = subprocess.PIPE
) -> subprocess.Popen[str]:
    """The command in a process of its own."""
    return subprocess.Popen(
        command,
        cwd=project.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        text=True,
    )


def test_a_folder_that_may_not_be_written_to_is_explained(garden: Project) -> None:
    """It belongs to somebody else: exit code 3, and nothing is left behind."""
    folder = garden.folder / "content/plants"
    before = sorted(folder.iterdir())
    folder.chmod(0o555)
    run = start(garden, *without_rights(), sys.executable, "-c", SCRIPT, "plant", "Mint")
    _, err = run.communicate(timeout=60)
    folder.chmod(0o755)
    assert run.returncode == 3
    assert err.startswith("This folder may not be written to")
    assert sorted(folder.iterdir()) == before


def talk(project: Project, *answers: str) -> tuple[int, str]:
    """Answer one question after the other at a terminal; return exit code and what was said."""
    ours, theirs = pty.openpty()
    run = start(project, "setsid", "--ctty", sys.executable, "-c", SCRIPT, terminal=theirs)
    os.close(theirs)
    said = ""
    for answer in answers:
        said += _until(ours, ("? ", ": ", ") "))
        os.write(ours, answer.encode())
    # As a person would: Ctrl-C is pressed again if it came a moment before the program listened.
    said += _until(ours, again=answers[-1].encode())
    os.close(ours)
    return run.wait(60), said.replace("\r\n", "\n")


def _until(terminal: int, ends: tuple[str, ...] = (), again: bytes = b"") -> str:
    """What is said until a question waits for its answer, or until the end."""
    said, silent = b"", 0
    while silent < 30:
        if not select.select([terminal], [], [], 2)[0]:
            silent += 1
            os.write(terminal, again)
            continue
        try:
            more = os.read(terminal, 10_000)
        except OSError:  # Linux says so when the other side is closed
            more = b""
        said += more
        if not more or (ends and said.decode(errors="ignore").endswith(ends)):
            return said.decode()
    raise AssertionError(f"no question and no end: {said.decode()}")


def test_without_words_it_asks_for_what_it_needs(garden: Project) -> None:
    """The kind, the title, and what can be chosen; an answer that cannot be is asked again."""
    code, said = talk(garden, "7\n", "2\n", "\n", "Rose\n", "Mint\n", "1\n")
    assert code == 0, said
    assert "  2  Plants (plant)\n" in said and "There is no `7` here." in said
    assert "needs a title" in said and "rose.md is there already" in said
    assert "  1  The border (border)\n" in said
    text = text_of(garden, "plants/mint.md")
    assert "\ntitle: Mint\n" in text and "\nbed: border\n" in text


def test_several_can_be_chosen_and_none(tmp_path: Path) -> None:
    """Where a field is a list; Enter leaves a choice for later."""
    project = copy_of_the_clinic(tmp_path)
    (tmp_path / "settings.py").write_text("from pelicanconf import *\n")
    code, said = talk(project, "condition\n", "Tennis elbow\n", "\n", "elbow, 2\n")
    assert code == 0, said
    text = text_of(project, "conditions/tennis-elbow.md")
    assert "\nbody_regions:\n  - elbow\n  - " in text and "\nauthors:\n#" in text
    assert "lateral elbow" in text.casefold()


@pytest.mark.parametrize("end", ["\x03", "\x04"])
def test_whoever_stops_it_has_written_nothing(garden: Project, end: str) -> None:
    """Ctrl-C and Ctrl-D at a question: exit code 130."""
    before = sorted(garden.folder.rglob("*"))
    code, said = talk(garden, "2\n", end)
    assert code == 130
    assert "Stopped. Nothing was written." in said
    assert sorted(garden.folder.rglob("*")) == before
