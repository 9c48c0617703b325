"""Every page can be read and used without scripts, without styles, and on paper."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.browser.conftest import is_condition
from tools.trial import SITEURL
from tools.visits import opened

SHOWN = """() => {
  for (const details of document.querySelectorAll('details')) details.open = true;
  for (const button of document.querySelectorAll('[popovertarget]'))
    if (button.checkVisibility()) button.popoverTargetElement.showPopover();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const shown = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim().replace(/\\s+/g, ' ');
    if (text && !parent.closest('label, button, select, [role=status]') &&
        parent.checkVisibility({visibilityProperty: true})) shown.push(text);
  }
  return shown;
}"""
LINKS = """links => links.filter(link => link.checkVisibility())
  .map(link => link.getAttribute('href'))"""
DEAD = """() => [...document.querySelectorAll('button, input, select, textarea')].filter(one =>
  one.checkVisibility() && !one.form && one.type !== 'radio' && one.type !== 'checkbox'
).map(one => one.outerHTML)"""
PARTS = """() => ['body > a', 'header', 'main', 'main h1', 'footer'].map(selector =>
  document.querySelector(selector).getBoundingClientRect().top)"""
LARGEST = """() => Math.max(0, ...[...document.querySelectorAll('svg[width="24"]')].map(
  icon => icon.getBoundingClientRect().height))"""


ELSEWHERE = "main a[href^=http]"
ADDRESSES = """links => Object.values(Object.groupBy(
  links.filter(link => link.host !== location.host).map(link => [
    link.closest('li, p, td, dd').textContent, link.href.replace(/^https?:..(doi.org.)?/, '')]),
  ([block]) => block)).map(block => block.map(([, address]) => address))"""
VISIBLE = "parts => parts.filter(part => part.checkVisibility()).map(part => part.className)"


def shown(page: Page) -> Counter[str]:
    """The texts that a reader can see, those of controls aside, and how often."""
    return Counter(page.evaluate(SHOWN))


def test_nothing_needs_a_script_or_styles(
    browser: Browser, address: str, paths: list[str], subtests: pytest.Subtests
) -> None:
    """Each text is there without scripts, and without styles; both are held against one page."""
    scripts: dict[str, Any] = {}
    styles: dict[str, Any] = {}
    with (
        opened(browser) as page,
        opened(browser, java_script_enabled=False) as unscripted,
        opened(browser) as unstyled,
    ):
        unstyled.route("**/*.css", lambda route: route.abort())
        for path in paths:
            for one in (page, unscripted, unstyled):
                one.goto(address + path)
            links, rest = (
                set(one.eval_on_selector_all("a[href]", LINKS)) for one in (page, unscripted)
            )
            tops, icon = unstyled.evaluate(PARTS), unstyled.evaluate(LARGEST)
            texts = shown(page)
            dead = unscripted.evaluate(DEAD)
            scripts[path] = [*(links - rest), *(texts - shown(unscripted)), *dead]
            styles[path] = [*(texts - shown(unstyled)), *([icon] if icon > 64 else [])]
            styles[path] += [tops] if tops != sorted(tops) else []
    with subtests.test("With scripts off each link is there too, and no control that is dead."):
        assert not {path: missing for path, missing in scripts.items() if missing}
    with subtests.test("Without styles the order is that of the page, and icons are small."):
        assert not {path: missing for path, missing in styles.items() if missing}


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_condition_is_a_leaflet(
    browser: Browser, address: str, paths: list[str], paper: str
) -> None:
    """Printed, a condition takes three pages at most and has no menu.

    It says where it is from, and an address for each text that leads to other sites.
    """
    found: dict[str, list[object]] = {}
    with opened(browser) as page:
        page.emulate_media(media="print")
        for path in filter(is_condition, paths):
            page.goto(address + path)
            leaflet = PdfReader(io.BytesIO(page.pdf(format=paper)))
            printed = squeezed("".join(one.extract_text() for one in leaflet.pages))
            wanted = [[f"{SITEURL}{path}"], [page.locator("h1").inner_text()]]
            wanted += page.eval_on_selector_all(ELSEWHERE, ADDRESSES)
            found[path] = [of for of in wanted if not any(squeezed(one) in printed for one in of)]
            found[path] += page.eval_on_selector_all("nav, body > a", VISIBLE)
            if len(leaflet.pages) > 3:
                found[path].append(len(leaflet.pages))
    assert not {path: wrong for path, wrong in found.items() if wrong}


def squeezed(text: str) -> str:
    """A text without spaces and joined letters, which paper has in other places.

    It is at the site's own address.
    """
    return re.sub(r"http://127\.0\.0\.1:\d+", SITEURL, "".join(normalize("NFKC", text).split()))
