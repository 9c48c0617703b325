"""Straight quotation marks, and the curly ones that belong in their places."""

from __future__ import annotations

_OPENS_AFTER = frozenset(" \t\n([{—–-“‘/*_")


def curly(sign: str, before: str, after: str) -> str:
    """The mark for `"` or `'` between two characters; an empty text is the end."""
    opens = before in _OPENS_AFTER and bool(after.strip())
    if sign == '"':
        return "“" if opens else "”"
    return "‘" if opens and not after.isdigit() else "’"  # the ’90s


def curled(line: str) -> str:
    """A line of plain text with curly marks. Feet and inches (5' 10") stay as they are."""
    made = ""
    for offset, sign in enumerate(line):
        before = made[-1:] or " "
        if sign in "\"'" and not before.isdigit():
            sign = curly(sign, before, line[offset + 1 : offset + 2])
        made += sign
    return made
