"""Plain words for what is no YAML: why it cannot be read, and what to do about it."""

from __future__ import annotations

import re

import yaml

from .errors import Location, Problem

_PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        "there is a second `: ` in this line, so its value is not clear",
        'Put the whole value in double quotes: `title: "Pain: what helps"`.',
    ),
    (
        "unexpected end of stream",
        "a quotation mark or bracket is opened and never closed",
        "Put the closing one at the end of the value, or take the first one out.",
    ),
    (
        "cannot start any token",
        "a value may not begin with this character",
        'Put the whole value in double quotes: `"@home"`.',
    ),
    (
        "alphabetic or numeric character",
        "a value may not begin with `*`, `&` or `!`",
        'Take the sign out, or put the whole value in double quotes: `"*…"`.',
    ),
    (
        "unknown escape character",
        "a backslash in double quotes has a special meaning",
        "Use single quotes around the value instead.",
    ),
    (
        "could not find expected ':'",
        "this line is not `name: value`",
        "Add the colon and a space, or indent the line if it belongs to the field above.",
    ),
    (
        "did not find expected key",
        "this line does not fit the ones above",
        "Line it up with the other fields. If the line above begins with a quotation mark, the "
        "quotes must enclose the whole value.",
    ),
    (
        "did not find expected '-' indicator",
        "this line does not fit the list above",
        "Begin it with `- ` under the other items, or move it to the left edge.",
    ),
    (
        "did not find expected ',' or",
        "a list or group in brackets is not closed or lacks a comma",
        "Write `[one, two]`, or each item on its own line after `- `.",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot begin here",
        "Put the first `- ` on the line below the field's name.",
    ),
    (
        "block mapping entries are not allowed",
        "a group cannot begin here",
        "Put it on the line below, indented by two spaces.",
    ),
)


_GLUED = re.compile(r"(?P<name> *(?:- +)?[A-Za-z_]+):(?P<value>[^\s:/].*)")


def _glued(lines: list[str], end: int) -> tuple[int, re.Match[str]] | None:
    """The line on which reading ended, or the one above, if it lacks a space after its colon."""
    written = [number for number in range(min(end + 1, len(lines))) if lines[number].strip()]
    for number in reversed(written[-2:]):
        found = _GLUED.fullmatch(lines[number])
        if found:
            return number, found
    return None


def explain(error: yaml.MarkedYAMLError, text: str, path: str, first_line: int) -> Problem:
    """The problem in plain words. A quotation that never closes is placed where it opens."""
    said = error.problem or ""
    mark = error.problem_mark or error.context_mark
    if error.context_mark and ("end of stream" in said or "document indicator" in said):
        mark, said = error.context_mark, "unexpected end of stream"
    line = mark.line if mark else 0
    column = mark.column if mark else 0
    last = text.count("\n")
    location = Location(path, min(line, last) + first_line, column + 1)
    before = text.split("\n")[min(line, last)][:column]
    glued = _glued(text.split("\n"), line)
    if glued and ("':'" in said or "mapping values" in said):
        number, found = glued
        return Problem(
            Location(path, number + first_line, found.end("name") + 1), "bad-yaml",
            "a space is missing after the colon",
            f"Write `{found['name'].lstrip(' -')}: {found['value']}`.",
        )  # fmt: skip
    if "mapping values" in said and ":" not in before and before[:1] == " ":
        return Problem(
            location, "bad-yaml", "this line is indented too far",
            "Line it up with the fields above it.",
        )  # fmt: skip
    if "mapping values" in said and ":" not in before:
        above = text.split("\n")[: min(line, last)]
        number = next((i for i in range(len(above), 0, -1) if above[i - 1].strip()), 1)
        location = Location(path, number + first_line - 1, 1)
        said = "could not find expected ':'"
    for words, message, hint in _PLAIN_WORDS:
        if words in said:
            return Problem(location, "bad-yaml", message, hint)
    return unreadable(location)


def unreadable(place: Location) -> Problem:
    """The problem of which no more is known."""
    return Problem(
        place,
        "bad-yaml",
        "this line, or the one above, is not a field that can be read",
        "Write each field as `name: value`, all lined up, and put double quotes around a value "
        "with unusual signs.",
    )
