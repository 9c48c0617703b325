"""Each kind of page has one style sheet of its own, with all that its pages need."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from tests.conftest import ROOT, Project

THEME = ROOT / "theme"
COMPONENTS = {path.name for path in (THEME / "components").iterdir() if path.is_dir()}
SHEET = re.compile(r"/theme/site\.[0-9a-f]{10}\.css")


def blocks(css: str) -> set[str]:
    """The components whose classes a style sheet names: `.link-card__title` is of `link-card`."""
    return COMPONENTS & set(re.findall(r"\.([a-z]+(?:-[a-z]+)*)", css))


@pytest.fixture(scope="module")
def pages(clinic: Project) -> dict[str, tuple[BeautifulSoup, str]]:
    """Every page of the site, by its path, with the text of its style sheet."""
    files = clinic.files()
    found = {}
    for path, html in files.items():
        names = SHEET.findall(html.decode()) if path.endswith(".html") else []
        if names:
            (name,) = names
            found[path] = BeautifulSoup(html, "html.parser"), files[name[1:]].decode()
    return found


def test_a_sheet_has_every_style_of_its_page(pages: dict[str, tuple[BeautifulSoup, str]]) -> None:
    """No class on a page is styled by the theme and not by the sheet of that page."""
    styled = {
        name
        for path in THEME.rglob("*.css")
        for name in re.findall(r"\.([a-z][\w-]*)", path.read_text("utf-8"))
    }
    for path, (page, css) in pages.items():
        on_page = {name for one in page.find_all(class_=True) for name in one["class"]}
        known = set(re.findall(r"\.([a-z][\w-]*)", css))
        assert (on_page & styled) - known == set(), path


@pytest.mark.parametrize(
    ("path", "missing"),
    [
        ("index.html", {"evidence-table", "glossary-list", "question-list"}),
        ("404.html", {"certainty", "care-card", "basis", "review-state"}),
        ("blog/index.html", {"certainty", "care-card", "claim"}),
        ("conditions/sciatica/index.html", {"evidence-table", "post-list", "link-chips"}),
        ("references/index.html", {"glossary-list", "evidence-table", "claim"}),
    ],
)  # fmt: skip
def test_a_sheet_has_no_style_of_another_page(
    pages: dict[str, tuple[BeautifulSoup, str]], path: str, missing: set[str]
) -> None:
    """Components that a kind of page cannot show have no style there."""
    assert missing <= COMPONENTS and blocks(pages[path][1]).isdisjoint(missing)


def test_the_same_style_sheet_is_one_file(clinic: Project) -> None:
    """Pages of a kind share their sheet, and every sheet is named by a page."""
    files = clinic.files()
    named = {name[1:] for html in files.values() for name in SHEET.findall(html.decode("latin-1"))}
    assert named == {path for path in files if path.endswith(".css")}
    sheets = {path.split("/")[1]: SHEET.findall(html.decode())[0] for path, html in files.items()
              if re.fullmatch(r"conditions/[^/]+/index\.html", path)}  # fmt: skip
    assert len(sheets) > 1 and len(set(sheets.values())) == 1
