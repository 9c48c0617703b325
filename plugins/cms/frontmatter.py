"""Text to Document: front matter as strict YAML with a mark for every value, and the body.

Every scalar stays the text that was typed; the field type that reads it decides what it
is. That is how `no`, `1:30`, `010` and `1.10` survive, whatever YAML makes of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from .errors import Location, Problem

MAX_BYTES = 1_000_000
"""The largest content file that is read. A page of 1 MB would be a book."""

MAX_DEPTH = 12
"""How deep lists and groups may be nested in front matter."""

Path = tuple[str | int, ...]
Problems = tuple[Problem, ...]

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value and the name before it stand: (line, column), counted from 1."""

    key: tuple[int, int]
    value: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Document:
    """One content file, read but not yet understood.

    `data` holds dicts, lists, text and None as they were typed; `marks` gives the place
    of each value by its path, `("evidence", "certainty")`; `body_line` is the line on
    which `body` begins.
    """

    path: str
    text: str
    data: Mapping[str, Any]
    body: str
    body_line: int
    marks: Mapping[Path, Mark]

    def where(self, *path: str | int, key: bool = False) -> Location:
        """The place of the value at `path`, or of the nearest group around it."""
        for end in range(len(path), -1, -1):
            mark = self.marks.get(path[:end])
            if mark:
                exact = end == len(path)
                return Location(self.path, *(mark.key if key and exact else mark.value))
        return Location(self.path, 1, 1)

    def find(self, needle: str, line: int) -> Location:
        """The first place of `needle` from `line` on; the start of that line where it is not."""
        lines = self.text.split("\n")
        for number, content in enumerate(lines[line - 1 :], line):
            column = content.find(needle)
            if column >= 0:
                return Location(self.path, number, column + 1)
        return Location(self.path, line, 1)


def parse(raw: bytes, path: str) -> Document | Problems:
    """Read a Markdown file with front matter. Never raises: mistakes come back as Problems."""
    text = decode(raw, path)
    if not isinstance(text, str):
        return text
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return _one(
            path, 1, 1, "missing-front-matter", "the file does not begin with front matter",
            "Begin the file with a line `---`, then `title: …` and the other fields, "
            "then another line `---`.",
        )  # fmt: skip
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    if not end:
        return _one(
            path, 1, 1, "unclosed-front-matter", "the front matter is never closed",
            "Put a line `---` below the last field, before the text begins.",
        )  # fmt: skip
    read = _read_yaml("\n".join(lines[1:end]), path, first_line=2)
    if not isinstance(read, tuple):
        data, marks = read.data, read.marks
        body = "\n".join(lines[end + 1 :])
        return Document(path, text, data, body, end + 2, marks)
    return read


def parse_data(raw: bytes, path: str) -> Document | Problems:
    """Read a file that is YAML from the first line to the last. Never raises."""
    text = decode(raw, path)
    if not isinstance(text, str):
        return text
    read = _read_yaml(text, path, first_line=1)
    if isinstance(read, tuple):
        return read
    return Document(path, text, read.data, "", 0, read.marks)


