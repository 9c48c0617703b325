"""Text that comes out of our Markdown as it went in, with as few signs added as can be."""

from __future__ import annotations

import re

_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_SIGNS = re.compile(r"([\\`*\[\]{}])|(?<![^\W_])(_)|(_)(?![^\W_])")
_FIRST = re.compile(r"(?:#|>|[+-](?=\s|$)|-+\s*$)")
_NUMBER = re.compile(r"(\d+)([.)])(?=\s|$)")
_RULE = re.compile(r"(?:-[ ]*){2,}$")
_ODD = re.compile(r"[:=|~]")


def escape(text: str) -> str:
    """Plain text as Markdown, for the middle of a line."""
    text = _ENTITY.sub("&amp;", text)
    text = _SIGNS.sub(r"\\\1\2\3", text)
    return _TAG.sub("&lt;", text)


def guard(text: str) -> str:
    """Lines of Markdown that would begin a list, a heading and the like: made plain text."""
    return "\n".join(map(_guard_line, text.split("\n")))


def _guard_line(line: str) -> str:
    line = line.lstrip(" \t")
    if _FIRST.match(line) or _RULE.match(line):
        return f"\\{line}"
    if _ODD.match(line):
        return f"&#{ord(line[0])};{line[1:]}"
    return _NUMBER.sub(r"\1\\\2", line, count=1) if _NUMBER.match(line) else line
