"""axe-core has nothing to say, nor to ask, of any page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import SCHEMES, WIDTHS
from tools import axe
from tools.visits import opened


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(browser: Browser, address: str, paths: list[str], scheme: str) -> None:
    """No page breaks a rule of WCAG 2.2 A and AA, of AAA contrast or of good practice.

    What axe-core cannot decide counts as broken: text stands where its contrast can be told.
    """
    found = {}
    with opened(browser, color_scheme=scheme, bypass_csp=True) as page:
        for path in paths:
            page.goto(address + path)
            rules = axe.load(page)
            assert {"color-contrast-enhanced", "target-size"} <= set(rules)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                found[path, width] = axe.findings(page, rules)
    assert not {where: rules for where, rules in found.items() if rules}
