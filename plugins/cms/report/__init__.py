"""Problems for people, for programs and beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..errors import Problems
from .github import to_github
from .records import as_records, from_records, to_json
from .sarif import to_sarif
from .text import to_text

Format = Callable[[Problems, int | None], str]
"""Problems, and the number of pages that were looked at, as text; None stands for none."""

FORMATS: Mapping[str, Format] = {
    "text": to_text,
    "json": to_json,
    "github": to_github,
    "sarif": to_sarif,
}

__all__ = ["FORMATS", "as_records", "from_records", "to_github", "to_json", "to_sarif", "to_text"]
