"""A page fits its reader: a narrow screen, large text, wide text, and the other direction."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tools.adapting import FROM_THE_RIGHT, LARGE_TEXT, WIDE_LETTERS, WIDE_TEXT, adapt
from tools.visits import opened

TOO_WIDE = """() => {
  const name = element => element.tagName.toLowerCase() +
    (element.id && '#' + element.id) + [...element.classList].map(one => '.' + one).join('');
  const screen = document.documentElement;
  if (screen.scrollWidth > screen.clientWidth) {
    const out = [...document.body.querySelectorAll('*')].filter(element => {
      const box = element.getBoundingClientRect();
      return box.width && (box.right > screen.clientWidth + 1 || box.left < -1);
    });
    return ['page: ' + screen.scrollWidth, ...out.slice(0, 3).map(name)];
  }
  return [...document.body.querySelectorAll('*')].filter(element => {
    const box = element.getBoundingClientRect();
    return element.scrollWidth > element.clientWidth + 1 && box.width > 1 && box.height > 1 &&
      getComputedStyle(element).overflowX !== 'visible';
  }).map(name);
}"""


@pytest.mark.parametrize("how", ["as it is", LARGE_TEXT, WIDE_TEXT, WIDE_LETTERS, FROM_THE_RIGHT])
def test_nothing_is_wider_than_a_phone(
    browser: Browser, address: str, paths: list[str], how: str
) -> None:
    """At 320 px nobody has to scroll sideways, the page or a part of it, and nothing is cut off."""
    found = {}
    with opened(browser, 320, bypass_csp=True) as page:
        for path in paths:
            page.goto(address + path)
            adapt(page, how)
            found[path] = page.evaluate(TOO_WIDE)
    assert not {path: parts for path, parts in found.items() if parts}
