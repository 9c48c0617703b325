"""YAML text to plain data, and on demand a mark for each value: strict, no scalar changed.

Every scalar stays the text that was typed; the field type that reads it decides what it
is. That is how `no`, `1:30`, `010` and `1.10` survive, whatever YAML makes of them.

Most texts have nothing unusual in them, and nobody asks where their values stand: they are read
without marks (`usual_yaml`). Any other one is read again, for what there is to say of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from .errors import FieldPath, Location, Problem, Problems, one_problem
from .usual_yaml import MAX_DEPTH, NULLS, Parser, read_usual
from .yaml_mistakes import explain, unreadable


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value and the name before it stand: (line, column), counted from 1.

    `end` is the place after its last character. `style` is how a text is written: plain
    (empty), quoted (`"` or `'`) or as a block (`|` or `>`); None for lists and groups.
    """

    key: tuple[int, int]
    value: tuple[int, int]
    end: tuple[int, int]
    style: str | None = None


class _Refused(Exception):
    """Front matter that is not read any further."""


class _Builder:
    """Turns YAML events into data and marks; a loop, so that nesting costs no stack."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.path = path
        self.first_line = first_line
        self.marks: dict[FieldPath, Mark] = {}
        self.problems: list[Problem] = []
        self.root: Any = None
        self._stack: list[_Open] = []
        self._aliases: set[str | None] = set()
        self._anchors: dict[str, Any] = {}

    def at(self, mark: Any) -> tuple[int, int]:
        return mark.line + self.first_line, mark.column + 1

    def problem(self, mark: Any, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(Location(self.path, *self.at(mark)), code, message, hint))

    def feed_all(self) -> None:
        """Take every event of the text; raises _Refused as `feed`, and the errors of YAML."""
        take = Parser(self.text).get_event
        while (event := take()) is not None:
            self.feed(event)

    def feed(self, event: Any) -> None:
        """Take the next event; raises _Refused where reading on would be no use."""
        if isinstance(event, yaml.DocumentStartEvent) and self.marks:
            self.problem(
                event.start_mark, "second-document", "a second group of fields begins here",
                "Take out the `---`, so that all fields are in one group.",
            )  # fmt: skip
            raise _Refused
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            self._anchors.setdefault(event.anchor, event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._aliases:
                self.problem(
                    event.start_mark, "yaml-alias",
                    f"`*{event.anchor}` is not understood: a value may not begin with `*`",
                    'Take the `*` out, or put the whole value in double quotes: `"*…"`.',
                )  # fmt: skip
            self._aliases.add(event.anchor)
            self._add(None, event)
        elif isinstance(event, yaml.ScalarEvent):
            self._check_tag(event)
            self._check_item(event)
            plain = not event.style
            self._add(None if plain and event.value in NULLS else event.value, event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._check_tag(event)
            if len(self._stack) >= MAX_DEPTH:
                self.problem(
                    event.start_mark, "too-deep",
                    f"more than {MAX_DEPTH} lists or brackets stand inside each other",
                    "Take out the brackets or the indents that are not needed.",
                )  # fmt: skip
                raise _Refused
            value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            path = self._add(value, event)
            self._stack.append(_Open(value, path))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._stack.pop()

    def check_anchors(self) -> None:
        """Say which words after `&` would be lost, unless aliases to them were named already."""
        for anchor, mark in () if self._aliases else self._anchors.items():
            self.problem(
                mark, "yaml-anchor",
                f"`&{anchor}` is not understood: a value may not begin with `&`",
                'Take the `&` out, or put the whole value in double quotes: `"&…"`.',
            )  # fmt: skip

    def _check_item(self, event: Any) -> None:
        """Say which item of a list is indented so far that YAML adds it to the one above."""
        if event.style or not self._stack or not isinstance(self._stack[-1].value, list):
            return
        for number in range(event.start_mark.line + 1, event.end_mark.line + 1):
            item = re.match(" *(?=- )", self.lines[number])
            if item:
                place = Location(self.path, number + self.first_line, item.end() + 1)
                self.problems.append(
                    Problem(
                        place, "bad-yaml",
                        "this item is indented too far, so that it counts as a part of the one "
                        "above",
                        "Put its hyphen right below the hyphen of the item above.",
                    )
                )  # fmt: skip
                return

    def _check_tag(self, event: Any) -> None:
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.problem(
                event.start_mark, "yaml-tag",
                f"`{tag}` is not understood: a value may not begin with `!`",
                'Take the word out, or put the whole value in double quotes: `"!…"`.',
            )  # fmt: skip

    def _add(self, value: Any, event: Any) -> FieldPath:
        """Put `value` where the stream stands; return its path."""
        here, end = self.at(event.start_mark), self.at(event.end_mark)
        style = (event.style or "") if isinstance(event, yaml.ScalarEvent) else None
        if not self._stack:
            self.root = value
            self.marks[()] = Mark(here, here, end, style)
            return ()
        parent = self._stack[-1]
        if isinstance(parent.value, list):
            path = (*parent.path, len(parent.value))
            parent.value.append(value)
            self.marks[path] = Mark(here, here, end, style)
            return path
        if parent.key is None:
            return self._begin_key(parent, value, event, here)
        path = (*parent.path, parent.key)
        parent.value[parent.key] = value
        self.marks[path] = Mark(parent.key_at, here, end, style)
        parent.key = None
        return path

    def _begin_key(self, parent: _Open, value: Any, event: Any, here: tuple[int, int]) -> FieldPath:
        if not isinstance(event, yaml.ScalarEvent) or not event.value:
            self.problem(
                event.start_mark, "bad-key", "this is not the name of a field",
                "Write `name: value`, with the name in letters and no brackets around it.",
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
    path: FieldPath
    key: str | None = None
    key_at: tuple[int, int] = (1, 1)


def read_yaml(text: str, path: str, first_line: int = 1) -> dict[str, Any] | Problems:
    """Read a group of fields: dicts, lists, text and None as they were typed.

    `first_line` is the line of the file on which `text` begins. Never raises.
    """
    tab = re.search(r"^ *\t(?=[^\n]*\S)", text, re.MULTILINE) if "\t" in text else None
    if tab:
        line = text.count("\n", 0, tab.start()) + first_line
        return one_problem(
            path, line, tab.end() - tab.start(), "tab", "the line is indented with a tab",
            "Delete what stands before the first word, then press the space bar: twice for each "
            "step.",
        )  # fmt: skip
    usual = read_usual(text)
    return read_carefully(text, path, first_line) if usual is None else usual


def mark_yaml(text: str, first_line: int = 1) -> Mapping[FieldPath, Mark]:
    """Where each value of a text that could be read stands, by its path."""
    builder = _Builder(text, "", first_line)
    builder.feed_all()
    return builder.marks


def read_carefully(text: str, path: str, first_line: int = 1) -> dict[str, Any] | Problems:
    """As `read_yaml`, with words for all that is wrong."""
    builder = _Builder(text, path, first_line)
    try:
        builder.feed_all()
        builder.check_anchors()
    except _Refused:
        pass
    except yaml.MarkedYAMLError as error:
        builder.problems.append(explain(error, text, path, first_line))
    except yaml.YAMLError:
        return (unreadable(Location(path, first_line, 1)),)
    if builder.problems:
        return tuple(builder.problems)
    if builder.root is None:
        return one_problem(
            path, first_line, 1, "empty-front-matter", "there are no fields at the top",
            "Write `title: …` and the other fields between the two `---` lines.",
        )  # fmt: skip
    if not isinstance(builder.root, dict):
        return one_problem(
            path, first_line, 1, "not-fields", "something else stands where the fields should be",
            "Write each field on its own line as `name: value`.",
        )  # fmt: skip
    return builder.root
