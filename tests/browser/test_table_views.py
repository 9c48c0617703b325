"""What readers choose to see of the tables: by keyboard, without scripts, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tools.visits import opened

COMPARISON = "/compare/dry-needling-vs-acupuncture/"
ROWS = "tr[data-verdict]"


@pytest.fixture(params=[320, 1280])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page without scripts, on a phone and on a desk."""
    with opened(browser, request.param, java_script_enabled=False) as page:
        yield page


def verdicts(page: Page) -> list[str]:
    """The verdict of each row that is shown, from the first one down."""
    rows = page.locator(f"{ROWS}:visible")
    return [str(rows.nth(n).get_attribute("data-verdict")) for n in range(rows.count())]


def test_a_reader_sees_only_the_differences(page: Page, address: str) -> None:
    """The arrow keys go from one view to the next, which says how many rows it has."""
    page.goto(address + COMPARISON)
    whole = verdicts(page)
    page.get_by_label(f"All {len(whole)}").focus()
    for key, verdict in (("ArrowDown", "alike"), ("ArrowDown", "different"), ("End", "different")):
        page.keyboard.press(key)
        assert verdicts(page) == [verdict] * whole.count(verdict)
    number = whole.count("different")
    assert page.get_by_role("radio", name=f"Only differences ({number})").is_checked()
    page.get_by_label("Only what is disputed").check()
    assert set(verdicts(page)) == {"disputed"}
    page.get_by_label(f"All {len(whole)}").check()
    assert verdicts(page) == whole


def test_a_reader_takes_a_column_out_and_back(page: Page, address: str) -> None:
    """The space bar does; the heading and the cells of the column go together."""
    page.goto(address + COMPARISON)
    columns = page.get_by_role("group", name="Columns").get_by_role("checkbox")
    assert columns.count() == 3
    for number in range(3):
        columns.nth(number).focus()
        page.keyboard.press("Space")
        cells = page.locator("thead tr, tbody tr").locator(f":scope > :nth-child({number + 2})")
        assert cells.count() == page.locator("tbody tr").count() + 1
        assert page.locator("tbody td:visible").count() == 2 * page.locator("tbody tr").count()
        assert not cells.last.is_visible() and not cells.first.is_visible()
        page.keyboard.press("Space")
        assert cells.last.is_visible()


def test_a_link_to_a_row_shows_it(page: Page, address: str) -> None:
    """A row that a link leads to is shown in any view."""
    page.goto(address + COMPARISON)
    page.get_by_label("Only what is alike").check()
    hidden = page.locator(f'{ROWS}[data-verdict="different"]').first
    assert not hidden.is_visible()
    page.goto(f"{address}{COMPARISON}#{hidden.get_attribute('id')}")
    assert page.get_by_label("Only what is alike").is_checked() and hidden.is_visible()


def test_a_reader_sees_the_claims_of_one_level(page: Page, address: str) -> None:
    """With the subjects that have any, and no other."""
    page.goto(f"{address}/evidence/")
    rows = page.locator("[data-level]")
    everything = rows.count()
    page.get_by_role("radio", name=f"All {everything}").focus()
    page.keyboard.press("ArrowDown")
    words = page.locator("[data-level]:visible td:last-child > div").all_inner_texts()
    assert 0 < len(words) < everything and all("oderate" in one for one in words)
    assert page.get_by_role("radio", name=f"Moderate certainty ({len(words)})").is_checked()
    for subject in page.locator("tbody:visible").all():
        assert subject.locator("[data-level]:visible").count()
    page.get_by_label("Sources disagree").check()
    shown = page.locator("[data-level]:visible")
    assert shown.count() == page.locator("[data-level]:visible td span:has(svg)").count() > 0


def test_a_stacked_table_is_still_a_table(page: Page, address: str) -> None:
    """Rows, cells and headings are that for screen readers, at any width and without ARIA."""
    page.goto(address + COMPARISON)
    table = page.get_by_role("table")
    assert table.get_by_role("row").count() == page.locator(ROWS).count() + 1
    assert table.get_by_role("rowheader").count() == page.locator(ROWS).count()
    assert table.get_by_role("columnheader").count() == 4
    assert not page.locator("table [role]").count()
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in tree if not node["ignored"]]
    assert roles.count("table") == 1 and roles.count("cell") == 3 * page.locator(ROWS).count()
    assert roles.count("rowheader") == page.locator(ROWS).count()


def test_the_names_of_the_columns_are_always_in_view(page: Page, address: str) -> None:
    """Wide, they stay at the top; narrow, each text begins with the one of its column."""
    page.goto(address + COMPARISON)
    last = page.locator(ROWS).last
    last.evaluate("row => row.scrollIntoView({block: 'center', behavior: 'instant'})")
    head = page.locator("thead th").first.bounding_box()
    labels = last.locator("td > b")
    assert page.viewport_size and head
    if page.viewport_size["width"] > 1000:
        assert head["y"] == 0 and head["width"] > 100 and labels.count() == 3
        assert not labels.first.is_visible()
    else:
        assert labels.all_inner_texts() == ["Dry needling", "Acupuncture", "How they compare"]


def test_paper_has_the_table_as_one_and_names_what_was_chosen(page: Page, address: str) -> None:
    """At the width of a sheet the columns stand beside each other, without the other choices."""
    page.goto(address + COMPARISON)
    page.get_by_label("Only differences").check()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})
    assert set(verdicts(page)) == {"different"}
    tops = {
        page.locator("thead th").nth(n).evaluate("e => e.getBoundingClientRect().top")
        for n in range(4)
    }
    assert len(tops) == 1
    shown = page.get_by_role("group", name="Rows").locator("label:visible")
    assert shown.count() == 1 and "Only differences" in shown.inner_text()


def test_without_the_selector_everything_is_shown(browser: Browser, address: str) -> None:
    """A browser that does not know `:has()` has the whole table, and no field that does nothing."""
    with opened(browser) as page:
        page.route(
            "**/*.css",
            lambda route: route.fulfill(
                body=route.fetch().text().replace(":has(", ":unknown("), content_type="text/css"
            ),
        )
        page.goto(address + COMPARISON)
        assert page.locator(f"{ROWS}:visible").count() == page.locator(ROWS).count() > 10
        assert not page.locator("fieldset:visible").count()
