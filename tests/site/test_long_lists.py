"""Lists that are too long for one page: they stand on several, and none of it is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.clinic import claims, finding, overview, registers, source_lists
from plugins.cms.entries import Entry
from plugins.cms.publish.build import build
from plugins.cms.site import Site
from tests.conftest import Project, copy_of_the_clinic, filled_in

FEW = 4


@pytest.fixture(scope="module")
def divided(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The real site where a page has room for very little."""
    project = filled_in(copy_of_the_clinic(tmp_path_factory.mktemp("divided")))
    with pytest.MonkeyPatch.context() as patch:
        make_short(patch)
        outcome = project.build()
    assert (outcome.code, outcome.err) == (0, "")
    return project


def make_short(patch: pytest.MonkeyPatch) -> None:
    """Let no page have room for more than a few items."""
    patch.setattr(registers, "MOST_CONDITIONS", FEW)
    patch.setattr(overview, "MOST_SUBJECTS", FEW)
    patch.setattr(finding, "MOST_NAMES", FEW)
    patch.setattr(source_lists, "_MOST_PAGES", FEW)


def links(page: BeautifulSoup, selector: str) -> list[str]:
    """Where the links of a part of a page lead, below the site."""
    return [str(one["href"])[1:] for one in page.select(selector)]


def parts(project: Project, address: str, selector: str) -> list[list[str]]:
    """The links of each page of a list, in the order in which one leads to the next."""
    found, here = [], f"{address}page/1/"
    while True:
        page = project.page(here)
        found.append(links(page, selector))
        onward = links(page, "a[rel=next]")
        if not onward:
            return found
        assert links(project.page(onward[0]), "a[rel=prev]") == [here]
        here = onward[0]


def whole(found: list[list[str]]) -> list[str]:
    """The items of all pages of a list, of which each page has some."""
    assert all(found)
    return [link for page in found for link in page]


def test_each_condition_stands_on_one_page_of_the_list(divided: Project, clinic: Project) -> None:
    """The pages of the list have the conditions of the list on one page, in the same order."""
    every = links(clinic.page("conditions/"), ".cards .link-card__link")
    found = parts(divided, "conditions/", ".cards .link-card__link")
    assert whole(found) == every and len(every) > FEW
    assert max(map(len, found)) == FEW


def test_the_page_of_conditions_leads_to_each_part(divided: Project) -> None:
    """By their first and last names, and so do the parts of the body."""
    page = divided.page("conditions/")
    assert not page.select(".cards")
    section = page.find(id="a-to-z").parent  # type: ignore[union-attr]
    assert section is not None
    assert all(" to " in one.get_text() for one in section.select("a"))
    assert len(links(page, "#region-neck a")) > 1


def test_a_part_of_the_body_has_a_list_of_its_own(divided: Project, clinic: Project) -> None:
    """It has the conditions that are about this part, and no others."""
    every = links(clinic.page("conditions/"), "#region-neck a")
    found = parts(divided, "conditions/neck/", ".cards .link-card__link")
    assert whole(found) == every and len(every) > FEW


def test_no_claim_is_lost(divided: Project, clinic: Project) -> None:
    """The pages of the evidence have each claim that stood on one page."""
    selector = ".evidence-table .stacked-table__name a"
    every = links(clinic.page("evidence/"), selector)
    assert whole(parts(divided, "evidence/", selector)) == every
    assert len(links(divided.page("evidence/"), ".link-chips a")) == len(
        parts(divided, "evidence/", selector)
    )


def test_no_name_is_lost(divided: Project, clinic: Project) -> None:
    """The pages from A to Z have each name that stood on one page."""
    every = links(clinic.page("search/"), ".a-to-z__link")
    assert whole(parts(divided, "search/", ".a-to-z__link")) == every


def test_the_first_page_leads_to_the_list(divided: Project) -> None:
    """It names no conditions itself where there are very many."""
    section = divided.page("").find(id="conditions").parent  # type: ignore[union-attr]
    assert section is not None
    assert [one["href"] for one in section.select("a")] == ["/conditions/"]


