"""The check as a command: what it says again, and what it says of a part."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys

import pytest

from plugins.cms import catalogue, commands
from tests.conftest import ROOT, Project
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


@pytest.mark.parametrize("option", ["only", "skip"])
def test_a_code_that_does_not_exist_is_refused(garden: Project, option: str) -> None:
    """Else a misspelt one would let a check pass that looked for nothing."""
    outcome = garden.check(**{option: "trailing-space,orphan-pages"})
    assert outcome.code == commands.USAGE and outcome.out == ""
    assert outcome.err == (
        "There is no problem with the code “orphan-pages”. Did you mean `orphan-page`?\n"
    )


def test_a_check_says_where_codes_are_explained(garden: Project) -> None:
    """Once, below the problems, and only where there are any."""
    line = "Each code is explained by `python3 tasks.py explain CODE`.\n"
    assert line not in garden.check().out
    garden.write("plants/mint.md", plant(body="A line. \n\nAnother. \n"))
    assert garden.check().out.endswith(f"\n{line}")
    assert garden.check().out.count(line) == 1


def test_a_code_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """Its page is printed, as it is where nobody sits at a terminal."""
    assert commands.explain("bad-date") == commands.OK
    assert capsys.readouterr().out == catalogue.page("bad-date")


def test_at_a_terminal_a_page_is_laid_out() -> None:
    """Without the marks of Markdown, and no wider than the window."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "60", "TERM": "xterm", "NO_COLOR": "1"}
    code = "from plugins.cms.commands import explain; raise SystemExit(explain('bad-date'))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=theirs, check=False
    )
    os.close(theirs)
    with os.fdopen(ours, "rb") as stream:
        printed = stream.read1(100_000).decode()
    assert done.returncode == commands.OK
    lines = re.sub(r"\x1b\[[0-9;]*m", "", printed).splitlines()
    assert "What to do" in map(str.strip, lines) and "##" not in printed
    assert max(map(len, lines)) <= 60


def test_without_a_code_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with what it means."""
    assert commands.explain() == commands.OK
    printed = capsys.readouterr().out
    assert all(f"- {code}: {catalogue.meaning(code)}\n" in printed for code in catalogue.codes())


def test_what_cannot_be_explained_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """With the code that was probably meant, or the way to all of them."""
    assert commands.explain("bad-dates") == commands.USAGE
    assert "Did you mean `bad-date`?" in capsys.readouterr().err
    assert commands.explain("zzz") == commands.USAGE
    assert "See all codes: `python3 tasks.py explain`." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("orphan-pages", "that is not known: orphan-pages. Did you mean `orphan-page`?"),
        ("missing-field", "whose weight is fixed: missing-field. Take it out"),
    ],
)
def test_a_weight_of_a_wrong_code_is_explained(garden: Project, code: str, said: str) -> None:
    """One that does not exist, and one that always weighs the same."""
    with (garden.folder / "settings.py").open("a") as settings:
        settings.write(f"CMS_SEVERITY = {{{code!r}: 'off'}}\n")
    outcome = garden.check()
    assert outcome.code == commands.FAILED and said in outcome.err


def test_code_hosts_are_told_what_a_code_means(
    garden: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SARIF has the page of each code, and its address where the check runs on GitHub."""
    for name in ("SERVER_URL", "REPOSITORY", "SHA"):
        monkeypatch.delenv(f"GITHUB_{name}", raising=False)
    garden.write("plants/mint.md", plant(body="IT GROWS! \n"))

    def rules() -> list[dict[str, object]]:
        found = json.loads(garden.check("sarif").out)
        rules: list[dict[str, object]] = found["runs"][0]["tool"]["driver"]["rules"]
        return rules

    first, second = rules()
    assert first == {"id": "shouting"}  # the garden's own, which no page explains
    assert second["id"] == "trailing-space" and "helpUri" not in second
    assert second["shortDescription"] == {"text": catalogue.meaning("trailing-space")}
    assert second["help"] == dict.fromkeys(("text", "markdown"), catalogue.page("trailing-space"))
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "clinic/site")
    monkeypatch.setenv("GITHUB_SHA", "abc")
    page = "https://github.com/clinic/site/blob/abc/docs/errors/trailing-space.md"
    assert rules()[1]["helpUri"] == page


def test_a_missing_list_of_sources_is_one_problem(garden: Project) -> None:
    """Not one for each citation: nobody can mend those."""
    garden.write(
        "plants/mint.md", plant("sources: [rhs-2020, other-2021]\n", "Tea.[@third-2022]\n")
    )
    (garden.folder / "content/references.json").unlink()
    problems = json.loads(garden.check("json").out)["problems"]
    assert [(one["path"], one["code"]) for one in problems] == [
        ("content/references.json", "missing-file")
    ]
    assert "the pages cite 3 of them" in problems[0]["message"]
