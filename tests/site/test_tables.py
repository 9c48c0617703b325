"""The tables of the site, and the same as files."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import Any

from bs4 import BeautifulSoup, Tag

from tests.conftest import Project

COMPARISON = "compare/dry-needling-vs-acupuncture"


def words(element: Tag | None) -> str:
    """What readers see of an element, without the numbers of sources."""
    assert element
    copy = BeautifulSoup(str(element), "html.parser")
    for hidden in copy.select(".citation, .basis, .stacked-table__label"):
        hidden.decompose()
    return " ".join(copy.get_text(" ").split())


def close(text: str) -> str:
    """A text without spaces: where a link or a number stood, there may be one more."""
    return "".join(text.split())


def records(project: Project, path: str) -> list[dict[str, Any]]:
    """The rows of a table as JSON has them; those of the CSV are held against them."""
    rows = json.loads((project.output / f"{path}.json").read_bytes())["rows"]
    text = (project.output / f"{path}.csv").read_text(encoding="utf-8")
    read = list(csv.DictReader(io.StringIO(text)))
    assert read == [
        {
            name: "; ".join(value) if isinstance(value, list) else value or ""
            for name, value in row.items()
        }
        for row in rows
    ]
    return list(rows)


def test_the_files_of_a_comparison_say_what_its_table_says(clinic: Project) -> None:
    """Each aspect in its order, with both texts, the verdict, the note, the sides and sources."""
    page = clinic.page(f"{COMPARISON}/")
    rows = page.select(".comparison-table tbody tr")
    found = records(clinic, COMPARISON)
    assert len(rows) == len(found) > 10
    for row, record in zip(rows, found, strict=True):
        first, second, last = row.select("td")
        assert words(row.th) == record["aspect"]
        assert close(words(first)) == close(record["dry_needling"])
        assert close(words(second)) == close(record["acupuncture"])
        assert words(last).lower().startswith(record["verdict"])
        for text in (record["note"], record["certainty"], *record["sides"]):
            assert close(text or "").lower() in close(words(last)).lower()
        for cell, name in ((first, "dry_needling_sources"), (second, "acupuncture_sources")):
            cited = {link["href"] for link in cell.select(".citation a")}
            assert len(cited) == len(record[name])


def test_every_cell_has_its_sources_or_says_that_it_has_none(clinic: Project) -> None:
    """A number that leads to a source, or the words for general knowledge."""
    for cell in clinic.page(f"{COMPARISON}/").select(".comparison-table td"):
        said = "not yet checked by a clinician" in cell.get_text()
        assert cell.select(".citation a") or said, cell


def test_the_counts_are_those_of_the_table(clinic: Project) -> None:
    """The line at the top and the labels of the choice say how many rows have each verdict."""
    page = clinic.page(f"{COMPARISON}/")
    verdicts = Counter(row["verdict"] for row in records(clinic, COMPARISON))
    tally = [mark.get_text().split() for mark in page.select(".page-header [class*=verdict--]")]
    assert {name: int(number) for number, name in tally} == verdicts
    for name, number in verdicts.items():
        choice = page.find("input", value=name)
        assert choice and choice.parent and f"({number})" in choice.parent.get_text()


def test_a_text_that_looks_like_a_formula_stays_a_text(clinic_copy: Project) -> None:
    """An author writes what a spreadsheet would carry out: the file for it has it disarmed."""
    file = clinic_copy.folder / f"content/comparisons/{COMPARISON.partition('/')[2]}.md"
    source = file.read_text(encoding="utf-8")
    assert "name: The needle\n" in source
    evil = '=HYPERLINK("https://bad.example","Help")'
    file.write_text(source.replace("name: The needle\n", f"name: '{evil}'\n"), encoding="utf-8")
    assert clinic_copy.build().code == 0
    data = (clinic_copy.output / f"{COMPARISON}.csv").read_text(encoding="utf-8")
    names = [row["aspect"] for row in csv.DictReader(io.StringIO(data))]
    assert f"'{evil}" in names and evil not in names
    assert evil in [words(one) for one in clinic_copy.page(f"{COMPARISON}/").select("tbody th")]


def test_files_of_a_page_that_moved_are_at_both_addresses(clinic_copy: Project) -> None:
    """Who kept the address of a table still gets it."""
    new = "needling-and-acupuncture"
    assert clinic_copy.rename("comparison", COMPARISON.partition("/")[2], new).code == 0
    assert clinic_copy.build().code == 0
    for ending in ("csv", "json"):
        old = clinic_copy.output / f"{COMPARISON}.{ending}"
        assert old.read_bytes() == (clinic_copy.output / f"compare/{new}.{ending}").read_bytes()


def test_the_overview_has_every_claim_about_an_effect(clinic: Project) -> None:
    """Those that say how sure they are, in the order of the file, each with where it stands."""
    page = clinic.page("evidence/")
    rows = page.select(".evidence-table .stacked-table__row")
    graded = [one for one in records(clinic, "evidence/claims") if "fact" not in one["certainty"]]
    assert len(graded) > 50
    assert [row.th.a["href"] for row in rows if row.th and row.th.a] == [
        one["page"] for one in graded
    ]
    for row, claim in zip(rows, graded, strict=True):
        statement, certainty = row.select("td")
        assert close(words(statement)) == close(claim["statement"])
        assert len(certainty.select("a")) == len(claim["references"])
        assert claim["references"] or "General knowledge" in words(certainty)
        levels = str(row["data-level"]).split()
        assert claim["certainty"].replace(" ", "-") in levels
        assert ("disputed" in levels) == (claim["sources_disagree"] == "yes")


def test_a_claim_leads_to_the_place_where_it_stands(clinic: Project) -> None:
    """The words of the claim are at the address that its name leads to."""
    pages: dict[str, BeautifulSoup] = {}
    for claim in records(clinic, "evidence/claims"):
        address, _, place = claim["page"].partition("#")
        page = pages.setdefault(address, clinic.page(address[1:]))
        there = page.find(id=place)
        assert isinstance(there, Tag), claim["page"]
        if there.name == "h2":
            there = there.parent
        said = claim["statement"] if claim["group"] != "Comparison" else claim["about"]
        assert close(said) in close(words(there)), claim["page"]


def test_each_source_has_one_short_name_that_leads_to_it(clinic: Project) -> None:
    """In the index and beside claims, it leads to where the source is in full, once for all."""
    links = clinic.page("references/").select(".reference-index a")
    sources = records(clinic, "references/sources")
    assert len(links) == len(sources) == len({link.get_text() for link in links})
    names = {str(link["href"]): link.get_text() for link in links}
    for address, name in names.items():
        page, _, place = address.partition("#")
        found = clinic.page(page[1:]).find(id=place)
        assert isinstance(found, Tag) and "Cited on" in found.get_text(), name
    beside = clinic.page("evidence/").select('.evidence-table a[href*="/references/"]')
    assert len(beside) > 50
    assert all(names[str(link["href"])] == link.get_text() for link in beside)
