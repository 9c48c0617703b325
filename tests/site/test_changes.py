"""`changes` against another version, in a real repository and with real builds."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plugins.cms import commands
from tests.conftest import ROOT, Outcome, Project

MINT = "---\ntitle: Mint\nstatus: {}\ndate: 2026-01-05\nsummary: A herb.\nbed: border\n---\n{}"


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0")
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


def commit(project: Project, message: str = "Change") -> None:
    git(project.folder, "add", "--all")
    git(project.folder, "commit", "--quiet", "--message", message)


def changes(project: Project, against: str = "HEAD", format: str = "text") -> Outcome:
    return project._run(commands.changes, against=against, format=format, settings="publish.py")


@pytest.fixture
def versioned(garden: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The garden in a repository, with settings for readers."""
    settings = (garden.folder / "settings.py").read_text()
    settings += "SITEURL = 'https://garden.test'\nCMS_DRAFTS = False\n"
    (garden.folder / "publish.py").write_text(settings)
    (garden.folder / ".gitignore").write_text("output\n.output\n.cache\n__pycache__\n")
    git(garden.folder, "init", "--quiet", "--initial-branch", "main")
    commit(garden, "Start")
    scratch = garden.folder.parent / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    return garden


def test_what_is_not_committed_is_compared(versioned: Project) -> None:
    """Added, removed, moved and changed pages are named, as readers would find them; no drafts."""
    content = versioned.folder / "content"
    versioned.write("plants/mint.md", MINT.format("published", "Tea."))
    versioned.write("plants/dill.md", MINT.format("draft", "").replace("Mint", "Dill"))
    lavender = (content / "plants/lavender.md").read_text()
    lavender = lavender.replace("bed:", "aliases: [/plants/lavender/]\nbed:")
    (content / "plants/lavender.md").unlink()
    versioned.write("plants/lavandula.md", lavender)
    rose = (content / "plants/rose.md").read_text().replace("lavender.md", "lavandula.md")
    versioned.write("plants/rose.md", rose.replace("  - lavender\n", "  - lavandula\n"))
    (content / "notes/spring-de.md").unlink()
    outcome = changes(versioned, format="json")
    assert outcome.code == 0, outcome.err
    found = json.loads(outcome.out)
    assert found["added"] == [{"url": "/plants/mint/", "title": "Mint"}]
    assert [one["url"] for one in found["removed"]] == ["/de/notes/spring/"]
    (moved,) = found["moved"]
    assert (moved["before"]["url"], moved["url"]) == ("/plants/lavender/", "/plants/lavandula/")
    changed = {one["url"]: [edit["what"] for edit in one["edits"]] for one in found["changed"]}
    assert changed == {
        "/": ["words", "links"],
        "/notes/spring/": ["words", "links"],
        "/plants/rose/": ["links"],
        "/words/": ["words", "links"],
    }
    assert found["against"] == git(versioned.folder, "rev-parse", "HEAD").strip()


def test_nothing_changed_is_said_and_nothing_is_left(versioned: Project) -> None:
    """The project, its repository and the temporary folder are as they were."""

    def files() -> dict[str, bytes]:
        top = versioned.folder
        made = ("__pycache__", ".cache")  # they may be deleted at any time
        kept = (path for path in top.rglob("*") if path.is_file())
        names = (path for path in kept if not any(one in str(path) for one in made))
        return {str(path.relative_to(top)): path.read_bytes() for path in names}

    before = files()
    outcome = changes(versioned, "main")
    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith("Nothing would change on the site, compared with main (")
    assert files() == before
    assert not list((versioned.folder.parent / "scratch").iterdir())


def test_the_code_and_settings_of_a_version_count(versioned: Project) -> None:
    """Each is built by its own theme: a new one shows as a new frame."""
    base = versioned.folder / "theme/templates/base.html"
    base.write_text(base.read_text().replace("<footer>", "<footer>New."))
    outcome = changes(versioned)
    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith(
        "No page is added, removed, moved or changed, compared with HEAD ("
    )
    assert "The frame of" in outcome.out


def test_a_comment_links_to_the_site_that_readers_have(versioned: Project) -> None:
    """The address is that of the settings."""
    (versioned.folder / "content/notes/spring-de.md").unlink()
    outcome = changes(versioned, format="markdown")
    assert '<a href="https://garden.test/de/notes/spring/">' in outcome.out


def test_a_project_may_be_a_part_of_its_repository(versioned: Project) -> None:
    """The version is taken from the same folder below the top."""
    top = versioned.folder.with_name("top")
    top.mkdir()
    shutil.rmtree(versioned.folder / ".git")
    inner = Project(versioned.folder.rename(top / "garden"), versioned.settings)
    git(top, "init", "--quiet", "--initial-branch", "main")
    commit(inner)
    inner.write("plants/mint.md", MINT.format("published", "Tea."))
    outcome = changes(inner)
    assert outcome.code == 0, outcome.err
    assert "/plants/mint/  Mint" in outcome.out


