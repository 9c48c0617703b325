"""The check as a command: what it says again, and what it says of a part."""

from __future__ import annotations

import datetime as dt
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.cms import cache, catalogue, checking, commands
from plugins.cms.publish import build, reading
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


def test_what_settings_print_is_no_answer(garden: Project) -> None:
    """What goes to a program is the answer alone."""
    settings = garden.folder / garden.settings
    settings.write_text(f"{settings.read_text()}\nprint('hello')\n")
    outcome = garden.check("json", fix=True)
    assert json.loads(outcome.out)["problems"] == []
    assert outcome.err.startswith("hello\n")


def test_sources_of_a_file_that_cannot_be_read_are_not_unused(clinic_copy: Project) -> None:
    """One mistake is one problem: whoever mends it would else have taken them out of the list."""
    file = clinic_copy.folder / "content/conditions/sciatica.md"
    file.write_bytes(b"---\ntitle: [\n---\n" + file.read_bytes())
    problems = json.loads(clinic_copy.check("json").out)["problems"]
    assert [one["path"] for one in problems] == ["content/conditions/sciatica.md"]


def test_a_part_that_is_clean_says_nothing_of_the_rest(garden: Project) -> None:
    """Only the problems that were asked for are known not to be there."""
    garden.write("plants/mint.md", plant(body="A line. \n"))
    assert garden.check(skip="trailing-space").out == "No such problems.\n"


@pytest.mark.parametrize("option", ["only", "skip"])
def test_a_code_that_does_not_exist_is_refused(garden: Project, option: str) -> None:
    """Else a misspelt one would let a check pass that looked for nothing."""
    outcome = garden.check(**{option: "trailing-space,orphan-pages"})
    assert outcome.code == commands.USAGE and outcome.out == ""
    assert outcome.err == "There is no code called `orphan-pages`. Did you mean `orphan-page`?\n"


def test_a_code_of_the_subject_may_be_asked_for(garden: Project) -> None:
    """It has no page, since the catalogue is about what every site has in common."""
    garden.write("plants/mint.md", plant(body="HURRY! \n"))
    assert "shouting" in garden.check(only="shouting").out
    assert "shouting" not in garden.check(skip="shouting").out
    outcome = garden.check(only="shuoting")
    assert outcome.err == "There is no code called `shuoting`. Did you mean `shouting`?\n"


def test_a_check_says_where_codes_are_explained(garden: Project) -> None:
    """Once, below the problems, and only where there are any."""
    line = "Codes are explained, for example by `python3 tasks.py explain trailing-space`.\n"
    assert "explain" not in garden.check().out
    garden.write("plants/mint.md", plant(body="A line. \n\nAnother. \n"))
    assert garden.check().out.endswith(f"\n{line}")
    assert garden.check().out.count(line) == 1


def test_a_link_by_the_whole_address_of_the_site_is_named(garden: Project) -> None:
    """A warning, with the link to write; an address that is still made up is left alone."""
    home = "[a](https://www.garden.{0}/plants/rose/#care) [b](https://www.garden.{0}.uk/)"
    garden.write("plants/mint.md", plant(body="\n".join(map(home.format, ("org", "example")))))
    published = garden.folder / "publishconf.py"
    said = {}
    for ending in ("org", "example"):
        published.write_text(f'SITEURL = "https://www.garden.{ending}"\n', encoding="utf-8")
        said[ending] = json.loads(garden.check("json", only="bad-link").out)["problems"]
    assert [(one["line"], one["severity"], one["hint"]) for one in said["org"]] == [
        (8, "warning", "Write `{filename}/plants/rose.md#care`.")
    ]
    assert said["example"] == []


def test_a_picture_that_is_too_large_is_one_problem(garden: Project) -> None:
    """It is there, so that neither a field nor a text that names it is wrong."""
    picture = '![Mint]({static}/images/mint.jpg){: width="4" height="3"} [a](/images/mint.jpg)\n'
    garden.write("plants/mint.md", plant("photo: images/mint.jpg\n", picture))
    with (garden.folder / "content/images/mint.jpg").open("wb") as file:
        file.truncate(12_000_000)
    problems = json.loads(garden.check("json").out)["problems"]
    assert [(one["path"], one["code"]) for one in problems] == [
        ("content/images/mint.jpg", "file-too-large")
    ]


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


# -- what is remembered -----------------------------------------------------------


