"""On a slow line a page comes piece by piece, and is read meanwhile."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import WIDTHS
from tests.conftest import Project
from tools.hosting import hosted, types_of
from tools.trial import SITEURL
from tools.visits import opened

PIECES = 30
AT_ONCE = 9
"""How many pages come at the same time, each as slowly as any other."""

WATCH = """
window.moved = [];
new PerformanceObserver(list => {
  for (const {value, sources} of list.getEntries())
    window.moved.push([value, ...sources.map(({node, previousRect: was, currentRect: is}) =>
      [node?.className ?? node?.nodeName, was.x, was.y, is.x, is.y].join(' '))]);
}).observe({type: 'layout-shift', buffered: true});
"""


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_still_on_its_way_moves_nothing(
    browser: Browser, published: Project, paths: list[str], width: int
) -> None:
    """Whatever a reader already sees stays where it is, wherever a page is cut."""
    moved = {}
    with (
        hosted(published.output, SITEURL, PIECES) as host,
        opened(browser, width) as first,
    ):
        first.context.add_init_script(WATCH)
        tabs = [first, *(first.context.new_page() for _ in range(AT_ONCE - 1))]
        types = types_of(paths)
        for start in range(0, len(types), AT_ONCE):
            group = types[start : start + AT_ONCE]
            for tab, path in zip(tabs, group, strict=False):
                tab.goto(host.address + path, wait_until="commit")
            for tab, path in zip(tabs, group, strict=False):
                tab.wait_for_load_state()
                moved[path] = tab.evaluate("moved")
    assert not {path: parts for path, parts in moved.items() if parts}
