"""Markdown to safe HTML: what was refused, what it links to and cites, which anchors it makes."""

from __future__ import annotations

from functools import lru_cache

from .limits import MAX_LINE, MAX_LINES, MAX_NESTING
from .refusal import Refusal
from .rendered import Heading, Rendered
from .usual import render_usual

__all__ = [
    "MAX_LINE",
    "MAX_LINES",
    "MAX_NESTING",
    "Heading",
    "Refusal",
    "Rendered",
    "render",
    "render_inline",
]


@lru_cache(maxsize=4_096)
def render(text: str) -> Rendered:
    """Turn Markdown into HTML that is safe whatever the text holds.

    Jinja syntax is text. HTML outside the allow-list is taken out of `html` and
    named in `refused`. Work is bounded: text that would take long is refused unread.
    """
    usual = render_usual(text)
    if usual is not None:
        return usual
    from .whole import render_any

    return render_any(text)


def render_inline(text: str) -> str:
    """The HTML of a text of one paragraph without the paragraph around it; else as `render`."""
    html = render(text).html
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return inner if "<p>" not in inner and html.startswith("<p>") else html