@pytest.mark.parametrize("revision", ["nowhere", "--help", "", "HEAD:content", "HEAD~9"])
def test_an_unknown_version_is_a_wrong_use(versioned: Project, revision: str) -> None:
    """It is said what can be named."""
    outcome = changes(versioned, revision)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"There is no version called `{revision}`" in outcome.err


def test_a_repository_without_commits_has_no_other_version(versioned: Project) -> None:
    """It is said that there is none yet, not that the name is wrong."""
    shutil.rmtree(versioned.folder / ".git")
    git(versioned.folder, "init", "--quiet")
    outcome = changes(versioned)
    assert outcome.code == 2
    assert outcome.err.startswith("Nothing has been committed in this repository yet")


def test_a_copy_without_history_says_how_to_get_it(versioned: Project) -> None:
    """In a shallow clone an older version is not there."""
    commit_before = git(versioned.folder, "rev-parse", "HEAD").strip()
    versioned.write("plants/mint.md", MINT.format("published", "Tea."))
    commit(versioned)
    copy = versioned.folder.with_name("copy")
    git(versioned.folder, "clone", "--quiet", "--depth=1", versioned.folder.as_uri(), str(copy))
    outcome = changes(Project(copy, "settings.py"), commit_before)
    assert outcome.code == 2
    assert "git fetch --unshallow" in outcome.err


def test_outside_a_repository_there_is_nothing_to_compare_with(versioned: Project) -> None:
    """That is said in plain words."""
    shutil.rmtree(versioned.folder / ".git")
    outcome = changes(versioned)
    assert outcome.code == 3
    assert "not in a Git repository" in outcome.err


def test_without_git_it_says_so(versioned: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git is the one program that is needed beside Python."""
    monkeypatch.setenv("PATH", "/nonexistent")
    outcome = changes(versioned)
    assert outcome.code == 3
    assert "Git is not installed" in outcome.err


def test_a_version_that_cannot_be_built_is_named(versioned: Project) -> None:
    """What its build said is passed on, exit 3: it is not the content at hand that is wrong."""
    versioned.write("plants/mint.md", MINT.format("published\nheigth: 3", "Tea."))
    commit(versioned)
    (versioned.folder / "content/plants/mint.md").unlink()
    outcome = changes(versioned)
    assert outcome.code == 3
    assert "cannot be built" in outcome.err
    assert 'File "' not in outcome.err and "Traceback" not in outcome.err
    assert "content/plants/mint.md:4:1: unknown-field" in outcome.err


def test_a_version_without_settings_is_named(versioned: Project) -> None:
    """A version from before the site could be published has nothing to build."""
    git(versioned.folder, "rm", "--quiet", "--cached", "publish.py")
    git(versioned.folder, "commit", "--quiet", "--message", "None")
    outcome = changes(versioned)
    assert outcome.code == 3
    assert "has no publish.py" in outcome.err


def test_content_at_hand_with_a_mistake_is_named_as_in_a_build(versioned: Project) -> None:
    """The author mends it first, exit 1; the other build is ended."""
    versioned.write("plants/mint.md", MINT.format("published\nheigth: 3", "Tea."))
    outcome = changes(versioned)
    assert outcome.code == 1
    assert "unknown-field" in outcome.err
    assert not list((versioned.folder.parent / "scratch").iterdir())


def test_an_unknown_format_is_a_wrong_use(versioned: Project) -> None:
    """The formats are listed."""
    outcome = changes(versioned, format="html")
    assert outcome.code == 2
    assert "`text`, `json`, `markdown`" in outcome.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_stops_it_leaves_no_trace(versioned: Project, number: int) -> None:
    """The temporary folder is gone, and the answer is that it was stopped."""
    scratch = versioned.folder.parent / "scratch"
    command = "commands.changes('HEAD', 'text', 'publish.py')"
    code = f"from plugins.cms import commands; raise SystemExit({command})"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=versioned.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(scratch)},
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not list(scratch.glob("changes-*/files/publish.py")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 128 + number, said
    assert said == "Stopped. Nothing was changed.\n"
    assert not list(scratch.iterdir())


def test_the_changes_of_a_pull_request_are_those_against_its_base(clinic_copy: Project) -> None:
    """`HEAD^1` of a merge is the branch that it goes into; the real site can be compared."""
    git(clinic_copy.folder, "init", "--quiet", "--initial-branch", "main")
    commit(clinic_copy, "Base")
    git(clinic_copy.folder, "checkout", "--quiet", "-b", "topic")
    clinic_copy.write(
        "posts/new.md",
        "---\ntitle: A new post\nstatus: published\ndate: 2026-11-20\nsummary: New.\n"
        "category: Your visit\nauthors: [website-team]\n---\nText.\n",
    )
    commit(clinic_copy, "Topic")
    git(clinic_copy.folder, "checkout", "--quiet", "main")
    git(clinic_copy.folder, "merge", "--quiet", "--no-ff", "-m", "Merge", "topic")
    outcome = clinic_copy._run(commands.changes, against="HEAD^1", format="markdown")
    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith("**1 page added, ")
    assert "<code>/blog/new/</code>" in outcome.out
