"""Every page type, in a real browser: narrow and wide, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

PAGES = (
    "/",
    "/dry-needling/",
    "/conditions/",
    "/conditions/sciatica/",
    "/benefits/",
    "/compare/",
    "/compare/dry-needling-vs-acupuncture/",
    "/safety/",
    "/what-happens/",
    "/blog/",
    "/blog/first-visit/",
    "/blog/tag/",
    "/blog/category/",
    "/blog/archive/",
    "/people/",
    "/people/website-team/",
    "/evidence/",
    "/references/",
    "/references/a-to-d/",
    "/about/",
    "/search/",
    "/404.html",
)
WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")

views = pytest.mark.parametrize("path", PAGES)


def open_page(browser: Browser, url: str, width: int = 1280, scheme: str = "light") -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,  # tests add styles of their own; see test_policy
    )
    page = context.new_page()
    page.goto(url)
    return page


@views
def test_nothing_is_wider_than_the_screen(browser: Browser, address: str, path: str) -> None:
    """At 320 px, also with text twice as large, nobody has to scroll sideways."""
    page = open_page(browser, address + path, 320)
    measure = "document.documentElement.scrollWidth"
    assert page.evaluate(measure) <= 320
    page.add_style_tag(content="html { font-size: 200% !important; }")
    assert page.evaluate(measure) <= 320
    page.context.close()


@views
def test_axe_finds_nothing(browser: Browser, address: str, axe: str, path: str) -> None:
    """axe-core finds no violation of WCAG 2.2 A and AA, at both widths, light and dark."""
    found: list[str] = []
    for width in WIDTHS:
        for scheme in SCHEMES:
            page = open_page(browser, address + path, width, scheme)
            page.evaluate(axe)
            result = page.evaluate("axe.run()")
            found += [
                f"{width} {scheme} {rule['id']}: {node['html']}"
                for rule in result["violations"]
                for node in rule["nodes"]
            ]
            page.context.close()
    assert not found


@views
def test_a_page_asks_nobody_else(browser: Browser, address: str, path: str) -> None:
    """A page loads without a request to another host, without an error and without a cookie."""
    context = browser.new_context()
    page = context.new_page()
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address + path)
    assert all(url.startswith(address) for url in requests)
    assert not errors
    assert not context.cookies()
    context.close()


def test_the_keyboard_reaches_the_main_part_first(browser: Browser, address: str) -> None:
    """The first Tab shows a link that skips to the main part, and Enter goes there."""
    page = open_page(browser, address + "/conditions/sciatica/")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused and focused.startswith("#")
    visible = page.evaluate(
        "(() => { const r = document.activeElement.getBoundingClientRect();"
        " return r.top >= 0 && r.width > 1; })()"
    )
    assert visible
    page.keyboard.press("Enter")
    assert page.url.endswith(focused)
    assert page.locator(focused).evaluate("element => element.tagName") == "MAIN"
    page.context.close()


def test_the_comparison_can_be_read_on_a_phone(browser: Browser, address: str) -> None:
    """At 320 px each cell of the comparison says which treatment it is about."""
    page = open_page(browser, address + "/compare/dry-needling-vs-acupuncture/", 320)
    cells = page.locator("table tbody tr").first.locator("td")
    shown = " ".join(
        cells.nth(index).evaluate(
            "cell => cell.innerText + getComputedStyle(cell, '::before').content"
        )
        for index in range(cells.count())
    )
    assert "Dry needling" in shown and "Acupuncture" in shown
    page.context.close()
