"""Any Markdown → safe HTML, by Python-Markdown, a reader of HTML and a cleaner."""

from __future__ import annotations

import re
from functools import cache
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.inlinepatterns import InlineProcessor

from ..citations import CITATION
from .limits import nested, too_heavy
from .rendered import Rendered
from .scan import ATTRIBUTES, SCHEMES, TAGS, Scan

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


def render_any(text: str) -> Rendered:
    """As `render`, the whole way for every text: it takes many times as long."""
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