def test_the_list_stands_above_its_pages(divided: Project) -> None:
    """The trail of a page leads back to what its list belongs to."""
    for path in ("conditions/page/2/", "conditions/neck/page/1/"):
        assert links(divided.page(path), ".breadcrumbs a") == ["", "conditions/"]


def test_a_source_names_some_of_the_pages_that_cite_it(divided: Project) -> None:
    """How many more there are is said beside them."""
    said = [
        page.get_text()
        for part in ("a-to-d", "e-to-k")
        for page in divided.page(f"references/{part}/").select(".reference-list--plain > li")
    ]
    assert any(re.search(r"and \d+ pages more, in the file of all sources", one) for one in said)


def test_a_new_title_remakes_no_page_that_does_not_show_it(
    clinic_copy: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the pages of a long list, those with other items stay as they are."""
    make_short(monkeypatch)
    monkeypatch.chdir(clinic_copy.folder)
    build(Path(clinic_copy.settings))
    file = clinic_copy.folder / "content/conditions/sciatica.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title: Sciatica", "title: Sciatica again"), encoding="utf-8")
    made = build(Path(clinic_copy.settings)).work.made
    assert "conditions/sciatica/index.html" in made
    for lists in ("conditions/page", "evidence/page"):
        some = {path for path in made if path.startswith(f"{lists}/")}
        assert len(some) == 1 < len(list((clinic_copy.output / lists).iterdir()))
    names = {
        path.relative_to(clinic_copy.output.resolve()).as_posix()
        for path in clinic_copy.output.resolve().glob("search/page/*/index.html")
        if "Sciatica again" in path.read_text(encoding="utf-8")
    }
    assert {path for path in made if path.startswith("search/page/")} == names


def test_a_new_title_remakes_no_other_rows_of_the_tables(
    clinic_copy: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the files of all claims, what other entries say is taken as it was written."""
    monkeypatch.chdir(clinic_copy.folder)
    build(Path(clinic_copy.settings))
    asked: list[str] = []

    def of(entry: Entry, site: Site) -> Iterator[claims.ClaimRow]:
        asked.append(entry.path)
        return rows_of(entry, site)

    rows_of = claims.of
    monkeypatch.setattr(claims, "of", of)
    file = clinic_copy.folder / "content/conditions/sciatica.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title: Sciatica", "title: Sciatica again"), encoding="utf-8")
    build(Path(clinic_copy.settings))
    assert asked == ["content/conditions/sciatica.md"]
    assert "Sciatica again" in (clinic_copy.output / "evidence/claims.csv").read_text("utf-8")


def test_a_new_name_comes_to_the_page_where_it_belongs(
    clinic_copy: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another name of a condition, which only its own page and the list from A to Z show."""
    make_short(monkeypatch)
    assert clinic_copy.build().code == 0
    file = clinic_copy.folder / "content/conditions/sciatica.md"
    text = file.read_text(encoding="utf-8")
    assert "also_known_as:\n" in text
    named = text.replace("also_known_as:\n", "also_known_as:\n  - Aaa\n")
    file.write_text(named, encoding="utf-8")
    assert clinic_copy.build().code == 0
    assert clinic_copy.page("search/page/1/").select(".a-to-z__link")[0].get_text() == "Aaa"


def test_very_many_posts_stand_on_the_pages_of_their_years(clinic_copy: Project) -> None:
    """The archive leads to the years, and a person names some of their posts."""
    for number in range(101):
        clinic_copy.write(f"posts/post-{number}.md", POST.format(number=number))
    assert clinic_copy.build().code == 0
    archive = clinic_copy.page("blog/archive/")
    assert not archive.select(".post-list")
    assert "101 posts" in archive.get_text()
    year = clinic_copy.page("blog/archive/2025/").select(".post-list__item")
    person = clinic_copy.page("people/website-team/")
    assert (len(year), len(person.select(".post-list__item"))) == (101, 50)
    assert links(person, "main section > p > a") == ["blog/"]


POST = """---
title: Post number {number}
status: published
date: 2025-11-10
summary: A few words on number {number} for people who ask.
category: Your visit
authors: [website-team]
reviewed: not yet
---

A short text.
"""
