"""What would change on the site against another version of the project, found by building both."""

from __future__ import annotations

from .both import Comparison, changes_against
from .markdown import to_markdown
from .records import to_json
from .text import to_text
from .versions import NoSuchVersion

__all__ = [
    "Comparison",
    "NoSuchVersion",
    "changes_against",
    "to_json",
    "to_markdown",
    "to_text",
]
