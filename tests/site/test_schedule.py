"""What the clock and the status of an entry do to the finished site, wherever it could show."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.conftest import Project, copy_of_the_clinic

pytestmark = pytest.mark.xdist_group("schedule")  # one worker builds the site of each moment

SECRET, GONE = "Zwetschge", "Mirabelle"
"""Words that stand nowhere else: of what is not released, and of what will expire."""


def post(title: str, fields: str = "", status: str = "published") -> str:
    return (
        f"---\ntitle: {title}\nstatus: {status}\ndate: 2026-11-01\nsummary: About {title}.\n"
        f"category: {title}\ntags: [{title}]\nauthors: [website-team]\n{fields}---\n{title}.\n"
    )


def published(folder: Path, at: str) -> Project:
    """The real site as readers get it at a moment: what is planned turns at eight in New York.

    Beside its own there are an unfinished draft, a draft, one in review, one of the future, and
    one that expires.
    """
    project = copy_of_the_clinic(folder)
    project.write("conditions/one.md", f"---\ntitle: {SECRET}\nstatus: draft\n---\n{SECRET}.\n")
    project.write("posts/two.md", post(SECRET, "aliases: [/zwetschge/]\n", "draft"))
    project.write("posts/three.md", post(SECRET, status="in review"))
    project.write("posts/four.md", post(SECRET, "publish_at: 2026-11-26 08:00\n"))
    fields = "expires_at: 2026-11-26 08:00\naliases: [/old-plum/]\n"
    project.write("posts/plum.md", post(GONE, fields))
    with pytest.MonkeyPatch.context() as patch:
        epoch = int(dt.datetime.fromisoformat(at).timestamp())
        patch.setenv("SOURCE_DATE_EPOCH", str(epoch))
        outcome = project.publish(allow_placeholders=True)
    assert outcome.code == 0, outcome.err
    return project


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The site one second before."""
    return published(tmp_path_factory.mktemp("before"), "2026-11-26T12:59:59Z")


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The site at that moment."""
    return published(tmp_path_factory.mktemp("after"), "2026-11-26T13:00:00Z")


def files_with(project: Project, word: str) -> list[str]:
    """The files whose name or content has a word in it."""
    small = word.lower().encode()
    return [
        path
        for path, content in project.files().items()
        if small in content.lower() or small in path.encode()
    ]


def test_what_is_not_released_is_in_no_file(before: Project) -> None:
    """Not in pages, lists, feeds, sitemap, data, redirects, nor as a name of a file."""
    assert files_with(before, SECRET) == []


def test_what_is_scheduled_appears_everywhere_in_its_minute(after: Project) -> None:
    """At eight page, feed and lists have it; drafts and what is in review stay hidden."""
    assert {
        "blog/four/index.html",
        "blog/index.html",
        "blog/tag/zwetschge/index.html",
        "feeds/blog.atom.xml",
    } <= set(files_with(after, SECRET))
    assert b"/blog/four/</loc>" in after.files()["sitemap.xml"]
    for name in ("one", "two", "three"):
        assert not files_with(after, f"/{name}/")


def test_what_has_expired_leaves_a_note_and_nothing_else(before: Project, after: Project) -> None:
    """Its address says that it is gone; lists, feed and sitemap no longer have it."""
    assert "feeds/blog.atom.xml" in files_with(before, GONE)
    note = ["blog/plum/index.html", "old-plum/index.html"]
    assert files_with(after, GONE) == note
    assert files_with(after, "blog/plum") == ["_redirects", *note]
    page = after.page("blog/plum/")
    assert page.h1 and page.h1.get_text(strip=True) == GONE
    assert page.main and "may be out of date" in page.main.get_text()
    assert page.select('meta[name="robots"][content="noindex"]')
    assert not page.select('script[type="application/ld+json"], link[rel="canonical"]')


def test_a_former_address_of_what_expired_leads_to_the_note(after: Project) -> None:
    """Nobody who kept an old link finds nothing."""
    refresh = after.page("old-plum/").select_one('meta[http-equiv="refresh"]')
    assert refresh and str(refresh["content"]).endswith("/blog/plum/")


def test_a_page_that_links_to_what_will_expire_is_told_in_time(
    clinic_copy: Project,
) -> None:
    """The build is refused while both are there, not on the day when one goes."""
    clinic_copy.write("posts/plum.md", post(SECRET, "expires_at: 2027-11-26 08:00\n"))
    text = f"{post('Jam')}\nSee [it]({{filename}}/posts/plum.md).\n"
    clinic_copy.write("posts/jam.md", text)
    outcome = clinic_copy.publish(allow_placeholders=True)
    assert outcome.code == 1
    assert "expires-first" in outcome.err and "2027-11-26 08:00" in outcome.err


def test_a_preview_shows_what_waits_and_says_so(clinic_copy: Project) -> None:
    """What is in review or scheduled has a page below /drafts/ that is marked as a draft."""
    clinic_copy.write("posts/three.md", post(SECRET, status="in review"))
    clinic_copy.write("posts/four.md", post("Quince", "publish_at: 2026-11-26 08:00\n"))
    outcome = clinic_copy.build()
    assert outcome.code == 0, outcome.err
    for name in ("three", "four"):
        page: BeautifulSoup = clinic_copy.page(f"drafts/post/{name}/")
        assert "Readers cannot see it yet" in page.get_text()


def test_settings_that_cannot_be_read_are_one_problem(clinic_copy: Project) -> None:
    """Rules that look into a file of settings wait until it can be read again."""
    clinic_copy.write("rules.yaml", "promise_words: [\n")
    outcome = clinic_copy.check()
    assert outcome.code == 1
    assert "content/rules.yaml:" in outcome.out and "1 problem" in outcome.out


def test_drafts_may_name_each_other(garden: Project) -> None:
    """Two pages that are to be published together can be looked at before."""
    fields = "status: draft\ndate: 2026-11-01\nsummary: New.\nbed: border\n"
    garden.write("plants/a.md", f"---\ntitle: A\n{fields}neighbors: [b]\n---\n")
    garden.write("plants/b.md", f"---\ntitle: B\n{fields}neighbors: [a]\n---\n")
    outcome = garden.build()
    assert outcome.code == 0, outcome.err
    assert garden.page("drafts/plant/a/").h1
