"""Markdown that the engine would refuse to read, made light: the same text with fewer signs."""

from __future__ import annotations

import re
import textwrap

from ..markdown import MAX_LINE, MAX_LINES, render
from ..markdown.limits import too_heavy
from .escaping import guard
from .result import Findings

_BETWEEN = re.compile(r"\n(?:[ \t]*\n)+")
_SIGNS = re.compile(r"[\[\]()<>*_~`&\\{}]")


def lighten(text: str, findings: Findings) -> str:
    """The text itself, unless it has lines, lists or brackets beyond what the engine reads."""
    if not too_heavy(text):
        return text
    findings.remark(
        "Parts of the text had very long lines or very many brackets. They are plainer now: look "
        "at them."
    )
    return "\n\n".join(map(_lighten, _BETWEEN.split(text)))


def settle(text: str, findings: Findings) -> str:
    """A text in which nothing is refused: `text`, or where that cannot be, its bare words."""
    if not render(text).refused:
        return text
    findings.remark("The text could not be kept as it was formatted. Its words are all there.")
    return "\n\n".join(map(_plain, _BETWEEN.split(text)))


def _lighten(block: str) -> str:
    if not too_heavy(block):
        return block
    lines = _wrapped(block, hard=False)
    pieces = [
        "\n".join(lines[start : start + MAX_LINES]) for start in range(0, len(lines), MAX_LINES)
    ]
    return "\n\n".join(_plain(piece) if too_heavy(piece) else piece for piece in pieces)


def _plain(block: str) -> str:
    """A block with its signs shown as they are."""
    text = guard("\n".join(_wrapped(block.replace("\\", ""), hard=True)))
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text)


def _wrapped(block: str, *, hard: bool) -> list[str]:
    """The lines of a block, the long ones cut: at spaces, or anywhere where it is `hard`."""
    width = MAX_LINE // 10
    lines = []
    for line in block.split("\n"):
        if len(line) <= width:
            lines.append(line)
        else:
            lines += textwrap.wrap(line, width, break_long_words=hard, break_on_hyphens=False)
    return lines
