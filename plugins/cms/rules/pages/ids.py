"""Ids that stand twice on one page: links and screen readers find only the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...errors import Location
from .findings import ASK_THEME, Finding, first_line, line_of
from .page import Page


def check(page: Page) -> Iterator[Finding]:
    """Yield each id that more than one element of a page has."""
    if len(set(page.ids)) == len(page.ids):
        return
    for name, count in Counter(page.ids).items():
        if count > 1:
            yield _finding(page, name, count)


def _finding(page: Page, name: str, count: int) -> Finding:
    written = _written(page, name)
    message = f"the id `{name}` is on this page {count} times, and a link can find only one"
    if written:
        hint = f"Give one of them another name: `## Heading {{#{name}-2}}`."
        return Finding(page.path, written, "duplicate-id", message, hint, "error")
    hint = f"{ASK_THEME} to use each id once on a page."
    return Finding(
        page.path, first_line(page), "duplicate-id", message, hint, "error", by_theme=True
    )


def _written(page: Page, name: str) -> Location | None:
    """Where a text of the page's entry has this id, or None."""
    for path, text in page.entry.texts() if page.entry else ():
        if page.entry and name in text.anchors:
            for mark in (f"{{#{name}", f"{{: #{name}", f'"{name}"', f"'{name}'"):
                location = page.entry.locate(mark, path)
                if location.column > 1:
                    return location
            titles = (heading.text for heading in page.headings if heading.anchor == name)
            places = (line_of(page, title) for title in titles)
            return next(filter(None, places), first_line(page))
    return None
