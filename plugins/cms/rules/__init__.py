"""The checks that hold for any subject. Each looks at a Site and yields Problems."""

from __future__ import annotations

from ..collection import Rule
from . import endings, images, links, schedule, signs, tidy

RULES: tuple[Rule, ...] = (
    links.check,
    images.check,
    endings.check,
    schedule.check,
    signs.check,
    tidy.check,
)

WEIGHABLE = tidy.CODES | set(
    """
    duplicate-description duplicate-title heading-order image-without-size large-image
    mixed-language not-in-feed not-in-sitemap orphan-page unused-record
    """.split()
)
"""The codes of problems whose weight the settings may change, beside those of a subject."""
