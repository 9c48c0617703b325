"""What each kind of edit costs: files read anew, entries judged, pages made, bytes written."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from plugins.cms import loader
from plugins.cms.errors import Problems
from plugins.cms.frontmatter import Document
from plugins.cms.publish.build import Built, build
from plugins.cms.search import FOLDER
from tests.conftest import Project

PAGES = 54

WITH_A_WAIVER = 1
"""Entries that are judged each time, since a rule has something to say of them."""

CONDITION = "conditions/whiplash.md"
POST = "posts/first-visit.md"

OF_A_POST = {
    "blog/archive/2026/index.html",
    "blog/archive/index.html",
    "blog/category/index.html",
    "blog/category/your-visit/index.html",
    "blog/index.html",
    "blog/tag/aftercare/index.html",
    "blog/tag/index.html",
    "index.html",
    "people/website-team/index.html",
    "search/index.html",
}
"""The lists in which a post stands that is about aftercare, and by the website team."""

OF_SOURCES = {f"references/{part}/index.html" for part in ("a-to-d", "e-to-k", "l-to-r", "s-to-z")}
"""The lists of sources, which name the pages that cite each."""

NEW_POST = """---
title: New needles
status: published
date: 2026-11-10
{more}summary: A few words on new needles for people who ask.
category: Your visit
tags: [Aftercare]
authors: [website-team]
reviewed: not yet
---

