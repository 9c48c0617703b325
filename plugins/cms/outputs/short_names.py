"""Sheets and pages as readers get them: with letters for the names that both share."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, product

_CLASS = re.compile(r"(\"[^\"]*\"|url\([^)]*\))|(?<=\.)([a-zA-Z_][\w-]*)")
_PROPERTY = re.compile(r"(\"[^\"]*\")|(?<![\w-])(--[\w-]+)")
_DECLARED = re.compile(r"(?<=[{;])(--[\w-]+):")
_ATTRIBUTE = re.compile(r" class=\"([^\"]*)(?=\"[^<>]*>)")  # and not in a text about HTML
_ON_NEW_LINES = ("</", "<li", "<ol", "<p", "<ul")  # a search finds paragraphs and items apart
_COLOR = re.compile(r"=\"var\((--[\w-]+)(?=\)\"[^<>]*>)")


def with_short_names(css: str) -> tuple[str, dict[str, str]]:
    """A style sheet with letters for the names of its classes and properties, and which they are.

    A property keeps its two strokes: `{"--ink": "--A", "card": "A"}`.
    """
    properties = {name: f"--{one}" for name, one in _short(_PROPERTY, css, _DECLARED.findall(css))}
    classes = dict(_short(_CLASS, css))
    css = _PROPERTY.sub(lambda one: one[1] or properties.get(one[2], one[2]), css)
    css = _CLASS.sub(lambda one: one[1] or classes[one[2]], css)
    return css, properties | classes


def shortened(html: str, names: Mapping[str, str]) -> str:
    """A page with the names that its style sheet has: of classes, and of the colors of shapes.

    Tags that stand on a line of their own for a reader do so no more in the file. Without names the
    page stays as it is.
    """

    def classes(found: re.Match[str]) -> str:
        return f' class="{" ".join([names.get(name, name) for name in found[1].split()])}'

    if not names:
        return html
    if "<pre" not in html:
        for tag in _ON_NEW_LINES:
            html = html.replace(f">\n{tag}", f">{tag}")
    html = _ATTRIBUTE.sub(classes, html)
    return _COLOR.sub(lambda one: f'="var({names.get(one[1], one[1])}', html)


def _short(
    pattern: re.Pattern[str], css: str, known: Iterable[str] | None = None
) -> Iterator[tuple[str, str]]:
    """The names that a pattern finds, or those of them that are known: the most used first."""
    uses = Counter(name for _, name in pattern.findall(css) if name)
    names = uses.keys() if known is None else uses.keys() & set(known)
    return zip(sorted(names, key=lambda name: (-uses[name], name)), _letters(), strict=False)


def _letters() -> Iterator[str]:
    # Capitals first: the classes that other programs give to pieces of code are small letters.
    letters = string.ascii_uppercase + string.ascii_lowercase
    return map("".join, chain(letters, product(letters, letters)))
