"""The table of all claims, as readers use it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

ROWS = ".evidence-table tbody tr"


@pytest.fixture(params=[320, 1280])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The table on a phone and on a desk."""
    page = browser.new_page(viewport={"width": request.param, "height": 900})
    page.goto(f"{address}/evidence/")
    yield page
    page.close()


def ranks(page: Page) -> list[str]:
    """What each row is sorted by, from the first one down."""
    found = page.eval_on_selector_all(ROWS, "rows => rows.map(row => row.dataset.certainty)")
    return [str(one) for one in found]


def test_the_headings_sort_and_say_so(page: Page) -> None:
    """From the most certain, and back; matters of fact stand last in either order."""
    button = page.get_by_role("button", name="Certainty")
    for order, backwards in (("descending", True), ("ascending", False)):
        button.click()
        graded = [one for one in ranks(page) if one]
        assert len(graded) > 40 and graded == sorted(graded, reverse=backwards)
        assert ranks(page)[len(graded) :] == [""] * (len(ranks(page)) - len(graded))
        heading = page.locator(f'th[aria-sort="{order}"]')
        assert heading.count() == 1 and "Certainty" in heading.inner_text()
        assert "certain" in page.locator(".evidence-table__status").inner_text()


def test_a_reader_picks_out_a_subject_and_a_level(page: Page) -> None:
    """The rows that fit stay, each with its subject, and their number is said."""
    everything = page.locator(ROWS).count()
    page.get_by_label("Subject").select_option("Sciatica")
    shown = page.locator(f"{ROWS}:visible")
    names = shown.evaluate_all("rows => rows.map(row => row.dataset.name)")
    assert set(names) == {"Sciatica"} and 1 < len(names) < everything
    status = page.locator(".evidence-table__status")
    assert status.inner_text() == f"{len(names)} of {everything} claims."
    page.get_by_label("Subject").select_option("")
    page.get_by_label("Certainty", exact=True).select_option("Moderate certainty")
    words = shown.locator(".certainty__word").all_inner_texts()
    assert words and all("oderate" in one for one in words)
    page.get_by_label("Certainty", exact=True).select_option("High certainty")
    assert shown.count() == 0 and "No claim" in status.inner_text()


def test_all_is_there_without_scripts(browser: Browser, address: str) -> None:
    """Every claim in its first order, links in place of fields, and no button that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/evidence/")
    heading = page.get_by_role("heading", name=re.compile(r"^\d+ claims$")).inner_text()
    assert page.locator(f"{ROWS}:visible").count() == int(heading.split()[0])
    assert page.locator("select:visible, table button").count() == 0
    link = page.get_by_role("navigation", name="Subjects").get_by_role("link", name="Whiplash")
    row = page.locator(str(link.get_attribute("href")))
    assert row.get_attribute("data-name") == "Whiplash"
    context.close()
