"""A real browser on the site as readers get it, served on loopback."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.conftest import Project
from tools.axe import SOURCE
from tools.browser import BROWSER_FLAGS, find_browser
from tools.hosting import Host, hosted, pages_of
from tools.trial import SITEURL
from tools.visits import PATIENCE

WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="session")
def host(published: Project) -> Iterator[Host]:
    """The published site, served."""
    with hosted(published.output, SITEURL) as host:
        yield host


@pytest.fixture(scope="session")
def address(host: Host) -> str:
    """Where the published site is served."""
    return host.address


@pytest.fixture(scope="session")
def paths(host: Host) -> list[str]:
    """Every page of it: `/`, `/conditions/sciatica/`, `/404.html`."""
    paths = pages_of(host.folder)
    assert len(paths) > 40
    return paths


def is_condition(path: str) -> bool:
    """Whether the page there is that of a condition, in any language, not their list."""
    return re.fullmatch(r"(/[a-z-]+)?/conditions/[^/]+/", path) is not None


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One headless browser for all tests here of a worker.

    Playwright's event loop runs until it is closed, and no other one can begin meanwhile.
    """
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=list(BROWSER_FLAGS), timeout=PATIENCE
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return SOURCE.read_text(encoding="utf-8")
