"""A page in Arabic, with a catalog of its own: it begins at the right, and fits a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_layout import TOO_WIDE
from tests.conftest import ROOT, Project, copy_of_the_clinic
from tools.hosting import hosted
from tools.visits import opened

CATALOG = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 "
": n%100>=11 ? 4 : 5);\n"

msgid "Symptoms"
msgstr "الأعراض"

msgid "On this page"
msgstr "في هذه الصفحة"

msgid "Skip to the content"
msgstr "انتقل إلى المحتوى"

msgid "Last changed %(day)s"
msgstr "آخر تغيير: %(day)s"

msgid "%(num)s aspect compared"
msgid_plural "%(num)s aspects compared"
msgstr[0] "لا جوانب"
msgstr[1] "جانب واحد"
msgstr[2] "جانبان"
msgstr[3] "%(num)s جوانب"
msgstr[4] "%(num)s جانبًا"
msgstr[5] "%(num)s جانب"
"""

FIELDS = """title: عرق النسا
slug: sciatica
lang: ar
summary: لا نعرف إن كان الوخز بالإبر الجافة يساعد في عرق النسا.
"""

BOX = """selector => {
  const box = document.querySelector(selector).getBoundingClientRect();
  return {start: box.left, end: document.documentElement.clientWidth - box.right};
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a copy of the site is served that has one condition and one comparison in Arabic."""
    site = copy_of_the_clinic(tmp_path_factory.mktemp("arabic"))
    catalog = site.folder / "theme/translations/ar/LC_MESSAGES/messages.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(CATALOG, encoding="utf-8")
    for kind, slug in (("conditions", "sciatica"), ("comparisons", "dry-needling-vs-acupuncture")):
        text = (ROOT / f"content/{kind}/{slug}.md").read_text(encoding="utf-8")
        fields = FIELDS.replace("sciatica", slug)
        text = re.sub(r"^title: .*\n", fields, text, count=1, flags=re.MULTILINE)
        text = re.sub(r"^summary: (?!لا).*\n", "", text, count=1, flags=re.MULTILINE)
        site.write(f"{kind}/{slug}-ar.md", text)
    _build(site)
    with hosted(site.output) as host:
        yield host.address


def _build(site: Project) -> None:
    outcome = site.build()
    assert outcome.code == 0, outcome.err


@pytest.fixture(params=[320, 1280])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The condition in Arabic, on a phone and on a large screen."""
    with opened(browser, request.param) as page:
        page.goto(f"{address}/ar/conditions/sciatica/")
        yield page


def test_it_begins_at_the_right(page: Page) -> None:
    """The name of the site, the way and the headings; marked parts in English keep their order."""
    assert page.get_attribute("html", "dir") == "rtl"
    for selector in ("body > header a", "main > header li", "h1 + p"):
        box = page.evaluate(BOX, selector)
        assert box["end"] <= box["start"], selector
    assert page.get_attribute("ol:has([id^=ref-])", "dir") == "ltr"


def test_it_fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate(TOO_WIDE) == []


def test_it_has_the_words_and_days_of_its_language(page: Page) -> None:
    """From its catalog; what that lacks is as the templates have it."""
    assert page.inner_text("#section-symptoms") == "الأعراض"
    assert "نوفمبر" in page.inner_text("main time")


def test_a_number_has_its_plural(browser: Browser, address: str) -> None:
    """Arabic has six forms: that for 11 and more is another one than that for 3."""
    with opened(browser, 320) as page:
        page.goto(f"{address}/ar/compare/dry-needling-vs-acupuncture/")
        said = page.inner_text("main > header [href$=section-table]")
    number = int(re.findall(r"\d+", said)[0])
    assert number > 10 and said == f"{number} جانبًا"
