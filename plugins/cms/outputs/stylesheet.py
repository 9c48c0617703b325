"""One style sheet from many: what every page needs, and what one kind of page shows."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import NamedTuple

from .short_names import with_short_names

Read = Callable[[str], str]
"""The text of a file of the theme, by its name. Raises LookupError where there is none."""

ENTRY = "styles/site.css"
"""The file that imports, in layers, what every page needs."""

LAYER = "components"
"""The layer of the styles that come with templates."""

_SHORT = 12
"""The length up to which a value is better than the name that stands for it."""

_IMPORT = re.compile(r'^@import "(?P<path>[^"]+)"(?: layer\((?P<layer>[\w.-]+)\))?;\n?', re.M)
_PROPERTY = re.compile(r"(?<=[{;])(?P<name>--[\w-]+):(?:\"[^\"]*\"|[^;{}\"])*(?:;|(?=}))")
_CONSTANTS = re.compile(r"(?<=@layer settings{):root{([^}]*)}")
_USE = re.compile(r"(?:var|style)\((--[\w-]+)")
_ROOTS = re.compile(r"(?<=:root{)([^{}]*)}:root{")
_COMMENT = re.compile(r"(\"[^\"]*\")|/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"(\"[^\"]*\")|;\s*(?=})|([{};,>/:])\s+|\s+(?:;\s*(?=})|([{};,>/])\s*)?")
_TO_BRACE = r"(?=[^(){};\"]*(?:\((?:[^()]|\([^()]*\))*\)[^(){};\"]*)*{)"
_NEEDLESS = re.compile(rf"(\"[^\"]*\")| \+ {_TO_BRACE}|(?<=[:,( -])0(?=\.\d)")


class Sheet(NamedTuple):
    """A style sheet: its path below the output folder, its text, and {name: the one in it}."""

    path: str
    content: bytes
    names: Mapping[str, str]


def stylesheet(
    parts: Iterable[str], read: Read, markup: str = "", short_names: bool = False
) -> Sheet:
    """The sheet at `theme/site.DIGEST.css`: the digest lets hosts keep the file for ever.

    `parts` are the names of styles that come with templates, and `markup` is the text of these
    templates: a custom property that neither they nor a style use is left out. With `short_names`,
    classes and properties are letters, unless a script may ask for them. Raises LookupError where
    a style is missing.
    """
    seen: set[str] = set()
    whole = "".join(_inlined(ENTRY, read, seen))
    shown = "".join(text for name in parts for text in _inlined(name, read, seen))
    css = _short(f"{whole}\n@layer {LAYER} {{\n{shown}\n}}")
    css = _short(_without_unused(_with_constants(css, markup), markup))
    names: Mapping[str, str] = {}
    if short_names and "<script" not in markup:
        css, names = with_short_names(css)
    content = f"{css}\n".encode()
    digest = hashlib.sha256(content).hexdigest()[:10]
    return Sheet(f"theme/site.{digest}.css", content, names)


def _inlined(name: str, read: Read, seen: set[str]) -> Iterator[str]:
    """The text of a style, with each file that it imports in its place; every file once."""
    if name in seen:
        return
    seen.add(name)
    text, end, layer = read(name), 0, None
    for found in _IMPORT.finditer(text):
        if layer and (found.start() > end or found["layer"] != layer):
            yield "}\n"
            layer = None
        yield text[end : found.start()]
        end = found.end()
        # The folder of templates has no name of its own: "../styles/" leads out of it as well.
        path = normpath(join("/", dirname(name), found["path"])).lstrip("/")
        if found["layer"] != layer:
            yield f"@layer {found['layer']} {{\n"
        layer = found["layer"]
        yield from _inlined(path, read, seen)
    yield "}\n" if layer else ""
    yield text[end:]


def _short(css: str) -> str:
    """The same without comments, and without spaces that say nothing.

    The packages for this that were tried join `.a :hover` where it is inside of an at-rule.
    """
    css = _COMMENT.sub(lambda one: one[1] or "", css).strip()
    css = _SPACE.sub(lambda one: one[1] or one[2] or one[3] or " " * one[0].isspace(), css)
    css = _NEEDLESS.sub(lambda one: one[1] or one[0].strip(" 0"), css)
    return _ROOTS.sub(r"\1;", css)


def _with_constants(css: str, markup: str) -> str:
    """With the values of properties that never change in their place, where that is shorter.

    These are set once, for the whole page, in the layer `settings`.
    """
    declared = Counter(one["name"] for one in _PROPERTY.finditer(css))
    uses = Counter(_USE.findall(css))
    in_markup = set(_USE.findall(markup))
    for block in _CONSTANTS.findall(css):
        for name, _, value in (one.partition(":") for one in block.split(";")):
            is_short = len(value) <= _SHORT or uses[name] == 1
            if declared[name] == 1 and is_short and name not in in_markup:
                css = css.replace(f"var({name})", value)
    return css


def _without_unused(css: str, markup: str) -> str:
    """Without the custom properties that nothing asks for, and those that only these ask for."""
    used = frozenset(_USE.findall(markup + css))
    fewer = _PROPERTY.sub(lambda one: one[0] if one["name"] in used else "", css)
    return css if fewer == css else _without_unused(fewer, markup)


_ROOT = re.compile(r":root\s*\{([^}]*)\}")
_DECLARED = re.compile(r"(--[\w-]+):\s*(?:light-dark\(([^,]+),[^)]*\)|([^;]+));")


def colors_of(file: Path) -> Mapping[str, str]:
    """{`--name`: value}: the custom properties of the first `:root` in a file, if it is there.

    A color that has two values has the light one.
    """
    if not file.is_file():
        return {}
    root = _ROOT.search(_COMMENT.sub("", file.read_text(encoding="utf-8")))
    found = _DECLARED.findall(root[1]) if root else ()
    return {name: light or value for name, light, value in found}
