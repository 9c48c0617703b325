"""axe-core has nothing to say, nor to ask, of any page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import SCHEMES, WIDTHS, opened

RULES = """axe.getRules([
  'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'
]).filter(rule => !rule.tags.includes('review-item'))  // asks of all that is hidden what it is
  .map(rule => rule.ruleId).concat('color-contrast-enhanced')"""
RUN = """async rules => {
  const found = await axe.run({
    runOnly: {type: 'rule', values: rules}, resultTypes: ['violations', 'incomplete'],
  });
  return [...found.violations, ...found.incomplete].map(
    rule => [rule.id, ...rule.nodes.map(node => node.target.join(' '))]);
}"""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(
    browser: Browser, address: str, paths: list[str], axe: str, scheme: str
) -> None:
    """No page breaks a rule of WCAG 2.2 A and AA, of AAA contrast or of good practice.

    What axe-core cannot decide counts as broken: text stands where its contrast can be told.
    """
    found = {}
    with opened(browser, color_scheme=scheme, bypass_csp=True) as page:
        for path in paths:
            page.goto(address + path)
            page.evaluate(axe)
            rules = page.evaluate(RULES)
            assert {"color-contrast-enhanced", "target-size"} <= set(rules)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                found[path, width] = page.evaluate(RUN, rules)
    assert not {where: rules for where, rules in found.items() if rules}
