"""First visits: what a browser asks for, and what happens, when a reader opens a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from .hosting import Host

WATCH = """
window.seen = {shifts: 0, violations: []};
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.seen.shifts += entry.value;
}).observe({type: 'layout-shift', buffered: true});
document.addEventListener('securitypolicyviolation', event =>
  window.seen.violations.push(`${event.effectiveDirective} ${event.blockedURI || event.sample}`));
"""
READ = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
    scrollTo(0, top);
    await frame();
  }
  await frame();
  return window.seen;
}"""
ICONS = "links => links.map(link => link.href)"
IMAGES = "images => images.map(image => image.currentSrc)"


PATIENCE = 200
"""How many hundredths of a second the browser has to ask for the icon, which it does last."""


@contextmanager
def opened(browser: Browser, width: int = 1280, **options: Any) -> Iterator[Page]:
    """An empty page of a reader who was never here, with a window of this width."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    yield context.new_page()
    context.close()


@dataclass(frozen=True)
class Visit:
    """What somebody caused who had never been here and read one page to its end.

    `weights` are the bytes, packed, of all that the browser asked for before anybody moved, but
    for the images in the text; `images` are theirs.
    """

    path: str
    width: int
    weights: dict[str, int]
    images: dict[str, int]
    purposes: frozenset[str]
    elsewhere: tuple[str, ...]
    cookies: int
    errors: tuple[str, ...]
    policy: str
    violations: tuple[str, ...]
    shifts: float

    def weight(self, ending: str = "") -> int:
        """The bytes of it all, or of the files whose names end so, without images."""
        return sum(weight for path, weight in self.weights.items() if path.endswith(ending))


def visit(browser: Browser, host: Host, path: str, width: int) -> Visit:
    """Open a page as the first of the site, wait until it is there, and read to its end."""
    urls: list[str] = []
    errors: list[str] = []
    with opened(browser, width) as page:
        page.add_init_script(WATCH)
        page.on("request", lambda one: urls.append(one.url))
        page.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        host.asked.clear()
        page.goto(host.address + path)
        icons, images = (
            {url.removeprefix(host.address) for url in page.eval_on_selector_all(selector, read)}
            for selector, read in (("link[rel~=icon]", ICONS), ("img", IMAGES))
        )
        icons = icons or {"/favicon.ico"}
        for _ in range(PATIENCE):
            if icons & {one.path for one in host.asked}:
                break
            page.wait_for_timeout(10)
        asked = tuple(host.asked)
        seen = page.evaluate(READ)
        cookies = len(page.context.cookies())
    weights = {one.path: host.weight(one.path) for one in asked}
    return Visit(
        path=path,
        width=width,
        weights={one: weight for one, weight in weights.items() if one not in images},
        images={one: weight for one, weight in weights.items() if one in images},
        purposes=frozenset(one.purpose for one in asked),
        elsewhere=tuple(url for url in urls if not url.startswith(f"{host.address}/")),
        cookies=cookies,
        errors=tuple(errors),
        policy=host.headers(path).get("Content-Security-Policy", ""),
        violations=tuple(seen["violations"]),
        shifts=seen["shifts"],
    )
