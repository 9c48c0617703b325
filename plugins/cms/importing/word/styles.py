"""Which styles of a document are headings, titles, quotations and lists, in any language."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from .names import W
from .package import Package

_FIXED = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
u => u
highlight => mark
br[type='page'] => br
br[type='column'] => br
"""
_BUILT_IN = frozenset({"title", *(f"heading {level}" for level in range(1, 10))})
MAX_STYLES = 1_000


def style_map(package: Package) -> str:
    """What mammoth makes of the styles: whatever stands in Word's outline is a heading."""
    lines = [_FIXED.strip()]
    tree = package.tree("word/styles.xml")
    styles = [] if tree is None else tree.findall(f"{W}style")[:MAX_STYLES]
    by_id = {style.get(f"{W}styleId", ""): style for style in styles}
    for name, style in by_id.items():
        label = style.find(f"{W}name")
        said = label.get(f"{W}val", "") if label is not None else ""
        level = _level(name, by_id)
        if style.get(f"{W}type") == "paragraph" and level and said.lower() not in _BUILT_IN:
            quoted = said.replace("\\", "\\\\").replace("'", "\\'")
            lines.append(f"p[style-name='{quoted}'] => h{level}:fresh")
    return "\n".join(lines)


def _level(name: str, by_id: Mapping[str, Element]) -> int:
    """The level of a style in the outline, or that of the style that it is based on; else 0."""
    for _ in range(20):
        style = by_id.get(name)
        if style is None:
            return 0
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None:
            value = outline.get(f"{W}val", "")
            return int(value) + 1 if value in set("012345") else 0
        base = style.find(f"{W}basedOn")
        name = base.get(f"{W}val", "") if base is not None else ""
    return 0
