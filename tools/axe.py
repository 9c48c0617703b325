"""Asks axe-core what is wrong with an open page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from .bootstrap import ROOT

SOURCE = ROOT / "node_modules/axe-core/axe.min.js"

_RULES = """axe.getRules([
  'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'
]).filter(rule => !rule.tags.includes('review-item'))  // asks of all that is hidden what it is
  .map(rule => rule.ruleId).concat('color-contrast-enhanced')"""
_RUN = """async rules => {
  const found = await axe.run({
    runOnly: {type: 'rule', values: rules}, resultTypes: ['violations', 'incomplete'],
  });
  return [...found.violations, ...found.incomplete].map(
    rule => [rule.id, ...rule.nodes.map(node => node.target.join(' '))]);
}"""


def load(page: Page) -> list[str]:
    """Put axe-core into a page; return the rules it has there.

    They are those of WCAG 2.2 A and AA, of AAA contrast and of good practice. The page has to be
    opened without its content policy.
    """
    page.evaluate(SOURCE.read_text(encoding="utf-8"))
    rules: list[str] = page.evaluate(_RULES)
    return rules


def findings(page: Page, rules: list[str]) -> list[list[Any]]:
    """For each rule that is broken, or that axe-core cannot decide, its name and the places."""
    found: list[list[Any]] = page.evaluate(_RUN, rules)
    return found
