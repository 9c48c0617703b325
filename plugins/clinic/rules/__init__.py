"""The checks that only this subject needs."""

from __future__ import annotations

from plugins.cms.collection import EntryRule

from . import (
    abbreviations,
    certainty,
    comparisons,
    places,
    promises,
    reviews,
    sentences,
    sources,
    titles,
)

ENTRY_RULES: tuple[EntryRule, ...] = tuple(
    rule.check
    for rule in (
        abbreviations,
        certainty,
        comparisons,
        places,
        promises,
        reviews,
        sentences,
        sources,
        titles,
    )
)

WAIVABLE = frozenset(
    """
    certainty-verb claim-in-summary claim-in-title long-sentence no-citation promise reading-grade
    undefined-abbreviation
    """.split()
)
"""The codes of rules that a text may break for a reason."""

UNFINISHED = frozenset({"no-source", "one-side"})
"""The codes of what a draft may still lack."""
