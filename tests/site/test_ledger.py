"""A published address is for ever: the ledger over deploys, and over what happens to pages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.cms.publish.build import build
from tests.conftest import ROOT, Project
from tests.processes import git
from tests.site.test_deploy import PUBLISHCONF
from tests.unit.conftest import plant

DRAFT = plant().replace("status: published", "status: draft")


@pytest.fixture
def live(garden: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The garden with all its details, ready to be published, in a repository."""
    monkeypatch.syspath_prepend(str(garden.folder))
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Tess")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tess@garden.test")
    (garden.folder / "publishconf.py").write_text(PUBLISHCONF, encoding="utf-8")
    garden.write("garden.yaml", "name: Kew\n")
    git("init", "-q", "-b", "main", cwd=garden.folder)
    (garden.folder / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    ignored = ".output\noutput\n.cache\n__pycache__\n"
    (garden.folder / ".gitignore").write_text(ignored, encoding="utf-8")
    return garden


def commit(project: Project, message: str) -> None:
    git("add", "--all", cwd=project.folder)
    git("commit", "-q", "--allow-empty", "-m", message, cwd=project.folder)


def ledger(project: Project) -> Path:
    return project.folder / "published-urls.txt"


def urls(project: Project) -> list[str]:
    lines = ledger(project).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def deploy(project: Project) -> None:
    outcome = project.deploy(f"folder:{project.folder.parent / 'web'}")
    assert outcome.code == 0, outcome.err


def vanished(project: Project) -> dict[str, str]:
    """The remedy for each address that would be lost, by the address; nothing else is wrong."""
    outcome = project.check()
    found = re.findall(
        r"^published-urls\.txt:\d+:1: vanished-url .*?`(/[^`]*)`:.*\n.*\n +\^\n    (.*)$",
        outcome.out,
        re.MULTILINE,
    )
    errors = len(re.findall(r"^\S+:\d+:\d+: (?!warning)", outcome.out, re.MULTILINE))
    assert (outcome.code, len(found)) == (int(bool(found)), errors), outcome.out + outcome.err
    return dict(found)


def follow(project: Project, hint: str) -> None:
    """Do what a remedy says, word for word: put its first line into the file that it names."""
    file, line = re.findall(r"(content/\S+) the line `([^`]*)`", hint)[0]
    path = project.folder / file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if f"add under `aliases:` in {file}" in hint:
        text = text.replace("aliases:\n", f"aliases:\n{line}\n", 1)
    elif f"write in {file}" in hint:
        text = re.sub(r"^aliases: .*$", line, text, count=1, flags=re.MULTILINE)
    elif f"add to the fields of {file}" in hint:
        text = text.replace("---\n", f"---\n{line}\n", 1)
    else:
        text = f"{text}{line}\n"
    path.write_text(text, encoding="utf-8")


GARDEN = [
    "/",
    "/de/notes/spring/",
    "/feeds/notes.atom.xml",
    "/notes/",
    "/notes/category/seasons/",
    "/notes/spring/",
    "/notes/tag/pruning/",
    "/notes/tag/sowing/",
    "/old/rose/",
    "/plants/lavender/",
    "/plants/rose/",
    "/words/",
]


def test_a_deploy_notes_every_address_that_readers_got(live: Project) -> None:
    """Pages, lists, redirects and feeds, in order; no draft, no picture, no style sheet."""
    deploy(live)
    assert urls(live) == GARDEN
    assert ledger(live).read_text(encoding="utf-8").startswith("# ")
    before = ledger(live).read_bytes()
    deploy(live)
    assert ledger(live).read_bytes() == before


def test_files_made_of_the_content_are_noted(
    clinic_copy: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table of all claims is one; what only machines ask for, pictures and styles are not."""
    monkeypatch.chdir(clinic_copy.folder)
    monkeypatch.syspath_prepend(str(clinic_copy.folder))
    noted = build(Path("publishconf.py"), CMS_PLACEHOLDERS="mark").urls
    assert {"/evidence/claims.csv", "/feeds/blog.atom.xml", "/blog/tag/", "/"} <= noted
    assert not noted & {"/404.html", "/sitemap.xml", "/robots.txt", "/_redirects", "/.nojekyll"}
    assert not [url for url in noted if url.startswith(("/images/", "/theme/", "/drafts/"))]


def test_a_publish_notes_nothing(live: Project) -> None:
    """What was only built did not go live."""
    assert live.publish().code == 0
    assert not ledger(live).exists()


def test_a_demonstration_is_not_noted(live: Project) -> None:
    """It is kept from search engines, and nobody may count on its addresses."""
    live.write("garden.yaml", "name: '[placeholder] Kew'\n")
    deploy(live)
    assert not ledger(live).exists()


def test_what_went_live_in_another_way_is_noted_on_demand(live: Project) -> None:
    """The command `ledger` publishes and notes; a site that is not ready is not noted."""
    outcome = live.note()
    assert outcome.code == 0 and "published-urls.txt: 12 addresses added" in outcome.out
    assert urls(live) == GARDEN
    ledger(live).unlink()
    live.write("garden.yaml", "name: '[placeholder] Kew'\n")
    assert live.note().code == 1
    assert not ledger(live).exists()


def test_nothing_that_loses_an_address_is_published(live: Project) -> None:
    """Build, publish and deploy stop before a page is lost, and the site stays as it was."""
    deploy(live)
    web = (live.folder.parent / "web").resolve()
    (live.folder / "content/pages/words.md").unlink()
    (live.folder / "content/words/mulch.md").unlink()
    for outcome in (live.build(), live.publish(), live.deploy(f"folder:{web.parent / 'web'}")):
        assert outcome.code == 1
        assert "vanished-url readers would lose the address `/words/`" in outcome.err
    assert (live.folder.parent / "web").resolve() == web
    assert urls(live) == GARDEN


def test_addresses_outlive_a_history_of_changes(live: Project) -> None:
    """Pages are added, renamed, set back, deleted and restored: the ledger only ever grows.

    At each step the check names just what would be lost; its remedy, taken by the word,
    makes it clean.
    """
    deploy(live)
    commit(live, "Begin")
    known = set(urls(live))

    def step(message: str, lost: set[str], added: set[str]) -> None:
        nonlocal known
        hints = vanished(live)
        assert set(hints) == lost
        for hint in hints.values():
            follow(live, hint)
        assert vanished(live) == {}
        deploy(live)
        assert set(urls(live)) == known | added
        assert urls(live) == sorted(urls(live))
        known |= added
        commit(live, message)

    content = live.folder / "content"
    live.write("plants/garden-mint.md", plant("aliases:\n  - /mint/\n"))
    live.write("plants/dill.md", DRAFT.replace("Mint", "Dill"))
    step("Add mint", set(), {"/plants/garden-mint/", "/mint/"})
    git("mv", "content/plants/garden-mint.md", "content/plants/herb.md", cwd=live.folder)
    step("Rename mint", {"/plants/garden-mint/"}, {"/plants/herb/"})
    live.write("plants/dill.md", plant().replace("Mint", "Dill"))
    step("Publish dill", set(), {"/plants/dill/"})
    live.write("plants/dill.md", DRAFT.replace("Mint", "Dill"))
    step("Take dill back", {"/plants/dill/"}, set())
    live.write("plants/dill.md", plant("slug: anethum\n").replace("Mint", "Dill"))
    (content / "redirects.yaml").unlink()
    step("Name dill in Latin", {"/plants/dill/"}, {"/plants/anethum/"})
    (content / "plants/dill.md").rename(content / "plants/aneth.md")
    aneth = content / "plants/aneth.md"
    aneth.write_text(aneth.read_text(encoding="utf-8").replace("slug: anethum\n", ""))
    step("Name it as its file", {"/plants/anethum/"}, {"/plants/aneth/"})
    (content / "plants/herb.md").unlink()
    lost = {"/plants/garden-mint/", "/plants/herb/", "/mint/"}
    step("Delete mint", lost, set())
    git("checkout", "-q", "HEAD~1", "--", "content/plants/herb.md", cwd=live.folder)
    (content / "redirects.yaml").unlink()
    step("Bring mint back", set(), set())
    note = content / "notes/spring.md"
    note.write_text(note.read_text(encoding="utf-8").replace("[pruning, sowing]", "[pruning]"))
    step("Drop a tag", {"/notes/tag/sowing/"}, set())
    step("Change nothing", set(), set())


def test_a_tag_of_a_draft_alone_does_not_keep_its_list(live: Project) -> None:
    """In the preview, too, the list of a tag is gone when readers would not get it."""
    deploy(live)
    note = live.folder / "content/notes/spring.md"
    source = note.read_text(encoding="utf-8")
    live.write("notes/later.md", source.replace("published", "draft").replace("Spring", "Later"))
    note.write_text(source.replace("[pruning, sowing]", "[pruning]"), encoding="utf-8")
    assert set(vanished(live)) == {"/notes/tag/sowing/"}


def test_an_expired_page_keeps_its_addresses(live: Project) -> None:
    """The clock alone loses nothing: a note is at the address, and former ones lead there."""
    live.write("plants/mint.md", plant("aliases: [/mint/]\n"))
    deploy(live)
    live.write("plants/mint.md", plant("aliases: [/mint/]\nexpires_at: 2026-06-01 08:00\n"))
    assert vanished(live) == {}
    deploy(live)
    assert live.page("mint/").select_one("a[href$='/plants/mint/']")


def test_a_ledger_that_cannot_be_written_does_not_undo_a_deploy(live: Project) -> None:
    """The site is live; what to do about the list is said."""
    with (live.folder / "publishconf.py").open("a", encoding="utf-8") as settings:
        settings.write('CMS_LEDGER = "no/such/folder/urls.txt"\n')
    outcome = live.deploy(f"folder:{live.folder.parent / 'web'}")
    assert outcome.code == 0
    assert "The site is live, but" in outcome.err and "tasks.py ledger" in outcome.err
    assert (live.folder.parent / "web/index.html").is_file()


def test_the_setting_names_another_file(live: Project) -> None:
    """With CMS_LEDGER the list is where the setting says, and the check knows when it changes."""
    for name in ("publishconf.py", "settings.py"):
        with (live.folder / name).open("a", encoding="utf-8") as settings:
            settings.write('CMS_LEDGER = "lists/urls.txt"\n')
    (live.folder / "lists").mkdir()
    deploy(live)
    file = live.folder / "lists/urls.txt"
    assert "/plants/rose/\n" in file.read_text(encoding="utf-8") and live.check().code == 0
    with file.open("a", encoding="utf-8") as stream:
        stream.write("/plants/gone/\n")
    assert "lists/urls.txt:15:1: vanished-url" in live.check().out


def test_two_deploys_at_once_lose_no_address(live: Project) -> None:
    """Each process adds its own, whichever comes first."""
    script = (
        "import sys; from pathlib import Path; from plugins.cms.ledger import add\n"
        "for number in range(40): add(Path(sys.argv[1]), [f'/{sys.argv[2]}/{number}/'])"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(ledger(live)), name], cwd=ROOT)
        for name in ("a", "b", "c")
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert urls(live) == sorted(f"/{name}/{number}/" for name in "abc" for number in range(40))


def test_two_branches_that_went_live_are_merged(live: Project) -> None:
    """Git keeps the addresses of both without a conflict, and the next deploy orders them."""
    deploy(live)
    commit(live, "Begin")
    git("checkout", "-q", "-b", "other", cwd=live.folder)
    live.write("plants/mint.md", plant())
    deploy(live)
    commit(live, "Mint")
    git("checkout", "-q", "main", cwd=live.folder)
    live.write("plants/aster.md", plant().replace("Mint", "Aster"))
    deploy(live)
    commit(live, "Aster")
    git("merge", "-q", "-m", "Both", "other", cwd=live.folder)
    assert vanished(live) == {}
    deploy(live)
    assert urls(live) == sorted([*GARDEN, "/plants/mint/", "/plants/aster/"])


def test_the_workflow_keeps_the_ledger_though_others_push(live: Project, tmp_path: Path) -> None:
    """The step commits the list on top of what came meanwhile, and nothing where nothing is new."""
    import yaml

    workflow = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["publish"]["steps"]
    script = next(step["run"] for step in steps if "published-urls.txt" in step.get("run", ""))
    commit(live, "Begin")
    remote = tmp_path / "remote.git"
    git("clone", "-q", "--bare", str(live.folder), str(remote), cwd=tmp_path)
    for name in ("runner", "colleague"):
        git("clone", "-q", "--depth=1", f"file://{remote}", name, cwd=tmp_path)
    runner, colleague = tmp_path / "runner", tmp_path / "colleague"

    def run() -> str:
        subprocess.run(["bash", "-e", "-c", script], cwd=runner, check=True, capture_output=True)
        return git("log", "--format=%s", "main", cwd=remote)

    assert run() == "Begin"
    (colleague / "published-urls.txt").write_text("/b/\n", encoding="utf-8")
    git("add", ".", cwd=colleague)
    git("commit", "-q", "-m", "A colleague's", cwd=colleague)
    git("push", "-q", "origin", "main", cwd=colleague)
    (runner / "published-urls.txt").write_text("/a/\n", encoding="utf-8")
    newest, *before = run().split("\n")
    assert "[skip ci]" in newest and before == ["A colleague's", "Begin"]
    kept = git("show", "main:published-urls.txt", cwd=remote).split("\n")
    assert sorted(kept) == ["/a/", "/b/"]


def test_a_page_that_only_has_a_mistake_is_not_lost(live: Project) -> None:
    """While a page cannot be made, nobody is told to send its readers elsewhere."""
    live.write("plants/mint.md", plant("aliases: [/mint/]\n"))
    live.write("redirects.yaml", "/herb/: /plants/mint/\n")
    deploy(live)
    live.write("plants/mint.md", plant("aliases: [/mint/]\nheight: tall\n"))
    live.write("redirects.yaml", "/herb/: plants/mint\n")
    assert codes(live) == {"bad-number", "bad-destination"}
    live.write("redirects.yaml", "/herb/: /herb/\n")
    assert codes(live) == {"bad-number", "redirect-loop"}
    note = live.folder / "content/notes/spring.md"
    source = note.read_text(encoding="utf-8")
    note.write_text(source.replace("title: Spring", "title:"), encoding="utf-8")
    assert codes(live) == {"bad-number", "redirect-loop", "missing-field"}
    note.write_text(source, encoding="utf-8")
    live.write("redirects.yaml", "/herb: [\n")
    (live.folder / "content/notes/spring-de.md").unlink()
    assert codes(live) == {"bad-number", "bad-yaml"}


def test_a_page_that_is_gone_is_named_beside_other_mistakes(live: Project) -> None:
    """A mistake in one page does not hide that another one would be lost."""
    live.write("plants/mint.md", plant())
    deploy(live)
    (live.folder / "content/plants/mint.md").unlink()
    live.write("plants/dill.md", plant("height: tall\n").replace("Mint", "Dill"))
    assert codes(live) == {"bad-number", "vanished-url"}


def test_a_page_that_others_still_name_by_its_old_name_is_found(live: Project) -> None:
    """Though it cannot be shown before they are mended, the remedy names it."""
    live.write("plants/sorrel.md", plant().replace("Mint", "Sorrel"))
    live.write("plants/mint.md", plant("neighbors: [sorrel]\n"))
    deploy(live)
    commit(live, "Begin")
    (live.folder / "content/plants/sorrel.md").rename(live.folder / "content/plants/dock.md")
    live.write("plants/dock.md", plant("neighbors: [sorrel, mint]\n").replace("Mint", "Sorrel"))
    assert codes(live) == {"dangling-reference", "vanished-url"}
    assert "took its place: add to the fields of content/plants/dock.md" in live.check().out


def test_a_file_that_went_live_is_replaced_by_a_copy(live: Project) -> None:
    """A browser that asks for a feed gets one: no page could stand there."""
    ledger(live).write_text("/feeds/old.atom.xml\n/pics/rose.svg\n", encoding="utf-8")
    hints = vanished(live)
    assert "`/feeds/old.atom.xml: /feeds/notes.atom.xml`" in hints["/feeds/old.atom.xml"]
    for hint in hints.values():
        follow(live, hint)
    deploy(live)
    files = live.files()
    assert files["feeds/old.atom.xml"] == files["feeds/notes.atom.xml"]
    assert files["pics/rose.svg"] == files["images/rose.svg"]


def test_a_redirect_to_the_site_by_its_whole_name_is_named(live: Project) -> None:
    """It might go in a circle that nobody sees."""
    live.write("redirects.yaml", "/a/: https://garden.test/a/\n")
    outcome = live.publish()
    assert outcome.code == 1
    assert "redirect-to-nowhere `https://garden.test/a/` is on this site" in outcome.err
    assert "Write the address without the name of the site: `/a/`." in outcome.err


def codes(project: Project) -> set[str]:
    """The codes of all errors that the check finds."""
    said = project.check().out
    return set(re.findall(r"^\S+:\d+:\d+: (?!warning)(\S+)", said, re.MULTILINE))
