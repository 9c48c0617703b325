"""A page in another language speaks it throughout, and says so where it does not."""

from __future__ import annotations

import re
from contextlib import chdir
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from plugins.clinic.models import Clinic
from plugins.cms.publish.build import build
from plugins.cms.search import FOLDER
from tests.conftest import ROOT, Project
from tools.words import renew

SPANISH = "es/conditions/sciatica/"

LEVELS = {"certainty", "up_to", "graded_by", "references", "basis"}
"""What a translation may not change."""


@pytest.fixture
def page(clinic: Project) -> BeautifulSoup:
    """The Spanish page about sciatica."""
    return clinic.page(SPANISH)


def text_of(element: Tag | None) -> str:
    assert element
    return " ".join(element.get_text().split())


def test_every_word_of_the_theme_is_translated(capsys: pytest.CaptureFixture[str]) -> None:
    """Each catalog is in step with the templates and full."""
    assert renew(check=True) == 0, capsys.readouterr().out
    assert (ROOT / "theme/translations/es/LC_MESSAGES/messages.po").is_file()


def test_a_page_speaks_its_language(page: BeautifulSoup) -> None:
    """Headings, labels, the day and the state of review, in the language that the page names."""
    assert page.html and page.html["lang"] == "es" and not page.html.has_attr("dir")
    assert text_of(page.select_one(".skip-link")) == "Saltar al contenido"
    assert text_of(page.select_one(".review-state strong")).startswith("Aún sin revisar")
    assert text_of(page.select_one(".review-state time")) == "23 de noviembre de 2026"
    assert "Certeza muy baja" in text_of(page.select_one(".claim .certainty a"))
    assert {one["aria-label"].split()[0] for one in page.select(".citation a")} == {"Fuente"}


def test_what_is_in_another_language_is_marked(page: BeautifulSoup) -> None:
    """No part is English without a mark: every English word of the common ones stands in one."""
    for one in page.select('[lang="en"], script, style, .site-footer__missing'):
        one.decompose()
    said = text_of(page.body)
    assert not re.search(r"\b(?:the|and|or|you|is|are|with|after|needling)\b", said)


def test_a_link_says_that_it_leads_to_another_language(page: BeautifulSoup) -> None:
    """By its own words, or where they are in the language of the page; not those on it."""
    inside = [one for one in page.select("a[href^='/']") if not str(one["href"]).startswith("/es/")]
    assert len(inside) > 20
    unmarked = [one for one in inside if "en" not in {one.get("lang"), one.get("hreflang")}]
    assert [str(one["href"]) for one in unmarked] == ["/feeds/blog.atom.xml"]


def test_emergency_signs_are_never_left_in_another_language(page: BeautifulSoup) -> None:
    """The number and the shared signs have a translation, line for line."""
    card = page.select_one("#emergency")
    assert card and not card.select("[lang]")
    assert text_of(card.h2) == "Llame ahora al 911 o al número de emergencias de su zona si:"
    assert len(card.select("li")) == 10


def test_the_number_for_emergencies_has_no_foreign_words(clinic: Project) -> None:
    """In a language for which nobody wrote them, it stands alone."""
    text = (clinic.folder / "content/clinic.yaml").read_text("utf-8")
    details = Clinic.model_validate(yaml.safe_load(text))
    assert details.emergency_for(None) == "911 or your local emergency number"
    assert details.emergency_for("es").startswith("911 o al número")
    assert details.emergency_for("ar") == "911"


def test_a_shared_list_without_a_translation_is_marked(clinic_copy: Project) -> None:
    """It stands there in English, in an element that says so."""
    (clinic_copy.folder / "content/care/emergency-signs-es.md").unlink()
    assert clinic_copy.build().code == 0
    lists = clinic_copy.page(SPANISH).select("#emergency ul")
    assert [one.get("lang") for one in lists] == [None, "en"]


