"""The checks that hold for any subject, and what all checks say of one entry or of the site."""

from __future__ import annotations

from collections.abc import Iterator

from ..collection import EntryRule, SiteRule
from ..entries import Entry
from ..errors import Problem, Problems
from ..site import Site
from . import endings, images, links, schedule, signs, tidy

ENTRY_RULES: tuple[EntryRule, ...] = (
    links.check,
    images.check,
    schedule.check,
    signs.check,
    tidy.check,
)
SITE_RULES: tuple[SiteRule, ...] = (endings.check, tidy.check_settings)

_OF_EXPIRED: tuple[EntryRule, ...] = (schedule.check, tidy.check)
"""The rules for what readers no longer see, and nobody works on."""

WEIGHABLE = tidy.CODES | set(
    """
    duplicate-description duplicate-title heading-order image-without-size large-image
    mixed-language not-in-feed not-in-sitemap orphan-page unused-record
    """.split()
)
"""The codes of problems whose weight the settings may change, beside those of a subject."""


def entry_problems(entry: Entry, site: Site) -> Problems:
    """What the rules say of one entry of the site, which may have expired."""
    rules = _OF_EXPIRED
    if site.is_written(entry):
        rules = (*ENTRY_RULES, *(site.subject.entry_rules if site.has_settings else ()))
    return tuple(problem for rule in rules for problem in rule(entry, site))


def site_problems(site: Site) -> Problems:
    """What the rules say that look at the site as a whole."""
    rules = (*SITE_RULES, *(site.subject.site_rules if site.has_settings else ()))
    return tuple(problem for rule in rules for problem in rule(site))


def all_problems(site: Site) -> Iterator[Problem]:
    """What all rules say of all that authors wrote."""
    for entry in dict.fromkeys((*site.written, *site.expired)):
        yield from entry_problems(entry, site)
    yield from site_problems(site)
