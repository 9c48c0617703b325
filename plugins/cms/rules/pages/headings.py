"""The outline of a page: one main heading, and no level left out below it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .findings import ASK_THEME, Finding, first_line, line_of
from .page import Heading, Page


def check(page: Page) -> Iterator[Finding]:
    """Yield a finding without exactly one `h1`, and one for each heading that skips a level."""
    main = [heading for heading in page.headings if heading.level == 1]
    if len(main) != 1:
        message = (
            f"the page has {len(main)} main headings (`h1`) in place of one"
            if main
            else "the page has no main heading (`h1`)"
        )
        hint = f"{ASK_THEME} to show the title of the page as its only `h1`."
        yield Finding(page.path, first_line(page), "heading-order", message, hint, by_theme=True)
    for before, heading in pairwise(page.headings):
        if heading.level > before.level + 1:
            yield _skipped(page, before, heading)


def _skipped(page: Page, before: Heading, heading: Heading) -> Finding:
    message = (
        f"the heading “{heading.text}” is of level {heading.level}, but the one before it, "
        f"“{before.text}”, is of level {before.level}"
    )
    bodies = page.entry.texts() if page.entry else ()
    written = any(heading.anchor in text.anchors for _, text in bodies if heading.anchor)
    place = line_of(page, heading.text) if written else None
    if place:
        hint = f"Begin it with `{'#' * (before.level + 1)}`, so that no level is left out."
        return Finding(page.path, place, "heading-order", message, hint)
    hint = f"{ASK_THEME} to leave out no level of headings."
    return Finding(page.path, first_line(page), "heading-order", message, hint, by_theme=True)
