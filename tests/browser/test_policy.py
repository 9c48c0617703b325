"""The header policy: no page needs more than it allows, and it allows little."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from plugins.cms.outputs.headers import POLICY
from tests.browser.test_pages import PAGES
from tests.previews import until

LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


@pytest.mark.parametrize("path", [*PAGES, "/evidence/", "/search/?q=neck", "/a/b/nothing"])
def test_a_page_keeps_to_the_policy(browser: Browser, address: str, path: str) -> None:
    """Nothing of it is blocked, and the console has no error."""
    page = browser.new_page()
    page.add_init_script(LISTEN)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(address + path)
    assert answer and "default-src 'none'" in (answer.header_value(POLICY) or "")
    if "q=" in path:
        expect(page.get_by_role("status")).to_have_text(re.compile("results"), timeout=30_000)
    found = page.evaluate("window.violations")
    page.close()
    lost = "status of 404"  # what a browser says of any such page
    assert not found and not [one for one in said if lost not in one]


def test_the_policy_blocks_what_is_not_of_the_site(browser: Browser, address: str) -> None:
    """A script within a page, a style within it and a script of this site are blocked on a page."""
    page = browser.new_page()
    page.add_init_script(LISTEN)
    page.goto(f"{address}/conditions/sciatica/")
    page.evaluate(
        """() => {
          const add = (name, set) => {
            document.body.append(Object.assign(document.createElement(name), set));
          };
          add("script", { textContent: "window.ran = true" });
          add("style", { textContent: "h1 { color: red }" });
          add("script", { src: "/theme/search.js" });
        }"""
    )
    for blocked in (
        "script-src-elem inline",
        "style-src-elem inline",
        f"script-src-elem {address}",
    ):
        until(lambda blocked=blocked: blocked in " ".join(page.evaluate("window.violations")))
    assert page.evaluate("window.ran") is None
    page.close()