def test_translations_lead_to_each_other(clinic: Project, page: BeautifulSoup) -> None:
    """By the name that speakers of a language have for it."""
    for there, back, lang, name in (
        (page, "/conditions/sciatica/", "en", "English"),
        (clinic.page("conditions/sciatica/"), f"/{SPANISH}", "es", "Español"),
    ):
        switch = there.select_one(f'.review-state a[href="{back}"]')
        assert switch and switch.attrs["lang"] == switch.attrs["hreflang"] == lang
        assert text_of(switch) == name


def test_lists_have_each_condition_once(clinic: Project) -> None:
    """In the language of the site: the list, the parts of the body, A to Z, the sources."""
    for path in ("conditions/", "search/", "evidence/", "references/a-to-d/", "index.html"):
        assert "Ciática" not in clinic.page(path).get_text(), path
    assert f"/{SPANISH}</loc>" in (clinic.output / "sitemap.xml").read_text("utf-8")


def test_a_changed_catalog_makes_only_pages_in_its_language_anew(clinic_copy: Project) -> None:
    """English pages are taken from the former build."""
    settings = Path(clinic_copy.settings)
    with chdir(clinic_copy.folder):
        build(settings)
        file = clinic_copy.folder / "theme/translations/es/LC_MESSAGES/messages.po"
        text = file.read_text("utf-8")
        assert 'msgstr "Síntomas"' in text
        file.write_text(text.replace('msgstr "Síntomas"', 'msgstr "Señales"'), "utf-8")
        work = build(settings).work
    assert work.made == {f"{SPANISH}index.html"}
    assert text_of(clinic_copy.page(SPANISH).select_one("#section-symptoms")) == "Señales"


def test_a_translation_changes_no_level_and_no_source() -> None:
    """Certainty, sources and numbers of lines are those of the original, in fields and in texts."""
    translated = sorted(ROOT.joinpath("content").glob("*/*-es.md"))
    assert len(translated) > 5
    for file in translated:
        original = file.with_name(file.name.replace("-es.md", ".md"))
        (fields, body), (theirs, their_body) = map(_parts, (file, original))
        if file.parent.name != "regions":
            assert _shape(fields) == _shape(theirs), file.name
        cited = re.compile(r"\[@[^\]]+\]")
        assert cited.findall(body) == cited.findall(their_body)
        numbers = re.compile(r"\d+")
        assert numbers.findall(body) == numbers.findall(their_body)


def _parts(file: Path) -> tuple[object, str]:
    _, fields, body = file.read_text("utf-8").split("---\n", 2)
    return yaml.safe_load(fields), body


def _shape(value: object) -> object:
    """What stays the same: the fields, how many lines each has, levels, sources and citations."""
    if isinstance(value, dict):
        kept = {name: one for name, one in value.items() if name not in {"date", "slug", "lang"}}
        return {name: one if name in LEVELS else _shape(one) for name, one in kept.items()}
    if isinstance(value, list):
        return [_shape(one) for one in value]
    return re.findall(r"\[@[^\]]+\]|\d+", str(value))


def test_styles_hold_for_both_directions() -> None:
    """No rule of the theme names the left or the right."""
    sided = re.compile(
        r"[\w-]*-(?:left|right)\b\s*:|(?<![\w-])(?:left|right)\s*:"
        r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    )
    found = {
        path.name: lines
        for path in ROOT.joinpath("theme").rglob("*.css")
        if (lines := sided.findall(path.read_text("utf-8")))
    }
    assert not found
    assert sided.search("a{margin-left:0}") and sided.search("a{text-align: right}")


def test_each_language_has_an_index_of_its_own(published: Project) -> None:
    """A search in Spanish finds the Spanish page, one in English does not."""
    index = published.output / FOLDER
    languages = {path.name.partition(".")[2].partition("_")[0] for path in index.glob("*.pf_meta")}
    assert languages == {"en", "es"}
