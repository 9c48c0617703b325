"""Every component of the theme stands by itself: example, documentation, style."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from plugins.clinic.models import BackPlace, Drawing, FrontPlace
from plugins.cms.bibliography import Bibliography, PageCitations
from plugins.cms.fields import CitationKey
from plugins.cms.library import parse_library
from plugins.cms.markdown import render, render_inline
from plugins.cms.publish.filters import FILTERS
from plugins.cms.publish.texts import PageTexts
from plugins.cms.publish.words import Words, remembered
from plugins.cms.translations import Translations
from tests.conftest import ROOT

THEME = ROOT / "theme"
COMPONENTS = sorted(path.name for path in (THEME / "components").iterdir() if path.is_dir())
each = pytest.mark.parametrize("name", COMPONENTS)


class Texts:
    """What prints the texts of an example, which names sources by their plain keys."""

    siteurl = ""

    def __init__(self, citations: PageCitations) -> None:
        self.sources = citations

    def cite(self, keys: Iterable[str]) -> Markup:
        return self.sources.cite(map(CitationKey, keys))

    def md(self, text: str) -> Markup:
        return self._printed(render(text).html)

    def md_inline(self, text: str) -> Markup:
        return self._printed(render_inline(text))

    def md_lines(self, lines: Iterable[str]) -> list[Markup]:
        return [self.md_inline(line) for line in lines]

    def cited_lines(self, items: Iterable[dict[str, Any]]) -> list[Markup]:
        return [self.md_inline(one["text"]) + self.cite(one["references"]) for one in items]

    def _printed(self, html: str) -> Markup:
        self.sources.note(html)
        return Markup(html)


@pytest.fixture(scope="module")
def bibliography() -> Bibliography:
    """The references of the real site, in its citation style."""
    raw = (ROOT / "content/references.json").read_bytes()
    site: Any = SimpleNamespace(library=parse_library(raw, "references.json"))
    return Bibliography(site, "american-medical-association")


@pytest.fixture(scope="module")
def environment() -> Environment:
    """Templates as the build sees them, with nothing around them: components need nothing."""
    environment = Environment(
        loader=FileSystemLoader([THEME / "templates", THEME]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    Words(Translations(THEME), "en").install(environment)
    environment.filters |= {
        name: FILTERS[name] for name in ("hreflang", "lang", "language", "translated")
    }
    environment.filters["day"] = str
    environment.filters["remembered"] = remembered
    return environment


@pytest.fixture(scope="module")
def examples(environment: Environment, bibliography: Bibliography) -> dict[str, BeautifulSoup]:
    """The example of each component as a reader gets it."""
    pages = {}
    for name in COMPONENTS:
        citations = bibliography.page()
        template = environment.get_template(f"components/{name}/example.html")
        html = citations.resolve(template.render(texts=Texts(citations)))
        pages[name] = BeautifulSoup(html, "html.parser")
    return pages


@each
def test_the_example_shows_something(examples: dict[str, BeautifulSoup], name: str) -> None:
    """The example renders with its own data alone, and no id stands in it twice."""
    page = examples[name]
    assert page.get_text().strip() or page.find("svg")
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


@each
def test_the_example_has_no_markup_as_text(examples: dict[str, BeautifulSoup], name: str) -> None:
    """Nothing that was meant as markup reaches the reader as text, and no style is inline."""
    page = examples[name]
    assert not re.search(r"</?[a-z]+|data-cites", page.get_text())
    assert not page.find_all(style=True)


@each
def test_the_readme_names_every_parameter(environment: Environment, name: str) -> None:
    """Each parameter of the component's main macro is in its README."""
    folder = THEME / "components" / name
    readme = (folder / "README.md").read_text(encoding="utf-8")
    macro = name.replace("-", "_")
    source = (folder / "template.html").read_text(encoding="utf-8")
    found = re.search(rf"macro {macro}s?\((.*?)\)\s*-?%}}", source)
    assert found, f"no macro {macro}"
    for parameter in re.findall(r"(?:^|, )(\w+)", found[1]):
        assert f"`{parameter}`" in readme, parameter


def test_every_style_is_brought_by_something() -> None:
    """A style is that of a component, has a template beside it, or is imported by another style."""
    styles = {
        path
        for folder in ("components", "styles", "templates")
        for path in THEME.joinpath(folder).rglob("*.css")
    }
    imported = {
        (path.parent / name).resolve()
        for path in styles
        for name in re.findall(r'^@import "([^"]+)"', path.read_text(encoding="utf-8"), re.M)
    }
    of_templates = {path for path in styles if path.with_suffix(".html").exists()}
    of_components = {path for path in styles if path.name == "style.css"}
    assert imported <= styles
    assert styles - imported - of_templates - of_components == {THEME / "styles/site.css"}


def test_care_cards_have_their_order(examples: dict[str, BeautifulSoup]) -> None:
    """Emergencies come first, then what a doctor should see today, then what to ask about."""
    cards = examples["care-card"].select(".care-cards h2")
    headings = [" ".join(card.get_text().split()) for card in cards]
    assert headings == [
        "Call 911 now if:",
        "See a doctor today if:",
        "Ask your physical therapist or doctor if:",
    ]


def test_a_basis_is_said_where_there_is_no_source(examples: dict[str, BeautifulSoup]) -> None:
    """General knowledge is called so, once for a list."""
    said = "; not yet checked by a clinician"
    for list_, begin in zip(
        examples["care-list"].find_all("ul"),
        ("In part general knowledge", "General knowledge"),
        strict=False,
    ):
        below = list_.find_next_sibling("p")
        assert below and below.get_text() == begin + said
        assert said not in list_.get_text()


