"""The header policy: no page needs more than it allows, and it allows little."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.previews import until
from tools.visits import opened

LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


def test_a_search_keeps_to_the_policy(browser: Browser, address: str) -> None:
    """Nothing of it is blocked, and the console has no error; nor has that of a missing page."""
    with opened(browser) as page:
        page.add_init_script(LISTEN)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{address}/search/?q=neck")
        expect(page.get_by_role("status")).to_have_text(re.compile("results"))
        assert not page.evaluate("window.violations") and not said
        page.goto(f"{address}/a/b/nothing")
        assert not page.evaluate("window.violations")
        assert all("status of 404" in one for one in said)


def test_the_policy_blocks_what_is_not_of_the_site(browser: Browser, address: str) -> None:
    """A script within a page, a style within it and a script of this site are blocked on a page."""
    with opened(browser) as page:
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