def decode(raw: bytes, path: str) -> str | Problems:
    """The text of a file: UTF-8, line ends made `\\n`, a byte order mark left out."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        return _one(
            path, line, column, "not-utf8", "the file is not saved as UTF-8 text",
            "In your editor choose “Save with encoding”, then UTF-8.",
        )  # fmt: skip
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _INVISIBLE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        code = f"U+{ord(found[0]):04X}"
        return _one(
            path, line, column, "invisible-character",
            f"there is an invisible control character here ({code})",
            "Delete it: put the cursor after it and press Backspace, or type the line again.",
        )  # fmt: skip
    return text


@dataclass(frozen=True, slots=True)
class _Yaml:
    data: Mapping[str, Any]
    marks: Mapping[Path, Mark]


def _one(
    path: str, line: int, column: int, code: str, message: str, hint: str
) -> tuple[Problem, ...]:
    return (Problem(Location(path, line, column), code, message, hint),)


class _Refused(Exception):
    """Front matter that is not read any further."""


class _Builder:
    """Turns YAML events into data and marks; a loop, so that nesting costs no stack."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.marks: dict[Path, Mark] = {}
        self.problems: list[Problem] = []
        self.root: Any = None
        self._stack: list[_Open] = []
        self._aliases: set[str | None] = set()

    def at(self, mark: Any) -> tuple[int, int]:
        return mark.line + self.first_line, mark.column + 1

    def problem(self, mark: Any, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(Location(self.path, *self.at(mark)), code, message, hint))

    def feed(self, event: Any) -> None:
        """Take the next event; raises _Refused where reading on would be no use."""
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._aliases:
                self.problem(
                    event.start_mark, "yaml-alias", f"`*{event.anchor}` refers to another place",
                    "Write the value out here. If the `*` is part of the text, put quotes "
                    "around it.",
                )  # fmt: skip
            self._aliases.add(event.anchor)
            self._add(None, event)
        elif isinstance(event, yaml.ScalarEvent):
            self._check_tag(event)
            plain = not event.style
            self._add(None if plain and event.value in _NULLS else event.value, event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._check_tag(event)
            if len(self._stack) >= MAX_DEPTH:
                self.problem(
                    event.start_mark, "too-deep", f"lists are nested more than {MAX_DEPTH} deep",
                    "Take out the extra brackets or indentation.",
                )  # fmt: skip
                raise _Refused
            value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            path = self._add(value, event)
            self._stack.append(_Open(value, path))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._stack.pop()

    def _check_tag(self, event: Any) -> None:
        if event.tag and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.problem(
                event.start_mark, "yaml-tag", f"`{tag}` is not understood here",
                "Take out the word that begins with `!`. If it is part of the text, put quotes "
                "around the text.",
            )  # fmt: skip

    def _add(self, value: Any, event: Any) -> Path:
        """Put `value` where the stream stands; return its path."""
        here = self.at(event.start_mark)
        if not self._stack:
            self.root = value
            self.marks[()] = Mark(here, here)
            return ()
        parent = self._stack[-1]
        if isinstance(parent.value, list):
            path = (*parent.path, len(parent.value))
            parent.value.append(value)
            self.marks[path] = Mark(here, here)
            return path
        if parent.key is None:
            return self._begin_key(parent, value, event, here)
        path = (*parent.path, parent.key)
        parent.value[parent.key] = value
        self.marks[path] = Mark(parent.key_at, here)
        parent.key = None
        return path

    def _begin_key(self, parent: _Open, value: Any, event: Any, here: tuple[int, int]) -> Path:
        if not isinstance(event, yaml.ScalarEvent) or not event.value:
            self.problem(
                event.start_mark, "bad-key", "this is not the name of a field",
                "Write `name: value`, with a name from the model.",
            )  # fmt: skip
            raise _Refused
        key = event.value
        if key in parent.value:
            first = self.marks[(*parent.path, key)].key[0]
            self.problem(
                event.start_mark, "duplicate-key", f"`{key}` is here twice",
                f"The first one is on line {first}. Keep one of the two.",
            )  # fmt: skip
        parent.key, parent.key_at = key, here
        return (*parent.path, key)


@dataclass(slots=True)
class _Open:
    """A list or group that is still being read."""

    value: Any
    path: Path
    key: str | None = None
    key_at: tuple[int, int] = (1, 1)


def _read_yaml(text: str, path: str, first_line: int) -> _Yaml | Problems:
    tab = re.search(r"^ *\t(?=[^\n]*\S)", text, re.MULTILINE)
    if tab:
        line = text.count("\n", 0, tab.start()) + first_line
        return _one(
            path, line, tab.end() - tab.start(), "tab", "the line is indented with a tab",
            "Use spaces: two for each step.",
        )  # fmt: skip
    builder = _Builder(path, first_line)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.feed(event)
    except _Refused:
        pass
    except yaml.MarkedYAMLError as error:
        builder.problems.append(_explain(error, text, path, first_line))
    except yaml.YAMLError as error:
        return _one(path, first_line, 1, "bad-yaml", f"cannot be read: {error}", _LOOK_ABOVE)
    if builder.problems:
        return tuple(builder.problems)
    if builder.root is None:
        return _one(
            path, first_line, 1, "empty-front-matter", "the front matter has no fields",
            "Write `title: …` and the other fields between the two `---` lines.",
        )  # fmt: skip
    if not isinstance(builder.root, dict):
        return _one(
            path, first_line, 1, "not-fields", "the front matter is not a list of fields",
            "Write each field on its own line as `name: value`.",
        )  # fmt: skip
    return _Yaml(builder.root, builder.marks)


_LOOK_ABOVE = "Look at this line and the one above: each field is `name: value`, lined up."

_PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        "there is a second `: ` in this line, so its value is not clear",
        'Put the whole value in double quotes: `title: "Pain: what helps"`.',
    ),
    (
        "unexpected end of stream",
        "a quotation mark or bracket is opened and never closed",
        "Close it, or take it out.",
    ),
    (
        "cannot start any token",
        "a value may not begin with this character",
        'Put the value in double quotes: `"@home"`.',
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


def _explain(error: yaml.MarkedYAMLError, text: str, path: str, first_line: int) -> Problem:
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
    if "mapping values" in said and ":" not in before and before[:1] == " ":
        return Problem(
            location, "bad-yaml", "this line is indented too far",
            "Line it up with the fields above it.",
        )  # fmt: skip
    for words, message, hint in _PLAIN_WORDS:
        if words in said:
            return Problem(location, "bad-yaml", message, hint)
    return Problem(location, "bad-yaml", f"cannot be read ({said})", _LOOK_ABOVE)
