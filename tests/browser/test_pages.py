"""What single pages owe their readers."""

from __future__ import annotations

from playwright.sync_api import Browser

from tools.visits import opened


def test_the_comparison_can_be_read_on_a_phone(browser: Browser, address: str) -> None:
    """At 320 px each cell of the comparison says which treatment it is about."""
    with opened(browser, 320) as page:
        page.goto(f"{address}/compare/dry-needling-vs-acupuncture/")
        cells = page.locator("table tbody tr").first.locator("td")
        shown = " ".join(
            cells.nth(index).evaluate(
                "cell => cell.innerText + getComputedStyle(cell, '::before').content"
            )
            for index in range(cells.count())
        )
        assert "Dry needling" in shown and "Acupuncture" in shown
