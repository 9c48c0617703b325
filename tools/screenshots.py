"""Takes pictures of every type of page, as different readers see it, to be looked through."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from .adapting import FROM_THE_RIGHT, LARGE_TEXT, adapt
from .bootstrap import ROOT, say
from .browser import BROWSER_FLAGS, find_browser
from .hosting import hosted, pages_of, types_of
from .trial import SITEURL

FOLDER = ROOT / ".screenshots"

WIDTHS = (320, 768, 1280, 1920)

VIEWS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "print": {"media": "print"},
    "contrast": {"forced_colors": "active"},
    "large": {"how": LARGE_TEXT},
    "rtl": {"how": FROM_THE_RIGHT},
}
"""How readers see a page: in which colors, on paper, in colors of their own, adapted."""

_SHEET = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Screenshots</title>
<style>
  body {{ margin: 1rem; font: 1rem/1.4 system-ui; background: #ddd }}
  section {{ display: flex; gap: 1rem; align-items: start; overflow-x: auto; padding: .5rem 0 }}
  figure {{ margin: 0; flex: none }}
  img {{ display: block; inline-size: 20rem; max-block-size: 40rem; object-fit: cover;
         object-position: top; border: 1px solid #888 }}
</style>
{}
</html>
"""


class BadOption(Exception):
    """An option that cannot be meant; the text is for people."""


def take(site: Path, pages: str = "", widths: str = "", views: str = "") -> Path:
    """Take the pictures of the published site; return the page that shows them all.

    `pages` are addresses, such as `/safety/`, with commas between them; `widths` and `views`
    are some of those there are. What is left out means all, and a page of each type. Pictures
    of before are gone. Raises BadOption, and SetupFailure where there is no browser.
    """
    known = pages_of(site.resolve())
    chosen = _chosen("pages", pages, known) or types_of(known)
    wide = [int(one) for one in _chosen("widths", widths, [*map(str, WIDTHS)])] or list(WIDTHS)
    seen = _chosen("views", views, list(VIEWS)) or list(VIEWS)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    with sync_playwright() as playwright, hosted(site, SITEURL) as host:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=list(BROWSER_FLAGS)
        )
        for view in seen:
            say(f"{view}: {len(chosen)} pages…")
            for width in wide:
                _take(browser, host.address, chosen, width, view)
        browser.close()
    index = FOLDER / "index.html"
    index.write_text(_SHEET.format("\n".join(_sections(chosen, wide, seen))), encoding="utf-8")
    return index


def _take(browser: Browser, address: str, pages: list[str], width: int, view: str) -> None:
    options = dict(VIEWS[view])
    how, media = options.pop("how", ""), options.pop("media", None)
    context = browser.new_context(
        viewport={"width": width, "height": 900}, bypass_csp=True, **options
    )
    page = context.new_page()
    page.emulate_media(media=media)
    for path in pages:
        page.goto(address + path)
        if how:
            adapt(page, how)
        page.screenshot(path=FOLDER / _name(path, width, view), full_page=True)
    context.close()


def _name(path: str, width: int, view: str) -> str:
    """The file of a picture."""
    return f"{re.sub(r'[^a-z0-9]+', '-', path).strip('-') or 'home'}-{width}-{view}.png"


def _sections(pages: list[str], widths: list[int], views: list[str]) -> Iterator[str]:
    """A heading for each page, and a row of pictures for each view."""
    for path in pages:
        yield f"<h2>{escape(path)}</h2>"
        for view in views:
            pictures = (
                f'<figure><figcaption>{view}, {width} px</figcaption><a href="{name}">'
                f'<img src="{name}" alt="" loading="lazy"></a></figure>'
                for width in widths
                for name in [_name(path, width, view)]
            )
            yield f"<section>{''.join(pictures)}</section>"


def _chosen(option: str, typed: str, known: list[str]) -> list[str]:
    """The words that were typed; raises BadOption for one that is not known."""
    words = [word.strip() for word in typed.split(",") if word.strip()]
    for word in words:
        if word not in known:
            raise BadOption(f"`--{option} {word}`: there are {', '.join(known)}.")
    return words