A short text.
"""


@pytest.fixture
def site(clinic: Project, tmp_path: Path) -> Project:
    """The real site in a folder of its own, as a build left it."""
    shutil.copytree(clinic.folder, tmp_path / "site", symlinks=True)
    return Project(tmp_path / "site", clinic.settings)


def built(site: Project, **overrides: object) -> Built:
    return build(site.folder / site.settings, **overrides)


def change(site: Project, path: str, old: str, new: str) -> None:
    """Change a text in one file of the project, once."""
    file = site.folder / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def stamps(site: Project) -> dict[str, tuple[int, int]]:
    """Which file each page is, and when it was written."""
    top = site.output.resolve()
    found = {path.relative_to(top).as_posix(): path.stat() for path in top.rglob("*.html")}
    return {path: (info.st_ino, info.st_mtime_ns) for path, info in found.items()}


def test_nothing_changed(site: Project) -> None:
    """Where nothing was changed, no file is understood, no page made, and no page written."""
    work = built(site).work
    assert (work.parsed, work.judged, work.made) == (0, WITH_A_WAIVER, set())
    assert work.taken == PAGES


def test_from_nothing(clinic_copy: Project) -> None:
    """A build from nothing counts everything, and every byte of the site."""
    result = built(clinic_copy)
    entries = len(list((clinic_copy.folder / "content").glob("*/*.md")))
    files = clinic_copy.files()
    assert (result.work.parsed, result.work.judged) == (entries, entries)
    assert result.work.made == {path for path in files if path.endswith(".html")}
    assert (len(result.work.made), result.work.taken) == (PAGES, 0)
    assert result.work.written == sum(map(len, files.values()))


def test_bytes_of_one_page(site: Project) -> None:
    """When one page was made anew, its bytes are written, and those that an index has of it."""
    built(site, CMS_INDEX="now")
    nothing = built(site, CMS_INDEX="now").work.written
    before = site.files()
    change(site, f"content/{CONDITION}", "\n## ", "\nA sentence more.\n\n## ")
    written = built(site, CMS_INDEX="now").work.written
    after = site.files()
    new = {path for path, content in after.items() if before.get(path) != content}
    of_the_index = {path for path in new if path.startswith(f"{FOLDER}/")}
    assert new - of_the_index == {"conditions/whiplash/index.html"}
    assert len([path for path in of_the_index if "fragment" in path]) == 1
    assert written == nothing + sum(len(after[path]) for path in new)


def test_body(site: Project) -> None:
    """A change of a text makes its own page."""
    change(site, f"content/{CONDITION}", "\n## ", "\nA sentence more.\n\n## ")
    work = built(site).work
    assert (work.parsed, work.judged) == (1, 1 + WITH_A_WAIVER)
    assert work.made == {"conditions/whiplash/index.html"}


def test_comment(site: Project) -> None:
    """A comment in front matter makes no page: nobody sees it."""
    change(site, f"content/{CONDITION}", "title:", "# Look at this again.\ntitle:")
    work = built(site).work
    assert (work.parsed, work.judged, work.made) == (1, 1 + WITH_A_WAIVER, set())


def test_title(site: Project) -> None:
    """A title makes its page, and those that name it: lists, links, and the list of sources."""
    change(site, f"content/{CONDITION}", "title: Whiplash\n", "title: Whiplash injury\n")
    work = built(site).work
    linked_from = 1
    assert (work.parsed, work.judged) == (1, 1 + linked_from + WITH_A_WAIVER)
    assert work.made == {
        "conditions/index.html",
        "conditions/neck-pain-and-tension-headaches/index.html",
        "conditions/whiplash/index.html",
        "evidence/index.html",
        "index.html",
        *OF_SOURCES,
        "search/index.html",
    }


def test_field_that_no_list_shows(site: Project) -> None:
    """A field that is on no card makes the page of its entry alone."""
    change(site, f"content/{CONDITION}", "\nsymptoms:\n  - ", "\nsymptoms:\n  - Often, ")
    work = built(site).work
    assert (work.parsed, work.judged) == (1, 1 + WITH_A_WAIVER)
    assert work.made == {"conditions/whiplash/index.html"}


def test_field_of_a_page(site: Project) -> None:
    """The menu on all pages shows the title and the place of a page, and none of its fields."""
    change(
        site,
        "content/pages/how-sure.md",
        "reviewed:",
        "changes:\n  - on: 2026-11-20\n    what: More words\nreviewed:",
    )
    assert built(site).work.made == {"how-sure/index.html"}


def test_title_of_a_post(site: Project) -> None:
    """The title of a post makes its page and the lists in which it stands, of no other tag."""
    change(site, f"content/{POST}", "a first visit\n", "first\n")
    made = built(site).work.made
    own = {"blog/first-visit/index.html", "blog/tag/first-visit/index.html"}
    assert made == {*OF_A_POST, *own, *OF_SOURCES}


def test_field_of_a_claim(site: Project) -> None:
    """The words of a claim make the page and those that look at the claims of the entry."""
    change(site, f"content/{CONDITION}", "a tiny gain", "a small gain")
    work = built(site).work
    assert (work.parsed, work.judged) == (1, 1 + WITH_A_WAIVER)
    assert work.made == {
        "conditions/index.html",
        "conditions/whiplash/index.html",
        "evidence/index.html",
        "index.html",
        "people/website-team/index.html",
        "search/index.html",
    }


def test_template(site: Project) -> None:
    """A template makes the pages that use it; no file is understood or judged for it."""
    change(site, "theme/templates/article.html", '<p class="byline">', '<p class="byline new">')
    work = built(site).work
    posts = (site.folder / "content/posts").glob("*.md")
    assert (work.parsed, work.judged) == (0, WITH_A_WAIVER)
    assert work.made == {f"blog/{post.stem}/index.html" for post in posts}


def test_base_template(site: Project) -> None:
    """The template that all others extend makes all pages."""
    change(site, "theme/templates/base.html", '<main id="main">', '<main id="main" class="new">')
    assert len(built(site).work.made) == PAGES


def test_component(site: Project) -> None:
    """A component may stand on any page: all are made, and those that show it are written."""
    nothing = built(site).work.written
    change(site, "theme/components/key-facts/template.html", "<", "<!-- new --><")
    work = built(site).work
    files = site.files()
    changed = {path for path in files if re.search(r"(^|/)conditions/.+/index\.html", path)}
    assert (work.parsed, work.judged, len(work.made)) == (0, WITH_A_WAIVER, PAGES)
    assert work.written == nothing + sum(len(files[path]) for path in changed)


def test_setting(site: Project) -> None:
    """Another setting makes all pages, and the former one gets back those that it had."""
    other = built(site, SITENAME="Needles").work
    again = built(site).work
    assert (other.parsed, other.judged, len(other.made)) == (0, WITH_A_WAIVER, PAGES)
    assert (again.parsed, again.judged, len(again.made)) == (0, WITH_A_WAIVER, 0)


def test_reference(site: Project) -> None:
    """A source makes the pages that cite it, and the lists of all sources and of all claims."""
    file = site.folder / "content/references.json"
    records = json.loads(file.read_text("utf-8"))
    (record,) = (one for one in records if one["id"] == "sterling-2015-whiplash")
    record["title"] += ", again"
    file.write_text(json.dumps(records), "utf-8")
    work = built(site).work
    assert (work.parsed, work.judged) == (0, WITH_A_WAIVER)
    assert work.made == {
        "about/index.html",
        "conditions/index.html",
        "conditions/whiplash/index.html",
        "dry-needling/index.html",
        "evidence/index.html",
        "references/index.html",
        *OF_SOURCES,
    }


def test_meaning_of_a_word(site: Project) -> None:
    """What a word of the glossary means makes the glossary alone."""
    change(site, "content/glossary/fascia.md", "Thin, tough", "Thin, strong")
    work = built(site).work
    assert (work.parsed, work.judged) == (1, 1 + WITH_A_WAIVER)
    assert work.made == {"glossary/index.html"}


def test_word(site: Project) -> None:
    """A word of the glossary may stand on any page: all are made, and few of them written."""
    nothing = built(site).work.written
    before = site.files()
    change(site, "content/glossary/fascia.md", "title: fascia", "title: fasciae")
    work = built(site).work
    after = site.files()
    changed = {path for path, content in after.items() if before.get(path) != content}
    assert (work.parsed, len(work.made)) == (1, PAGES)
    assert {path for path in changed if path.endswith(".html")} == {
        "dry-needling/index.html",
        "glossary/index.html",
        "search/index.html",
    }
    assert work.written == nothing + sum(len(after[path]) for path in changed)


def test_data_file(site: Project) -> None:
    """The details of the clinic stand on all pages; a comment beside them on none."""
    change(site, "content/clinic.yaml", "# The number that", "# The telephone number that")
    comment = built(site).work
    change(site, "content/clinic.yaml", "911 or", "112 or")
    details = built(site).work
    assert (comment.parsed, comment.judged, comment.made) == (0, WITH_A_WAIVER, set())
    assert (details.parsed, details.judged, len(details.made)) == (0, WITH_A_WAIVER, PAGES)


def test_rules_file(site: Project) -> None:
    """What the checks look for judges all entries anew, and makes no page."""
    change(site, "content/rules.yaml", "highest_grade: 8", "highest_grade: 9")
    work = built(site).work
    entries = len(list((site.folder / "content").glob("*/*.md")))
    assert (work.parsed, work.judged, work.made) == (0, entries, set())


def test_add_rename_delete(site: Project) -> None:
    """A post that is added, renamed or deleted makes its page and the lists in which it stands."""
    file = site.write("posts/new.md", NEW_POST.format(more=""))
    added = built(site).work
    file.rename(file.with_name("newer.md"))
    renamed = built(site).work
    assert not (site.output / "blog/new").exists()
    file.with_name("newer.md").unlink()
    deleted = built(site).work
    assert not (site.output / "blog/newer").exists()
    assert (added.parsed, added.judged) == (1, 1 + WITH_A_WAIVER)
    assert (renamed.parsed, renamed.judged) == (1, 1 + WITH_A_WAIVER)
    assert (deleted.parsed, deleted.judged) == (0, WITH_A_WAIVER)
    assert added.made == {*OF_A_POST, "blog/new/index.html"}
    assert renamed.made == {*OF_A_POST, "blog/newer/index.html"}
    assert deleted.made == OF_A_POST


def test_clock(site: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a post expires, its notice and its lists are made; an hour or a day alone makes none."""
    site.write("posts/new.md", NEW_POST.format(more="expires_at: 2026-12-10 12:00\n"))
    moment = int(os.environ["SOURCE_DATE_EPOCH"])
    built(site)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(moment + 3600))
    hour = built(site).work
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(moment + 24 * 3600))
    day = built(site).work
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(moment + 16 * 24 * 3600))
    expired = built(site).work
    assert (hour.parsed, hour.made) == (0, set())
    assert (day.parsed, day.made) == (0, set())
    assert expired.parsed == 0
    assert expired.made == {*OF_A_POST, "blog/new/index.html"}


