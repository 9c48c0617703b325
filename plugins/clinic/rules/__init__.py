"""The checks that only this subject needs."""

from __future__ import annotations

from plugins.cms.collection import Rule

from . import comparisons, promises, reviews

RULES: tuple[Rule, ...] = (comparisons.check, promises.check, reviews.check)
WAIVABLE: frozenset[str] = frozenset({"promise"})
