"""Rules for the finished pages: each looks at the whole output, as a reader gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

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
from .output import Finding, Output
from .outward import Outward, outward
from .page import Page, read_page

__all__ = [
    "RULES",
    "Output",
    "Outward",
    "Page",
    "check_pages",
    "outward",
    "read_page",
    "without_sequels",
]

RULES: tuple[Callable[[Output], Iterator[Finding]], ...] = (
    links.broken,
    links.orphans,
    titles.check,
    ids.check,
    headings.check,
    images.without_alt,
    images.without_size,
    large_images.check,
    listings.not_in_sitemap,
    listings.not_in_feed,
    languages.check,
)


def check_pages(output: Output) -> Problems:
    """All that is wrong with the pages, sorted. Errors are among them, and warnings."""
    of_pages = _told_once(found for rule in RULES for found in rule(output))
    return tuple(sorted({*of_pages, *redirects.to_nowhere(output), *vanished.check(output)}))


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
        first = min(same, key=lambda found: found.page.path)
        more = len({found.page.path for found in same}) - 1
        also = f" (and on {more} more page{'s' if more > 1 else ''})" if more else ""
        problems[_problem(first, also)] = None
    return set(problems)


def _problem(found: Finding, also: str = "") -> Problem:
    return Problem(found.location, found.code, f"{found.message}{also}", found.hint, found.severity)
