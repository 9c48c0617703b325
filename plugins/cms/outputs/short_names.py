"""Letters in place of the names that a style sheet and its pages share, as readers get them."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, product

_CLASS = re.compile(r"(\"[^\"]*\"|url\([^)]*\))|(?<=\.)([a-zA-Z_][\w-]*)")
_PROPERTY = re.compile(r"(\"[^\"]*\")|(?<![\w-])(--[\w-]+)")
_DECLARED = re.compile(r"(?<=[{;])(--[\w-]+):")
_IN_TAG = re.compile(r"(<[a-z][^<>]*? class=\")([^\"]*)|(=\"var\()(--[\w-]+)(?=\)\")")


def with_short_names(css: str) -> tuple[str, dict[str, str]]:
    """A style sheet with letters for the names of its classes and properties, and which they are.

    A property keeps its two strokes: `{"--ink": "--A", "card": "A"}`.
    """
    properties = {name: f"--{one}" for name, one in _short(_PROPERTY, css, _DECLARED.findall(css))}
    classes = dict(_short(_CLASS, css))
    css = _PROPERTY.sub(lambda one: one[1] or properties.get(one[2], one[2]), css)
    css = _CLASS.sub(lambda one: one[1] or classes[one[2]], css)
    return css, properties | classes


def with_names(html: str, names: Mapping[str, str]) -> str:
    """A page with the names that its style sheet has: of classes, and of the colors of shapes."""

    def renamed(found: re.Match[str]) -> str:
        begin, used = (found[1], found[2]) if found[1] else (found[3], found[4])
        return begin + " ".join(names.get(name, name) for name in used.split())

    return _IN_TAG.sub(renamed, html) if names else html


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
