"""The former addresses of an entry, when its address changes."""

from __future__ import annotations

import re

from ..edits import Edit
from ..errors import FieldPath
from ..frontmatter import Document
from .places import span

_FIELD = ("aliases",)
_OWN = re.compile(r"( *)aliases:\n\1  - \S+\n")
"""The field as `_new_field` writes it; one that an author left empty has no step to the right."""


def is_possible(document: Document) -> bool:
    """Whether a former address can be added: not to faulty ones, nor among fields in braces."""
    value = document.data.get("aliases")
    if value is None:
        return document.text[document.offset(*document.marks[()].value)] != "{"
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def redirected(document: Document, old: str | None, new: str) -> list[Edit]:
    """The changes that make `old` a former address, and `new` none.

    It must be possible. None for `old` where readers do not look for it: where `new` became a
    former address last, the file is then as it was before.
    """
    aliases: list[str] = document.data.get("aliases") or []
    if new in aliases:
        index = aliases.index(new)
        if old:
            start, end = span(document, (*_FIELD, index))
            at = document.text.find(new, start, end)
            return [Edit(at, at + len(new), old)]
        return [_taken_out(document, index, len(aliases))]
    return [_added(document, old, aliases)] if old else []


def _added(document: Document, alias: str, aliases: list[str]) -> Edit:
    text = document.text
    if _FIELD not in document.marks:
        return _new_field(document, alias)
    field = document.marks[_FIELD]
    start = document.offset(*field.value)
    if text[start : start + 1] == "[":
        if not aliases:
            return Edit(start + 1, start + 1, alias)
        end = document.offset(*document.marks[(*_FIELD, len(aliases) - 1)].end)
        return Edit(end, end, f", {alias}")
    if not aliases:
        end = document.offset(*field.end)
        if text[start:end].strip():  # `~` or `null`
            return Edit(start, end, f"[{alias}]")
        end = _line_end(text, document.offset(*field.key))
        return Edit(end, end, f"{' ' * (field.key[1] - 1)}- {alias}\n")
    item = (*_FIELD, len(aliases) - 1)
    before = text[_line_start(document, item) : document.offset(*document.marks[item].value)]
    quote = document.marks[item].style or ""
    quote = quote if quote in "'\"" else ""
    end = _item_end(document, item)
    dash = re.match(r" *- *", before)
    return Edit(end, end, f"{dash[0] if dash else before}{quote}{alias}{quote}\n")


def _new_field(document: Document, alias: str) -> Edit:
    """A field as the last one of the front matter, in a form of its own."""
    indent = " " * (document.marks[()].value[1] - 1)
    end = len(document.text) - len(document.body)
    end = document.text.rfind("---", 0, end)
    return Edit(end, end, f"{indent}aliases:\n{indent}  - {alias}\n")


def _taken_out(document: Document, index: int, number: int) -> Edit:
    text = document.text
    field = document.marks[_FIELD]
    item = (*_FIELD, index)
    mark = document.marks[item]
    if text[document.offset(*field.value)] == "[":
        start, end = document.offset(*mark.value), document.offset(*mark.end)
        if index:
            start = document.offset(*document.marks[(*_FIELD, index - 1)].end)
        elif number > 1:
            end = document.offset(*document.marks[(*_FIELD, 1)].value)
        return Edit(start, end, "")
    start, end = _line_start(document, item), _item_end(document, item)
    whole = document.offset(field.key[0], 1)
    if number == 1 and _OWN.fullmatch(text, whole, end):
        start = whole
    return Edit(start, end, "")


def _line_start(document: Document, item: FieldPath) -> int:
    return document.offset(document.marks[item].value[0], 1)


def _item_end(document: Document, item: FieldPath) -> int:
    """Where the line after an item of a list begins; the end of a block is there already."""
    end = document.offset(*document.marks[item].end)
    return end if document.text[end - 1] == "\n" else _line_end(document.text, end)


def _line_end(text: str, at: int) -> int:
    return text.find("\n", at) + 1
