"""Rules for the finished pages: each looks at the whole output, as a reader gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from ...errors import Problem, Problems
from . import (
    headings,
    ids,
    images,
    languages,
    large_images,
    links,
    listings,
    redirects,
    titles,
    vanished,
)
from .findings import Finding
from .output import Output
from .outward import Outward, outward
from .page import Page, from_text, summary, to_text
from .reading import read_page

__all__ = [
    "Finding",
    "Output",
    "Outward",
    "Page",
    "check_pages",
    "from_text",
    "outward",
    "page_findings",
    "read_page",
    "summary",
    "to_text",
    "without_sequels",
]

OF_A_PAGE: tuple[Callable[[Page], Iterator[Finding]], ...] = (
    ids.check,
    headings.check,
    languages.check,
)
"""Rules that look at a single page and at its entry."""

OF_ALL: tuple[Callable[[Output], Iterator[Finding]], ...] = (
    links.broken,
    links.orphans,
    titles.check,
    images.without_alt,
    images.without_size,
    large_images.check,
    listings.not_in_sitemap,
    listings.not_in_feed,
)
"""Rules that look at the whole output. `summary` has all that they read of a page."""


def page_findings(page: Page) -> tuple[Finding, ...]:
    """What is wrong with a page by itself, whatever else is on the site."""
    return tuple(found for rule in OF_A_PAGE for found in rule(page))


def check_pages(output: Output) -> Problems:
    """All that is wrong with the pages, sorted. Errors are among them, and warnings.

    What is wrong with single pages is that of `output.findings`; a page that is not among
    them is looked at.
    """
    of_pages = (
        output.findings[path] if path in output.findings else page_findings(page)
        for path, page in output.pages.items()
    )
    of_all = (rule(output) for rule in OF_ALL)
    findings = _told_once(chain(chain.from_iterable(of_pages), chain.from_iterable(of_all)))
    return tuple(sorted({*findings, *redirects.to_nowhere(output), *vanished.check(output)}))


_SEQUELS = frozenset({"broken-link", "image-without-size"})


def without_sequels(known: Problems, found: Iterable[Problem]) -> Iterator[Problem]:
    """The problems of pages but those of a link or picture whose own mistake is known already."""
    places = {one.location for one in known if one.severity == "error"}
    return (one for one in found if one.code not in _SEQUELS or one.location not in places)


def _told_once(findings: Iterable[Finding]) -> set[Problem]:
    """A problem for each finding; what a theme does on many pages is one problem."""
    problems: dict[Problem, None] = {}
    of_theme: dict[tuple[str, str], list[Finding]] = {}
    for found in findings:
        if found.by_theme:
            of_theme.setdefault((found.code, found.message), []).append(found)
        else:
            problems[_problem(found)] = None
    for same in of_theme.values():
        first = min(same, key=lambda found: found.page)
        more = len({found.page for found in same}) - 1
        also = f" (and on {more} more page{'s' if more > 1 else ''})" if more else ""
        problems[_problem(first, also)] = None
    return set(problems)


def _problem(found: Finding, also: str = "") -> Problem:
    return Problem(found.location, found.code, f"{found.message}{also}", found.hint, found.severity)
