"""The checks that hold for any subject. Each looks at a Site and yields Problems."""

from __future__ import annotations

from ..collection import Rule
from . import images, links

RULES: tuple[Rule, ...] = (links.check, images.check)
