"""What docs/check.md says of the command is what the command does."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

import pytest

import tasks
from plugins.cms import commands
from plugins.cms.checking import NOTE
from plugins.cms.errors import Fix, Location, Problem
from plugins.cms.external import CACHE, Manners
from plugins.cms.external.answers import DAY, KEPT_BAD, KEPT_GOOD
from plugins.cms.report import FORMATS, to_json, to_text
from plugins.cms.report.records import VERSION
from plugins.cms.rules import WEIGHABLE, tidy
from plugins.cms.rules.severity import LEVELS
from tests.conftest import ROOT

PAGE = (ROOT / "docs/check.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The part of the page below a heading, up to the next one."""
    return re.split(r"\n#{2,3} ", PAGE.partition(f"# {title}\n")[2])[0]


def first_cells(text: str) -> list[str]:
    """What the first cells of the tables name, in order."""
    return re.findall(r"`([^`]+)`", " ".join(re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)))


def test_the_sample_is_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place, the line with its caret, and the remedy."""
    (sample,) = re.findall(r"```\n(content/.*?)\n```", PAGE, re.DOTALL)
    head, line, _, hint = sample.split("\n")
    found = re.fullmatch(r"(\S+):(\d+):(\d+): (\S+) (.*)", head)
    assert found
    path, row, column, code, message = found.groups()
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text("\n" * (int(row) - 1) + line.strip() + "\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    place = Location(path, int(row), line.strip().index("/gone/") + 1)
    assert place.column == int(column)
    printed = to_text((Problem(place, code, message, hint.strip()),))
    assert printed == f"{sample}\n\n1 problem in 1 file."


def test_the_options_are_those_of_the_command() -> None:
    """Every option, and none that does not exist."""
    _, *names = inspect.signature(tasks.check.body).parameters
    assert first_cells(section("Options")) == [f"--{name}" for name in names]


def test_the_formats_are_those_of_the_command() -> None:
    """In the table, and each other than text has a part of its own."""
    (row,) = re.findall(r"^\| `--format` \| (.*) \|$", PAGE, re.MULTILINE)
    assert re.findall(r"`(\w+)`", row) == list(FORMATS)
    assert re.findall(r"^### `(\w+)`$", PAGE, re.MULTILINE) == [
        name for name in FORMATS if name != "text"
    ]


def test_the_exit_codes_are_those_of_the_command() -> None:
    """All that it can end with."""
    codes = re.findall(r"^\| (\d+) \|", section("Exit codes"), re.MULTILINE)
    known = (commands.OK, commands.PROBLEMS, commands.USAGE, commands.FAILED, commands.STOPPED)
    assert codes == [str(code) for code in known]


def test_the_json_is_what_is_printed() -> None:
    """The example is the output of such a problem, and each of its fields is explained."""
    text = section("`json`")
    (example,) = re.findall(r"```json\n(.*?)\n```", text, re.DOTALL)
    data = json.loads(example)
    assert data["version"] == VERSION
    (record,) = data["problems"]
    problem = Problem(
        Location(record["path"], record["line"], record["column"]),
        record["code"],
        record["message"],
        record["hint"],
        record["severity"],
        Fix.within("", 0, 0, ""),
    )
    assert to_json((problem,), data["pages"]) == example
    assert first_cells(text) == [*data, *record]


def test_the_rules_are_those_that_have_a_weight() -> None:
    """By name, with the words for weights."""
    (listed,) = re.findall(r"<!-- weighable -->(.*?)<!-- /weighable -->", PAGE, re.DOTALL)
    assert re.findall(r"`(.*?)`", listed) == sorted(WEIGHABLE)
    assert "`error`, `warning` or `off`" in PAGE and LEVELS == ("error", "warning", "off")


def test_the_mends_are_those_that_are_made() -> None:
    """Each code that can be mended has a row."""
    assert sorted(first_cells(section("What `--fix` mends"))) == sorted(tidy.CODES)


def test_the_manners_are_those_of_the_client() -> None:
    """Numbers and files are the real ones."""
    manners, text = Manners("x"), " ".join(section("Links to other sites").split())
    for words in (
        f"a pause of {manners.pause:g} second,",
        f"{manners.hosts_at_once} hosts at once",
        f"within {manners.timeout:g} seconds",
        f"asked {manners.retries} more times",
        f"more than {manners.longest_wait:g} seconds",
        f"for {KEPT_GOOD // DAY} days, bad ones for {KEPT_BAD // DAY} day.",
        f"`{CACHE}`",
    ):
        assert words in text, words
    assert f"`{NOTE}`" in section("What is remembered")
