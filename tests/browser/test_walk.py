"""A reader in pain finds where it hurts, what that is and whether it is safe, and prints it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tools.visits import opened

STEPS = (
    ("Low back", "/conditions/#region-low-back"),
    ("Sciatica", "/conditions/sciatica/"),
    ("Safety", "/safety/"),
)
MENU = "Menu"
FOCUSED = "document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"

Way = Callable[[Page, str], None]


def by_keyboard(page: Page, name: str) -> None:
    """Go on with Tab until the focus is there, then press Enter."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name:
            return page.keyboard.press("Enter")
    raise AssertionError(f"Tab never came to {name}")


def by_touch(page: Page, name: str) -> None:
    """Tap on the first one that shows, which is as large as a finger needs."""
    one = page.locator("li a, summary").filter(has_text=name, visible=True).first
    one.scroll_into_view_if_needed()
    box = one.bounding_box()
    assert box and min(box["width"], box["height"]) >= 24, name
    one.tap()


def by_click(page: Page, name: str) -> None:
    page.locator("li a, summary").filter(has_text=name, visible=True).first.click()


def by_screen_reader(page: Page, name: str) -> None:
    """Take the first link or control with that name in the accessibility tree, and use it."""
    reader = page.context.new_cdp_session(page)
    for node in reader.send("Accessibility.getFullAXTree")["nodes"]:
        if said(node, "role") in ("link", "DisclosureTriangle") and said(node, "name") == name:
            found = reader.send("DOM.resolveNode", {"backendNodeId": node["backendDOMNodeId"]})
            use = {"functionDeclaration": "function () { this.focus() }"}
            reader.send("Runtime.callFunctionOn", {"objectId": found["object"]["objectId"], **use})
            reader.detach()
            return page.keyboard.press("Enter")
    raise AssertionError(f"A screen reader does not know {name}")


def said(node: dict[str, Any], what: str) -> str:
    return "" if node["ignored"] else str(node.get(what, {}).get("value", ""))


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    ("way", "scripts"),
    [(by_keyboard, True), (by_touch, True), (by_click, False), (by_screen_reader, True)],
    ids=["keyboard", "touch", "no scripts", "screen reader"],
)
def test_the_walk_of_a_reader(
    browser: Browser, address: str, way: Way, scripts: bool, width: int
) -> None:
    """From the home page each step is a link with the name that one looks for; the last is paper.

    Each page says in its first heading what it is, and the way to the next one is the menu where
    the text has no link of that name.
    """
    options = {"java_script_enabled": scripts, "has_touch": way is by_touch}
    with opened(browser, width, **options) as page:
        page.goto(f"{address}/")
        for name, path in STEPS:
            if name == "Safety" and page.locator("summary", has_text=MENU).is_visible():
                way(page, MENU)
                expect(page.locator("details[open] > summary", has_text=MENU)).to_be_visible()
            way(page, name)
            page.wait_for_url(address + path)
            assert page.get_by_role("heading", level=1).count() == 1
        heading = page.get_by_role("heading", level=1).inner_text()
        printed = PdfReader(io.BytesIO(page.pdf(format="Letter")))
        assert " ".join(heading.split()) in " ".join(printed.pages[0].extract_text().split())
