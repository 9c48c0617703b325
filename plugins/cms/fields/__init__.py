"""The field types of content models: each knows how it is parsed, checked, described and edited.

A value from front matter arrives as the text that was typed (`frontmatter`), so a
type here is the only place that turns text into something else. `Widget` says which
control an editor shows; everything else that JSON Schema can say comes from pydantic.
"""

from __future__ import annotations

from .addresses import (
    MAX_SLUG,
    SLUG_FORM,
    Destination,
    ImagePath,
    ImageRef,
    OldAddress,
    SitePath,
    Slug,
    WebUrl,
    is_slug,
)
from .parts import CITATION_KIND, InAlphabet, Part, Widget, lists_in_alphabet, refuse, such_as
from .references import Citation, CitationKey, Ref, Reference, read_cite
from .text import (
    MAX_TITLE,
    PLACEHOLDER_MARK,
    Line,
    Markdown,
    MarkdownText,
    Placeholder,
    PlaceholderText,
    Summary,
    Title,
)
from .values import Count, Day, Flag, Moment

__all__ = [
    "CITATION_KIND",
    "MAX_SLUG",
    "MAX_TITLE",
    "PLACEHOLDER_MARK",
    "SLUG_FORM",
    "Citation",
    "CitationKey",
    "Count",
    "Day",
    "Destination",
    "Flag",
    "ImagePath",
    "ImageRef",
    "InAlphabet",
    "Line",
    "Markdown",
    "MarkdownText",
    "Moment",
    "OldAddress",
    "Part",
    "Placeholder",
    "PlaceholderText",
    "Ref",
    "Reference",
    "SitePath",
    "Slug",
    "Summary",
    "Title",
    "WebUrl",
    "Widget",
    "is_slug",
    "lists_in_alphabet",
    "read_cite",
    "refuse",
    "such_as",
]
