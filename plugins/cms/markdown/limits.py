"""Text that would take long is refused unread."""

from __future__ import annotations

import re

from .refusal import Refusal

MAX_LINE = 20_000
"""The longest line of text, in characters; Python-Markdown's cost grows with its square."""

MAX_NESTING = 100
"""How many brackets, quotes or emphasis marks may follow each other or be open at once."""

MAX_LINES = 2_000
"""How many lines may follow each other without an empty one."""

_RUNS = re.compile(
    "|".join(
        f"(?:{mark}){{{MAX_NESTING},}}"
        for mark in (
            r"\[[^\[\]\n]{0,3}",
            r"\([^()\n]{0,3}",
            r"<[^<>\n]{0,3}",
            r"[ \t]{0,3}>",
            r"[*_~][ \t]?",
            r"`",
            r"&#?",
        )
    )
)
_BRACKETS = (("[", "]", r"[\[\]]"), ("(", ")", r"[()]"), ("<", ">", r"<(?=[A-Za-z!/?])|>"))
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_DEEP_INDENT = re.compile(rf"^[ ]{{{4 * MAX_NESTING},}}\S", re.MULTILINE)


def too_heavy(text: str) -> Refusal | None:
    """The first place at which converting the text would take long, or None."""
    if is_light(text):
        return None
    for line in text.split("\n"):
        if len(line) > MAX_LINE:
            return Refusal(
                line[:60],
                "line-too-long",
                f"the line has {len(line):,} characters; {MAX_LINE:,} is the most",
                "Break the text into paragraphs with an empty line between them.",
            )
    run = _RUNS.search(text) or _DEEP_INDENT.search(text)
    if run:
        return nested(run[0][:60].strip("\n"))
    return next(filter(None, map(_too_heavy_block, _EMPTY_LINES.split(text))), None)


def is_light(text: str) -> bool:
    """Whether the text has too few signs to be too heavy. Most have, and to count is quick."""
    if len(text) < MAX_NESTING:
        return True
    return (
        len(text) <= MAX_LINE
        and text.count("\n") < MAX_LINES
        and sum(map(text.count, "*_~")) < MAX_NESTING
        and all(text.count(sign) < MAX_NESTING for sign in "[(<>`&")
        and "    " * MAX_NESTING not in text
    )


def _too_heavy_block(block: str) -> Refusal | None:
    """As `too_heavy`, for lines that follow each other without an empty one."""
    lines = block.strip("\n").count("\n") + 1
    first = block.strip("\n").partition("\n")[0][:60]
    if lines > MAX_LINES:
        return Refusal(
            first,
            "block-too-long",
            f"{lines:,} lines follow each other without an empty one; {MAX_LINES:,} is the most",
            "Break the text into paragraphs with an empty line between them.",
        )
    for opening, closing, either in _BRACKETS:
        if block.count(opening) <= MAX_NESTING:
            continue
        still_open = 0
        for mark in re.findall(either, block):
            still_open = max(0, still_open - 1) if mark == closing else still_open + 1
            if still_open > MAX_NESTING:
                return nested(first)
    return None


def nested(needle: str) -> Refusal:
    """The refusal of text that is nested too deep; `needle` finds the place."""
    return Refusal(
        needle,
        "too-deep",
        "too many brackets or marks follow each other here",
        "Take out the ones that are not needed.",
    )