def in_content(project: Project) -> None:
    """Of the same size and with the old time, as a tool may leave it."""
    file = project.folder / "content/plants/mint.md"
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"Fine", b"Good"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def new_entry(project: Project) -> None:
    project.write("plants/sage.md", plant().replace("Mint", "Sage"))


def in_theme(project: Project) -> None:
    file = next((project.folder / "theme").rglob("*.html"))
    file.write_text(f"{file.read_text('utf-8')}\n", "utf-8")


def in_settings(project: Project) -> None:
    file = project.folder / project.settings
    file.write_text(f"{file.read_text('utf-8')}\n", "utf-8")


def beside_settings(project: Project) -> None:
    (project.folder / "publishconf.py").write_text("")


@pytest.mark.parametrize(
    "change",
    [in_content, new_entry, in_theme, in_settings, beside_settings],
    ids=lambda x: x.__name__,
)
def test_a_change_of_a_file_is_looked_at(
    garden: Project, change: Callable[[Project], None]
) -> None:
    """Of content, theme or settings, even one that no time of a file tells."""
    garden.write("plants/mint.md", plant(body="Fine.\n"))
    assert answers(garden) == ["new", "remembered"]
    change(garden)
    assert answers(garden) == ["new", "remembered"]


def in_the_address(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("SITEURL", "https://other.example")


def in_the_day(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795608001")


def in_the_program(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    (folder / "plugins/cms/site.py").write_text("# another version")


def in_the_packages(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    (folder / "packages/pelican-4.11.0.dist-info").rename(
        folder / "packages/pelican-4.12.0.dist-info"
    )


def in_python(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(sys, "version", "3.99")


@pytest.mark.parametrize(
    "change",
    [in_the_address, in_the_day, in_the_program, in_the_packages, in_python],
    ids=lambda x: x.__name__,
)
def test_a_change_of_what_makes_the_site_is_looked_at(
    garden: Project,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    change: Callable[[pytest.MonkeyPatch, Path], None],
) -> None:
    """Of the program, its packages, Python, the address or the day."""
    (tmp_path / "plugins/cms").mkdir(parents=True)
    (tmp_path / "plugins/cms/site.py").write_text("# one version")
    (tmp_path / "packages/pelican-4.11.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "plugins/cms/cache.py"))
    monkeypatch.setattr(sysconfig, "get_path", lambda _name: str(tmp_path / "packages"))
    assert answers(garden) == ["new", "remembered"]
    change(monkeypatch, tmp_path)
    assert answers(garden) == ["new", "remembered"]


@pytest.mark.parametrize(
    ("field", "after", "answer"),
    [
        ("", dt.timedelta(seconds=-3600), "new"),  # somebody set the clock back
        ("", dt.timedelta(days=1), "new"),  # past midnight
        ("publish_at", dt.timedelta(seconds=59), "remembered"),
        ("publish_at", dt.timedelta(seconds=61), "new"),
        ("expires_at", dt.timedelta(seconds=61), "new"),
    ],
)
def test_the_clock_alone_may_change_an_answer(
    garden: Project, monkeypatch: pytest.MonkeyPatch, field: str, after: dt.timedelta, answer: str
) -> None:
    """At midnight, and when an entry appears or expires."""
    started = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    for module in (checking, build, reading):
        monkeypatch.setattr(module, "now", lambda _zone: started)
    soon = (started + dt.timedelta(seconds=60)).isoformat()
    garden.write("plants/mint.md", plant(f'{field}: "{soon}"\n' if field else ""))
    assert answers(garden) == ["new", "remembered"]
    monkeypatch.setattr(checking, "now", lambda _zone: started + after)
    assert answers(garden)[0] == answer


def answers(project: Project) -> list[str]:
    """Whether two checks, one after the other, look at the site or say what is remembered."""
    note, found = project.folder / ".cache/check.json", []
    for _ in range(2):
        before = note.read_bytes() if note.exists() else b""
        mark = note.stat().st_mtime_ns if before else 0
        outcome = project.check("json")
        assert outcome.code in (0, 1), outcome.err
        found.append("remembered" if note.stat().st_mtime_ns == mark else "new")
    return found


def gone(note: Path) -> None:
    note.unlink()


def no_json(note: Path) -> None:
    note.write_bytes(b"\x00\xff")


def cut_off(note: Path) -> None:
    note.write_bytes(note.read_bytes()[:-20])


def altered(note: Path) -> None:
    note.write_bytes(note.read_bytes().replace(b"trailing", b"straying"))


@pytest.mark.parametrize("damage", [gone, no_json, cut_off, altered], ids=lambda x: x.__name__)
def test_a_damaged_note_gives_no_answer(garden: Project, damage: Callable[[Path], None]) -> None:
    """The site is looked at again, and the answer is the right one."""
    garden.write("plants/mint.md", plant(body="A line. \n"))
    first = garden.check("json")
    assert "trailing-space" in first.out
    damage(garden.folder / ".cache/check.json")
    assert garden.check("json") == first
    assert answers(garden) == ["remembered", "remembered"]


def test_the_note_of_another_site_gives_no_answer(garden: Project, tmp_path: Path) -> None:
    """Not even that of a copy of this one."""
    copy = Project(tmp_path / "copy", garden.settings)
    shutil.copytree(garden.folder, copy.folder)
    garden.check()
    copy.write("plants/mint.md", plant(body="A line. \n"))
    shutil.copytree(garden.folder / ".cache", copy.folder / ".cache")
    assert "trailing-space" in copy.check().out


def test_a_check_needs_no_cache(garden: Project) -> None:
    """Where nothing can be kept, each check looks at the site."""
    (garden.folder / ".cache").write_text("")
    first = garden.check("json")
    assert first.code == 0 and garden.check("json") == first


def test_checks_at_the_same_time_say_the_same(garden: Project) -> None:
    """One waits for the other, and none reads what the other one has half written."""
    garden.write("plants/mint.md", plant(body="A line. \n"))
    script = (
        "from plugins.cms.commands import check; import sys; sys.exit(check('json', settings={!r}))"
    )
    command = [sys.executable, "-c", script.format(garden.settings)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen(
            command, cwd=garden.folder, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
        )
        for _ in range(2)
    ]
    said = {one.communicate()[0] for one in running}
    assert [one.returncode for one in running] == [0, 0]
    assert said == {garden.check("json").out}


# -- mends ------------------------------------------------------------------------


def test_a_mend_is_named_and_the_rest_is_listed(garden: Project) -> None:
    """Only what was chosen is mended, and what `--fix` has seen is remembered."""
    file = garden.write("plants/mint.md", plant(body='A "line". \n'))
    outcome = garden.check(fix=True, only="trailing-space")
    assert outcome.code == 0
    assert outcome.out.startswith("content/plants/mint.md: 1 mended\n")
    assert file.read_bytes().endswith(b'A "line".\n')
    assert answers(garden) == ["remembered", "remembered"]
    data = json.loads(garden.check("json", fix=True).out)
    assert data["problems"] == []
    assert file.read_text("utf-8").endswith("A “line”.\n")


@pytest.mark.parametrize("times", [1, 4])
def test_an_author_who_writes_meanwhile_loses_nothing(
    garden: Project, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Other files are mended; one that changes all the time is named and left alone."""
    mint = garden.write("plants/mint.md", plant(body="A line. \n"))
    others = [
        garden.write(f"plants/sage-{number}.md", plant(body="A line. \n").replace("Mint", "Sage"))
        for number in range(times - 1)
    ]
    looked, real = 0, build.check

    def check_while_somebody_writes(*arguments: object) -> object:
        nonlocal looked
        checked = real(*arguments)  # type: ignore[arg-type]
        looked += 1
        if looked <= times:
            with mint.open("a") as stream:
                stream.write(f"Line {looked}. \n")
        return checked

    monkeypatch.setattr("plugins.cms.publish.build.check", check_while_somebody_writes)
    outcome = garden.check(fix=True)
    written = [line.strip() for line in mint.read_text("utf-8").splitlines()[-looked:]]
    assert "Line 1." in written
    assert all(one.read_text("utf-8").endswith("A line.\n") for one in others)
    left_alone = "content/plants/mint.md: somebody else changed it meanwhile" in outcome.err
    assert left_alone is (times > 1)
    assert ("A line. \n" in mint.read_text("utf-8")) is (times > 1)


def test_two_versions_in_one_file_are_left_for_the_author(garden: Project) -> None:
    """What Git could not join is named in words, and no space in it is touched."""
    text = plant(body="A \n<<<<<<< HEAD\nB \n=======\nC \n>>>>>>> main\n")
    file = garden.write("plants/mint.md", text)
    outcome = garden.check(fix=True)
    assert outcome.code == 1 and "both versions stand here" in outcome.out
    assert file.read_text("utf-8") == text
