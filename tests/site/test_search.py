"""What can be searched for: the index of a site, and the list that is there without it."""

from __future__ import annotations

import gzip
import json
import shutil
from typing import Any

import pytest

from plugins.cms.collection import Findable
from plugins.cms.publish.build import Built, build
from plugins.cms.search import ENTRY, FOLDER, Extract, extracts_of, make_index
from tests.conftest import Project

PAGES = [Extract(f"/{name}/", f"<html lang='en'><body>{name}</body>") for name in ("one", "two")]


@pytest.fixture(scope="module")
def clinic(clinic: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The real site with an index. Only to look at."""
    copy = Project(tmp_path_factory.mktemp("searched") / "site", clinic.settings)
    shutil.copytree(clinic.folder, copy.folder, symlinks=True)
    built(copy)
    return copy


def fragments(project: Project) -> dict[str, dict[str, Any]]:
    """What the index has of each thing that can be found, by its address."""
    found = {}
    for file in (project.output / FOLDER / "fragment").iterdir():
        one = json.loads(gzip.decompress(file.read_bytes())[len(b"pagefind_dcd") :])
        found[one["url"]] = one
    return found


def index(project: Project) -> dict[str, bytes]:
    return {path: raw for path, raw in project.files().items() if path.startswith(FOLDER)}


def built(project: Project, **overrides: object) -> Built:
    return build(project.folder / project.settings, CMS_INDEX="now", **overrides)


def test_a_page_is_found_by_what_it_alone_says(clinic: Project) -> None:
    """With its title, kind, other names and places, and without what many pages share."""
    found = fragments(clinic)["/conditions/spinal-issues/"]
    assert found["meta"]["title"] == "Spinal issues"
    assert "Back pain" in found["meta"]["names"]
    assert found["filters"]["kind"] == ["Condition"]
    assert "Low back" in found["filters"]["region"]
    text = found["content"]
    assert "a narrow spinal canal" in text and "Can dry needling fix a disc" in text
    page = clinic.page("conditions/spinal-issues/").get_text(" ")
    for words in ("Not yet reviewed", "On this page"):
        assert words in page and words not in text


def test_words_and_benefits_are_found_where_they_stand(clinic: Project) -> None:
    """What has no page of its own is found by itself, and leads to its place on a page."""
    found = fragments(clinic)
    word = found["/glossary/#trigger-point"]
    assert word["meta"]["title"] == "trigger point" and "trigger points" in word["meta"]["names"]
    assert word["content"].startswith("A tender, tight spot")
    assert "/benefits/#blood-flow" in found
    assert "tender, tight spot" not in found["/glossary/"]["content"]


def test_only_what_readers_see_is_found(clinic_copy: Project) -> None:
    """No draft, nothing that has expired, no list of posts, no page for wrong addresses."""
    post = (clinic_copy.folder / "content/posts/first-visit.md").read_text("utf-8")
    for name, lines in (
        ("not-yet", "status: draft"),
        ("no-more", "status: published\nexpires_at: 2026-11-24 08:00"),
    ):
        other = post.replace("status: published", lines, 1).replace("a first visit", name, 1)
        clinic_copy.write(f"posts/{name}.md", other.replace("summary: ", f"summary: {name} ", 1))
    found = fragments_of(clinic_copy)
    files = clinic_copy.files()
    assert {"drafts/post/not-yet/index.html", "blog/no-more/index.html"} <= files.keys()
    assert not [url for url in found if "not-yet" in url or "no-more" in url]
    assert not {"/404.html", "/blog/", "/search/"} & found.keys()
    assert "/blog/first-visit/" in found


def test_the_index_is_the_same_each_time(clinic: Project, tmp_path: Any) -> None:
    """Two builds from nothing give the same bytes, and so does one that takes what was kept."""
    first = index(clinic)
    assert f"{FOLDER}/{ENTRY}" in first and len(first) > 60
    copy = Project(tmp_path / "site", clinic.settings)
    shutil.copytree(clinic.folder, copy.folder, symlinks=True)
    built(copy)
    assert index(copy) == first
    shutil.rmtree(copy.folder / ".cache")
    built(copy)
    assert index(copy) == first


def test_filters_and_languages_have_an_order() -> None:
    """Whatever order Pagefind has them in: here it is asked ten times."""
    many = [
        Extract(
            f"/{number}/",
            f"<html lang='{'de' if number % 3 else 'en'}'><head>"
            f"<meta data-pagefind-filter='kind[content]' content='{number}'>"
            f"<meta data-pagefind-filter='part[content]' content='{number % 5}'></head>"
            f"<body>word{number} common</body></html>",
        )
        for number in range(12)
    ]
    first = make_index(many)
    assert all(make_index(many) == first for _ in range(9))


def test_a_change_of_a_text_is_in_the_index(clinic: Project, tmp_path: Any) -> None:
    """And what was found before is not: the file of the index for the page is another one."""
    copy = Project(tmp_path / "site", clinic.settings)
    shutil.copytree(clinic.folder, copy.folder, symlinks=True)
    file = copy.folder / "content/conditions/whiplash.md"
    file.write_text(file.read_text("utf-8").replace("\n## ", "\nZebras.\n\n## ", 1), "utf-8")
    before = set(index(copy))
    built(copy)
    assert "Zebras" in fragments(copy)["/conditions/whiplash/"]["content"]
    assert len(fragments(copy)) == len(fragments(clinic))
    assert len(set(index(copy)) - before) < 10


def test_other_plugins_are_no_harm(clinic_copy: Project) -> None:
    """Where each page is made anew since others look at them, the index is the same."""
    names = set(fragments_of(clinic_copy, RELATIVE_URLS=True))
    assert {"/conditions/whiplash/", "/glossary/#trigger-point"} <= names


def fragments_of(project: Project, **overrides: object) -> dict[str, dict[str, Any]]:
    built(project, **overrides)
    return fragments(project)


def test_without_pagefind_there_is_the_list(clinic_copy: Project) -> None:
    """A site without an index says so when it is built, loads no script and shows no field."""
    settings = clinic_copy.folder / clinic_copy.settings
    settings.write_text(settings.read_text("utf-8") + "\nCMS_SEARCH = False\n", "utf-8")
    outcome = clinic_copy.build()
    assert outcome.code == 0
    assert "cannot be searched" in outcome.out
    page = clinic_copy.page("search/")
    assert not page.select("script[src], form, input")
    assert page.select(".a-to-z a[href='/conditions/spinal-issues/']")
    assert not index(clinic_copy)
    policy = (clinic_copy.output / "_headers").read_text("utf-8")
    assert "wasm" not in policy


def test_the_list_has_everything(clinic: Project) -> None:
    """Conditions and their other names, words, benefits, posts and pages, by letter."""
    page = clinic.page("search/")
    links = {link.get_text(): link["href"] for link in page.select(".a-to-z a")}
    assert links["Whiplash"] == "/conditions/whiplash/"
    assert links["Back pain"] == links["Spinal issues"] == "/conditions/spinal-issues/"
    assert links["trigger point"] == "/glossary/#trigger-point"
    assert links["What to expect at a first visit"] == "/blog/first-visit/"
    assert links["Is dry needling safe?"] == "/safety/"
    assert "Search" not in links and "Page not found" not in links
    letters = [one.get_text() for one in page.select(".a-to-z h3")]
    assert letters == sorted(letters)


def test_the_index_stays_out_of_what_is_published_for_ever(clinic: Project) -> None:
    """Addresses of an index change with each text: the ledger does not hold them."""
    urls = built(clinic).urls
    assert "/search/" in urls
    assert not [url for url in urls if FOLDER in url]


def test_what_pagefind_refuses_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """A program that is broken fails the build in plain words, whatever it does."""
    import pagefind_bin

    from plugins.cms.errors import BuildFailure

    for script in ("exit 3", "head -c 1 >/dev/null; echo nothing"):
        program = tmp_path / "program"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(pagefind_bin, "get_executable", lambda program=program: program)
        with pytest.raises(BuildFailure, match="Pagefind"):
            make_index(PAGES)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<main><h1>T</h1><p>a<sup><a href='#ref-x'>1</a></sup></p></main>", "<p>a</p>"),
        ("<main><nav>n</nav><p data-pagefind-ignore>x</p><p>a</p></main>", "<p>a</p>"),
        ("<main><div><span>a</span> <em>b</em></div></main>", "a b"),
        ("<body><p>no main part</p></body>", None),
    ],
)
def test_extracts(html: str, text: str | None) -> None:
    """Only the main text counts, without titles, ways to other pages and numbers of sources."""
    found = list(extracts_of(f"<html lang='en'>{html}", "a/index.html", Findable("T", "Page")))
    bodies = [one.html.partition("<body>")[2].removesuffix("</body></html>") for one in found]
    assert bodies == ([] if text is None else [text])
    assert all(one.url == "/a/" for one in found)
