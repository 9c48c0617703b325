"""Whoever has no mouse gets everywhere, in order, and sees where they are."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import WIDTHS
from tools.visits import opened

TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}

DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Waits until the browser has drawn: with that, it goes to the part that an address names."""

WATCH = """() => {
  const stops = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const stop = element => element.tabIndex >= 0 && !element.disabled &&
    element.checkVisibility({visibilityProperty: true});
  const first = element => element.type !== 'radio' || element.checked ||
    ![...document.getElementsByName(element.name)].some(one => one.checked) &&
    element === document.getElementsByName(element.name)[0];
  const scrolls = element => element.scrollWidth > element.clientWidth ||
    element.scrollHeight > element.clientHeight;
  const name = element => `${element.tagName.toLowerCase()} ${
    element.getAttribute('href') || element.id || element.className} ${
    element.textContent.trim().slice(0, 30)}`;
  const marked = (element, part) => {
    const style = getComputedStyle(element, part);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 &&
      !/^rgba\\(.*, 0\\)$/.test(style.outlineColor) && !(part && style.content === 'none');
  };
  // A link in a drawing has no box to frame: its circles change.
  const circles = element => [...element.querySelectorAll('circle')].map(getComputedStyle)
    .map(style => style.stroke + style.strokeOpacity).join();
  const shows = element => {
    if (element instanceof SVGElement) return circles(element) !== plain.get(element);
    const box = element.getBoundingClientRect();
    const around = [element, ...(element.labels || []), element.parentElement];
    return (around.some(one => marked(one)) || marked(element, '::after')) &&
      box.right > 0 && box.left < innerWidth && box.bottom + scrollY > 0;
  };
  for (const details of document.querySelectorAll('details')) details.open = true;
  window.wanted = [...document.querySelectorAll(stops)].filter(one => stop(one) && first(one));
  const plain = new Map(window.wanted.map(one => [one, circles(one)]));
  window.scrollers = [...document.body.querySelectorAll('*')].filter(one => scrolls(one) &&
    /auto|scroll/.test(getComputedStyle(one).overflow)).length;
  window.went = [];
  window.unseen = [];
  document.addEventListener('focusin', ({target}) => {
    if (!window.wanted.includes(target) && scrolls(target)) return;
    window.went.push(target);
    if (!shows(target)) window.unseen.push(name(target));
  });
  window.report = () => {
    const wrong = window.wanted.findIndex((one, index) => one !== window.went[index]);
    const instead = window.went[wrong] ? name(window.went[wrong]) : 'nothing';
    const order = wrong < 0 ? [] : [`${name(window.wanted[wrong])}, not ${instead}`];
    return [...order, ...window.unseen.map(one => `unseen: ${one}`)];
  };
  return window.wanted.length;
}"""


@pytest.mark.parametrize("width", WIDTHS)
def test_tab_leads_through_a_page(
    browser: Browser, address: str, paths: list[str], width: int
) -> None:
    """Tab stops at each link and control in the order of the text, and each shows that it does.

    It goes on to the last one: nothing holds anybody.
    """
    found: dict[str, list[str]] = {}
    with opened(browser, width, bypass_csp=True) as page:
        keys = page.context.new_cdp_session(page)
        for path in paths:
            page.goto(address + path)
            stops = page.evaluate(WATCH)
            assert stops > 5
            for _ in range(stops + page.evaluate("scrollers")):
                keys.send("Input.dispatchKeyEvent", TAB)
            found[path] = page.evaluate("report()")
    assert not {path: wrong for path, wrong in found.items() if wrong}


def test_the_first_stop_skips_to_the_text(browser: Browser, address: str, paths: list[str]) -> None:
    """The first Tab shows a link; Enter leads to the main part, and Tab goes on from there."""
    with opened(browser, 320) as page:
        for path in paths:
            page.goto(address + path)
            page.keyboard.press("Tab")
            link = page.locator(":focus")
            box = link.bounding_box()
            assert box and box["x"] >= 0 and box["y"] >= 0 and box["height"] >= 24, path
            target = str(link.get_attribute("href"))
            page.keyboard.press("Enter")
            page.wait_for_url(f"**{path}{target}")
            page.evaluate(DRAWN)
            assert page.locator(target).evaluate("element => element.tagName") == "MAIN"
            page.keyboard.press("Tab")
            assert is_after(page, target), path


def is_after(page: Page, target: str) -> Any:
    """Whether the focus is in the main part, or after it where that has nothing to stop at."""
    return page.evaluate(
        """target => document.querySelector(target)
          .compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING""",
        target,
    )
