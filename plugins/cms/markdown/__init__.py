"""Markdown to safe HTML: what was refused, what it links to and cites, which anchors it makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.inlinepatterns import InlineProcessor

from ..citations import CITATION, Cite
from .limits import MAX_LINE, MAX_LINES, MAX_NESTING, nested, too_heavy
from .refusal import Refusal
from .scan import ATTRIBUTES, SCHEMES, TAGS, Heading, Scan

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

EXTENSIONS = (
    "abbr",
    "attr_list",
    "def_list",
    "fenced_code",
    "footnotes",
    "sane_lists",
    "tables",
    "toc",
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML, and what it holds. `links` are as the author wrote them.

    A citation is an empty `<span data-cites="…">`, as Pandoc marks it: its number is
    known once the page around it is (`bibliography`).
    """

    html: str
    links: tuple[str, ...] = ()
    citations: tuple[Cite, ...] = ()
    headings: tuple[Heading, ...] = ()
    anchors: frozenset[str] = frozenset()
    refused: tuple[Refusal, ...] = ()

    def __reduce__(self) -> tuple[type[Rendered], tuple[object, ...]]:
        # A dataclass with slots would list its fields anew for each of many thousands.
        whole = self.html, self.links, self.citations, self.headings, self.anchors, self.refused
        return Rendered, whole


@lru_cache(maxsize=20_000)
def render(text: str) -> Rendered:
    """Turn Markdown into HTML that is safe whatever the text holds.

    Jinja syntax is text. HTML outside the allow-list is taken out of `html` and
    named in `refused`. Work is bounded: text that would take long is refused unread.
    """
    heavy = too_heavy(text)
    if heavy:
        return Rendered("", refused=(heavy,))
    converter = _converter()
    try:
        raw = converter.convert(text)
    except RecursionError:
        _converter.cache_clear()  # it would go on from the state in which it stopped
        needle = text.strip().split("\n", 1)[0]
        return Rendered("", refused=(nested(needle),))
    finally:
        converter.reset()
    found = Scan()
    found.feed(raw)
    found.close()
    return Rendered(
        _cleaner().clean(raw),
        links=tuple(found.links),
        citations=tuple(found.citations),
        headings=tuple(found.headings),
        anchors=frozenset(found.anchors),
        refused=tuple(dict.fromkeys(found.refused)),
    )


def render_inline(text: str) -> str:
    """The HTML of a text of one paragraph without the paragraph around it; else as `render`."""
    html = render(text).html
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return inner if "<p>" not in inner and html.startswith("<p>") else html


@cache
def _converter() -> markdown.Markdown:
    converter = markdown.Markdown(
        extensions=list(EXTENSIONS), output_format="html", extension_configs={"toc": {"marker": ""}}
    )
    converter.inlinePatterns.register(_Citation(CITATION), "citation", _BEFORE_LINKS)
    return converter


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags={"script", "style"},
        filter_style_properties={"text-align"},
        link_rel=None,
        strip_comments=True,
        url_schemes=SCHEMES,
    )


_BEFORE_LINKS = 175
"""The priority of citations: code spans (190) and escapes (180) come first, links (170) after."""


class _Citation(InlineProcessor):
    """Turns a citation into the span that marks its place."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        return Element("span", {"data-cites": m[1]}), m.start(0), m.end(0)
