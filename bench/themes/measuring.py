"""What the pages of a theme cost their readers, and what checkers say of them."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser

from bench.themes.contestants import Theme
from tools import axe
from tools.hosting import Host, hosted
from tools.lighthouse import SPEED, STEADY, lighthouse
from tools.visits import opened, visit

WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")


@dataclass(frozen=True)
class Measured:
    """Of all pages of a theme: the most bytes, requests and scripts, and requests elsewhere.

    `findings` counts the elements of which axe-core has something to say or to ask, on all
    pages, at both widths, light and dark. `scores` are the lowest of Lighthouse.
    """

    weight: int
    styles: int
    scripts: int
    requests: int
    elsewhere: int
    findings: int
    scores: dict[str, int]


def measure(browser: Browser, theme: Theme) -> Measured:
    """Look at each page of a theme as a first visit, then with axe-core and Lighthouse."""
    with hosted(theme.folder, theme.siteurl) as host:
        visits = [visit(browser, host, page, width) for page in theme.pages for width in WIDTHS]
        found = sum(_findings(browser, host, page) for page in theme.pages)
        pages = [host.address + page for page in theme.pages]
        verdicts = list(lighthouse(pages, (SPEED, *STEADY)))
    return Measured(
        weight=max(one.weight() + sum(one.images.values()) for one in visits),
        styles=max(one.weight(".css") for one in visits),
        scripts=max(one.weight(".js") for one in visits),
        requests=max(len(one.weights) + len(one.images) for one in visits),
        elsewhere=max(len(one.elsewhere) for one in visits),
        findings=found,
        scores={name: min(one.scores[name] or 0 for one in verdicts) for name in (SPEED, *STEADY)},
    )


def _findings(browser: Browser, host: Host, path: str) -> int:
    found = 0
    for scheme in SCHEMES:
        with opened(browser, color_scheme=scheme, bypass_csp=True) as page:
            page.goto(host.address + path)
            rules = axe.load(page)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                found += sum(len(places) for _, *places in axe.findings(page, rules))
    return found
