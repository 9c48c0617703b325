"""Small changes within a file: the rest of it stays byte for byte."""

from __future__ import annotations

import re
from bisect import bisect_left
from codecs import BOM_UTF8
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Edit:
    """What is between two offsets of a text becomes another text.

    Offsets count the characters of the text as it was read, with line ends of one character.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ChangedLines:
    """Lines from `number` on, as they were and as they are to be."""

    number: int
    before: tuple[str, ...]
    after: tuple[str, ...]


def edited(raw: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes of a UTF-8 file with some changes made, which must not overlap.

    Offsets count the characters of the text as `frontmatter.decode` gives it. New lines end as
    the first line of the file does.
    """
    mark = BOM_UTF8 if raw.startswith(BOM_UTF8) else b""
    text = raw.removeprefix(mark).decode()
    pieces = re.split("(\r\n|\r|\n)", text)
    usual = pieces[1] if len(pieces) > 1 else "\n"
    long_ends, offset = [], 0
    for content, end in zip(pieces[::2], pieces[1::2], strict=False):
        offset += len(content)
        if len(end) > 1:
            long_ends.append(offset)
        offset += 1

    parts, done = [], 0
    for edit in sorted(edits, key=_place):
        start, end = (at + bisect_left(long_ends, at) for at in (edit.start, edit.end))
        parts += [text[done:start], edit.text.replace("\n", usual)]
        done = end
    return mark + "".join([*parts, text[done:]]).encode()


def changed_lines(text: str, edits: Iterable[Edit]) -> list[ChangedLines]:
    """The lines of a text that some changes touch."""

    def line_of(edit: Edit) -> int:
        return text.count("\n", 0, edit.start)

    found = []
    for number, group in groupby(sorted(edits, key=_place), line_of):
        of_line = list(group)
        last = of_line[-1]
        start, stop = text.rfind("\n", 0, of_line[0].start) + 1, last.end
        if not _is_of_whole_lines(text, last):
            stop = text.find("\n", stop) if "\n" in text[stop:] else len(text)
        before, after, done = text[start:stop], "", start
        for edit in of_line:
            after += text[done : edit.start] + edit.text
            done = edit.end
        after += text[done:stop]
        found.append(ChangedLines(number + 1, _lines(before), _lines(after)))
    return found


def apart(edits: Iterable[Edit]) -> list[Edit]:
    """Changes in the order of their places; of those that overlap only the first."""
    found: list[Edit] = []
    for edit in sorted(edits, key=_place):
        if not found or edit.start >= found[-1].end:
            found.append(edit)
    return found


def _place(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _is_of_whole_lines(text: str, edit: Edit) -> bool:
    """Whether a change puts in or takes out lines with their ends."""
    return text[: edit.end][-1:] == "\n" and edit.text[-1:] in {"", "\n"}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.removesuffix("\n").split("\n")) if text else ()
