"""First visits: what a browser asks for, and what happens, when a reader opens a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request

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


PATIENCE = 60_000
"""How many milliseconds anything may take that is bound to happen: machines can be busy."""

_ICON = 200
"""How many hundredths of a second the browser has to ask for the icon, which it does last."""


@contextmanager
def opened(browser: Browser, width: int = 1280, **options: Any) -> Iterator[Page]:
    """An empty page of a reader who was never here, with a window of this width."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    context.set_default_timeout(PATIENCE)
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


class _Watch:
    """What a page asks for and complains of, from now on."""

    def __init__(self, page: Page) -> None:
        self.urls: list[str] = []
        self.purposes: set[str] = set()
        self.errors: list[str] = []
        page.add_init_script(WATCH)
        page.on("request", self._asked)
        page.on(
            "console", lambda one: self.errors.append(one.text) if one.type == "error" else None
        )
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _asked(self, request: Request) -> None:
        self.urls.append(request.url)
        self.purposes.add(request.resource_type)

    def elsewhere(self, host: Host) -> tuple[str, ...]:
        return tuple(url for url in self.urls if not url.startswith(f"{host.address}/"))


def revisits(browser: Browser, host: Host, visits: Iterable[Visit], width: int) -> Iterator[Visit]:
    """The same pages without images in a window of another width: a third of the time.

    All are read by one reader, who keeps the styles. So what counts is what a page asks for,
    whether or not it has to be sent again; the icon is known from the first visit.
    """
    with opened(browser, width) as page:
        watch = _Watch(page)
        for one in visits:
            watch.urls, watch.purposes, watch.errors = [], set(), []
            page.goto(host.address + one.path)
            seen = page.evaluate(READ)
            asked = {urlsplit(url).path for url in watch.urls}
            icons = {path for path in one.weights if path.endswith(".svg")}
            yield replace(
                one,
                width=width,
                weights={path: host.weight(path) for path in asked | icons},
                purposes=one.purposes | watch.purposes,
                elsewhere=watch.elsewhere(host),
                cookies=len(page.context.cookies()),
                errors=tuple(watch.errors),
                violations=tuple(seen["violations"]),
                shifts=seen["shifts"],
            )


def visit(browser: Browser, host: Host, path: str, width: int) -> Visit:
    """Open a page as the first of the site, wait until it is there, and read to its end."""
    with opened(browser, width) as page:
        watch = _Watch(page)
        host.asked.clear()
        page.goto(host.address + path)
        icons, images = (
            {url.removeprefix(host.address) for url in page.eval_on_selector_all(selector, read)}
            for selector, read in (("link[rel~=icon]", ICONS), ("img", IMAGES))
        )
        icons = icons or {"/favicon.ico"}
        for _ in range(_ICON):
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
        elsewhere=watch.elsewhere(host),
        cookies=cookies,
        errors=tuple(watch.errors),
        policy=host.headers(path).get("Content-Security-Policy", ""),
        violations=tuple(seen["violations"]),
        shifts=seen["shifts"],
    )