def test_every_side_of_a_dispute_has_its_sources(examples: dict[str, BeautifulSoup]) -> None:
    """Where sources disagree each view stands in a box of the same kind with its own numbers."""
    sides = examples["sides"].select(".sides > ul > li")
    assert len(sides) == 2
    assert not any(side.attrs for side in sides)
    assert all(side.select(".citation a") for side in sides)


def test_each_number_leads_to_a_source(examples: dict[str, BeautifulSoup]) -> None:
    """The title of a source leads to it, and a way leads on to the list of all sources."""
    page = examples["reference-list"]
    for number in page.select(".citation a"):
        source = page.find(id=str(number["href"]).removeprefix("#"))
        assert source and source.a and str(source.a["href"]).startswith("https://")
    assert page.select("p > a")[-1]["href"] == "/references/"


def test_a_page_that_changed_after_its_review_says_so(examples: dict[str, BeautifulSoup]) -> None:
    """Three states: not reviewed, reviewed, and changed since, with the list of changes."""
    states = [
        " ".join(one.get_text().split()) for one in examples["review-state"].select(".review-state")
    ]
    first, second, third = states
    assert "Not yet reviewed by a clinician" in first and "Next review" not in first
    assert "Reviewed by Name of the clinician" in second and "has changed" not in second
    assert "This page has changed since that review" in third and "Added a trial" in third


def test_each_level_of_certainty_is_explained(examples: dict[str, BeautifulSoup]) -> None:
    """The scale has every level of the model with its word, its shape, its verb and its meaning."""
    rows = examples["certainty-scale"].select(".certainty-scale tbody tr")
    levels = [" ".join(row.th.get_text().split()) for row in rows if row.th]
    assert levels == [
        "High certainty",
        "Moderate certainty",
        "Low certainty",
        "Very low certainty",
        "Not enough evidence",
        "Low to moderate certainty",
        "Sources disagree",
        "None",
    ]
    for row in rows:
        assert all(cell.get_text().strip() for cell in row.find_all("td"))
    assert all(row.find("svg") for row in rows[:-1])


def test_each_claim_says_how_sure_it_is_and_where_from(examples: dict[str, BeautifulSoup]) -> None:
    """Its name leads to where it stands; beside its level is who rated it, and its sources."""
    rows = examples["evidence-table"].select(".stacked-table__row")
    assert len(rows) == 3
    for row in rows:
        heading = row.find("th", scope="row")
        assert heading and heading.a and "#" in str(heading.a["href"])
        last = row.find_all("td")[-1].get_text()
        assert "Rated by" in last and ("2015" in last or "General knowledge" in last)
    assert [row["data-level"].split() for row in rows] == [
        ["low"],
        ["low", "moderate", "disputed"],
        ["insufficient"],
    ]


def test_a_choice_is_made_of_native_fields(examples: dict[str, BeautifulSoup]) -> None:
    """One of the views is chosen, all of the parts are; each field has its own words."""
    rows, columns = examples["view-choice"].find_all("fieldset")
    assert [one.legend.get_text() for one in (rows, columns)] == ["Rows", "Columns"]
    assert [one.has_attr("checked") for one in rows.find_all("input")] == [True, False]
    assert all(one.has_attr("checked") for one in columns.find_all("input"))
    assert all(one.parent.name == "label" for one in rows.find_all("input"))


def test_every_place_of_the_model_is_on_the_map(environment: Environment) -> None:
    """The theme can draw each, and no two spots are nearer than a target is wide."""
    atlas: Any = environment.get_template("components/body-map/template.html").module
    spots: set[tuple[int, int]] = set()
    for start, places, names in ((0, atlas.FRONT, FrontPlace), (80, atlas.BACK, BackPlace)):
        assert set(places) == set(get_args(names))
        spots |= {(start + side, y) for x, y in places.values() for side in (x, 80 - x)}
    assert min(math.dist(*two) for two in itertools.combinations(spots, 2)) >= 14


def test_every_drawing_of_the_model_is_drawn(
    environment: Environment, examples: dict[str, BeautifulSoup]
) -> None:
    """Each has words for those who cannot see it, and the example shows all of them."""
    drawings: Any = environment.get_template("components/drawing/template.html").module
    described = drawings.DRAWINGS
    assert set(described) == set(get_args(Drawing.model_fields["shows"].annotation))
    drawn = examples["drawing"].select("figure svg[role=img]")
    assert [one["aria-label"] for one in drawn] == list(described.values())
    assert len({str(one.select("path")) for one in drawn}) == len(described)


def test_no_page_imports_components_anew() -> None:
    """Pages take macros from `ui`: an import in a template of pages is done again for each page."""
    importing = {
        path.relative_to(THEME).as_posix()
        for path in THEME.rglob("*.html")
        if re.search(r"{% (from|import) ", path.read_text(encoding="utf-8"))
        and path.parent.parent != THEME / "components"
    }
    assert importing == {"templates/base.html", "templates/ui.html"}
    assert not [path for path in THEME.rglob("*.html") if "with context" in path.read_text("utf-8")]


def test_a_remembered_macro_is_called_once_for_the_same_values() -> None:
    """What a macro gave for some values is given again; other values are asked for."""
    asked: list[str] = []
    environment = Environment()
    Words(Translations(THEME), "en").install(environment)
    macro = remembered(environment, lambda name: Markup(asked.append(name) or f"<b>{name}</b>"))
    assert [macro("a"), macro("b"), macro("a")] == ["<b>a</b>", "<b>b</b>", "<b>a</b>"]
    assert asked == ["a", "b"]


def test_a_list_without_lines_has_no_item() -> None:
    """An empty list is printed as one, without an empty line in it."""
    texts = PageTexts.__new__(PageTexts)
    texts._terms = SimpleNamespace(link=lambda html: html)
    assert texts.md_lines(()) == [] and texts.cited_lines(()) == []
