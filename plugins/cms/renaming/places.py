"""Where a file names what is renamed, and the change of each place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from ..edits import Edit, edited
from ..errors import FieldPath, Location, Problem
from ..fields import Part
from ..frontmatter import Document, parse, parse_data
from ..markdown import Rendered, render
from ..marked_yaml import Mark
from ..meanings import Meaning, meanings

T = TypeVar("T")


class Aim(Protocol):
    """What is renamed, as fields and texts name it."""

    pattern: re.Pattern[str]
    """What a text may name it by; `new` is put in the place of the group `name`."""

    def in_field(self, meaning: Meaning) -> tuple[str, str] | None:
        """(old, new) where a value of a field, or its name, names it."""

    def new(self, found: re.Match[str]) -> str:
        """What is to stand in the place of a match."""

    def is_meant(self, before: Rendered, after: Rendered, source: str) -> bool:
        """Whether the change of a place changed what names it, and nothing else, in `source`."""


@dataclass
class Places:
    """The changes of one file, and the places that only a person can change."""

    edits: list[Edit] = field(default_factory=list)
    left: list[Problem] = field(default_factory=list)


def places(document: Document, model: type[Part], aim: Aim) -> Places:
    """All places of a file that name what is renamed."""
    found = Places()
    texts: list[FieldPath | None] = [None] if document.body else []
    for meaning in meanings(model, document.data):
        names = aim.in_field(meaning)
        if names:
            _in_field(document, meaning, *names, found)
        elif meaning.what == "text" and not meaning.is_key:
            texts.append(meaning.path)
    for path in texts:
        _in_text(document, path, aim, found)
    return found


def destinations(document: Document, is_old: Callable[[str], bool], aim: Aim) -> Places:
    """The lines of the file of redirects that lead to what is renamed, by `is_old`."""
    found = Places()
    for old, new in document.data.items():
        path = (old,)
        if not isinstance(new, str) or not is_old(new):
            continue
        match = aim.pattern.search(document.text, *span(document, path))
        edit = match and Edit(*match.span("name"), aim.new(match))
        if edit and not is_old(_value(_changed(document, edit), path)):
            found.edits.append(edit)
        else:
            found.left.append(_by_hand(document, document.marks[path], new))
    return found


def span(document: Document, path: FieldPath) -> tuple[int, int]:
    """Where the text of a value begins and ends, without its quotes or the sign of a block."""
    mark = document.marks[path]
    start, end = document.offset(*mark.value), document.offset(*mark.end)
    if mark.style in {"'", '"'}:
        return start + 1, end - 1
    if mark.style in {"|", ">"}:
        return document.text.find("\n", start) + 1, end
    return start, end


def _in_field(document: Document, meaning: Meaning, old: str, new: str, found: Places) -> None:
    mark = document.marks[meaning.path]
    if meaning.is_key:
        start = document.offset(*mark.key)
        start += document.text[start] in "'\""
        end = start + len(old)
    else:
        start, end = span(document, meaning.path)
    at = document.text.find(old, start, end)
    if at < 0:
        found.left.append(_by_hand(document, mark, old))
    else:
        found.edits.append(Edit(at, at + len(old), new))


def _by_hand(document: Document, mark: Mark, old: str) -> Problem:
    return Problem(
        Location(document.path, *mark.value),
        "not-renamed",
        f"`{old}` is spelled here in a way that no program can change safely",
        "Write it out plainly, then try again.",
    )


def _in_text(document: Document, path: FieldPath | None, aim: Aim, found: Places) -> None:
    if path is None:
        start, end = len(document.text) - len(document.body), len(document.text)
    else:
        start, end = span(document, path)
    for match in aim.pattern.finditer(document.text, start, end):
        edit = Edit(*match.span("name"), aim.new(match))
        before = _value(document, path)
        after = _value(_changed(document, edit), path)
        use = _use_of_definition(document.text, match.start())
        was, now = render(before + use), render(after + use)
        if any(one.code in {"too-deep", "line-too-long", "block-too-long"} for one in was.refused):
            place = Location.in_text(document.path, document.text, match.start())
            message = "this text cannot be read, and may have a link to what is renamed"
            found.left.append(Problem(place, "not-renamed", message, "Mend the text first."))
        elif aim.is_meant(was, now, document.path):
            found.edits.append(edit)


def _value(document: Document | None, path: FieldPath | None) -> str:
    """The text at a path, or the body; empty where the file can no longer be read so."""
    if document is None or path is None:
        return document.body if document else ""
    value: Any = document.data
    for step in path:
        value = value[step]
    return str(value).strip()


def _changed(document: Document, edit: Edit) -> Document | None:
    read = parse if document.body_line else parse_data
    changed = read(edited(document.text.encode(), [edit]), document.path)
    return changed if isinstance(changed, Document) else None


_DEFINITION = re.compile(r"\s*(?:- )?\[([^\]\n^][^\]\n]*)\]:")


def _use_of_definition(text: str, at: int) -> str:
    """A link that uses the definition of a link on the line of `at`: the text may have none."""
    defined = _DEFINITION.match(text, text.rfind("\n", 0, at) + 1, at)
    return f"\n\n[x][{defined[1]}]" if defined else ""


def spelled(name: str) -> str:
    """A regular expression for a name in an address: `%2D` and `\\-` are `-`, too."""
    return "".join(
        rf"(?:\\?{re.escape(sign)}|%(?i:{ord(sign):02x}))"
        if not sign.isalnum()
        else rf"(?:{sign}|%(?i:{ord(sign):02x}))"
        if sign.isascii()
        else re.escape(sign)
        for sign in name
    )


def differing(before: Sequence[T], after: Sequence[T]) -> list[tuple[T, T]]:
    """The pairs of two lists that differ; none where the lists are not equally long."""
    if len(before) != len(after):
        return []
    return [(one, other) for one, other in zip(before, after, strict=True) if one != other]