def test_picture(site: Project) -> None:
    """A picture makes the pages that show it, where they say its size; others are copied."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="10"></svg>'
    site.write("images/needle.svg", svg.format(10))
    change(
        site,
        f"content/{CONDITION}",
        "reviewed: not yet\n",
        "reviewed: not yet\nimage:\n  src: images/needle.svg\n  alt: A needle\n",
    )
    built(site)
    site.write("images/needle.svg", svg.format(20))
    shown = built(site).work
    site.write("images/unused.svg", svg.format(30))
    unused = built(site).work
    assert (shown.parsed, shown.judged) == (0, WITH_A_WAIVER)
    assert shown.made == {"conditions/whiplash/index.html"}
    assert (unused.parsed, unused.made) == (0, set())


@pytest.mark.parametrize(
    ("file", "pages", "number"),
    [
        ("styles/base.css", "", PAGES),
        ("components/key-facts/style.css", "(es/)?conditions/.+/", 12),
    ],
)
def test_style(site: Project, file: str, pages: str, number: int) -> None:
    """A style makes the pages of each kind that shows it: they name their sheet by its content."""
    (site.folder / "theme" / file).open("a", encoding="utf-8").write("\nh6 { color: inherit }\n")
    work = built(site).work
    assert (work.parsed, work.judged) == (0, WITH_A_WAIVER)
    assert work.made == {path for path in stamps(site) if re.match(pages, path)}
    assert len(work.made) == number


def test_other_files_of_the_theme(site: Project) -> None:
    """A drawing or a document of the theme makes no page."""
    for name in ("static/icon.svg", "components/key-facts/README.md"):
        (site.folder / "theme" / name).open("a", encoding="utf-8").write("\n")
    assert built(site).work.made == set()


def test_files_are_not_touched(site: Project) -> None:
    """A page that is not made anew is the same file, however many builds there were."""
    built(site)
    before = stamps(site)
    change(site, f"content/{CONDITION}", "title: Whiplash\n", "title: Whiplash injury\n")
    made = built(site).work.made
    built(site, SITENAME="Needles")
    change(site, f"content/{CONDITION}", "title: Whiplash injury\n", "title: Whiplash\n")
    built(site)
    built(site)
    after = stamps(site)
    assert len(before) > len(made)
    assert {path for path in before if after[path] != before[path]} <= made


def test_pages_made_the_same_are_not_touched(site: Project) -> None:
    """A page that was made anew, and came out the same, is the same file."""
    built(site)
    before, texts = stamps(site), site.files()
    change(site, "content/glossary/fascia.md", "title: fascia", "title: fasciae")
    assert len(built(site).work.made) == PAGES
    after, now = stamps(site), site.files()
    assert {path for path in before if after[path] != before[path]} == {
        path for path in before if now[path] != texts[path]
    }


@pytest.fixture
def parsed(site: Project, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of entries that are parsed, in their order."""
    parsed: list[str] = []
    parse = loader.parse

    def counted(raw: bytes, path: str) -> Document | Problems:
        parsed.append(path.removeprefix("content/"))
        return parse(raw, path)

    built(site)
    monkeypatch.setattr(loader, "parse", counted)
    return parsed


WAIVING = "pages/benefits.md"


def test_untouched_files_are_not_read(site: Project, parsed: list[str]) -> None:
    """Where nothing was changed, the file of no entry is parsed, but of one with a waiver."""
    built(site)
    assert parsed == [WAIVING]


def test_lists_read_no_files(site: Project, parsed: list[str]) -> None:
    """After a title, lists are made from faces and cards: only pages that are made are parsed."""
    change(site, f"content/{CONDITION}", "title: Whiplash\n", "title: Whiplash injury\n")
    made = built(site).work.made
    assert {"conditions/index.html", "evidence/index.html", "index.html"} < made
    assert sorted(path for path in parsed if path.startswith("conditions/")) == [
        "conditions/neck-pain-and-tension-headaches.md",
        "conditions/whiplash.md",
    ]
