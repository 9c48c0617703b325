"""Content to Site: addresses made unique, references followed, and what does not hold."""

from __future__ import annotations

from .graph import link, linked
from .naming import hidden_while_shown

__all__ = ["hidden_while_shown", "link", "linked"]
