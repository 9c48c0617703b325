"""Text to Document: the front matter as data with a mark for every value, and the body."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .errors import FieldPath, Location, Problem, Problems, one_problem
from .invisible import CONTROL, NONCHARACTERS
from .marked_yaml import Mark, mark_yaml, read_yaml

MAX_BYTES = 1_000_000
"""The largest content file that is read. A page of 1 MB would be a book."""

_INVISIBLE = re.compile(f"[{CONTROL}{NONCHARACTERS}]")

_FENCE = re.compile(r"^---[^\S\n]*$", re.MULTILINE)

# What Git puts around two versions of a text that it could not join.
_OURS, _THEIRS = (re.compile(rf"^{sign}{{7}} ", re.MULTILINE) for sign in "<>")


@dataclass(frozen=True, slots=True)
class Document:
    """One content file, read but not yet understood.

    `data` holds dicts, lists, text and None as they were typed; `body_line` is the line on
    which `body` begins, `body_start` how many characters of `text` stand before it. A file of
    settings has no body, and its line is 0.
    """

    path: str
    text: str
    data: Mapping[str, Any]
    body_line: int
    body_start: int

    def __reduce__(self) -> tuple[type[Document], tuple[object, ...]]:
        # A dataclass with slots would list its fields anew for each of many thousands.
        return Document, (self.path, self.text, self.data, self.body_line, self.body_start)

    @property
    def body(self) -> str:
        return self.text[self.body_start :]

    @property
    def marks(self) -> Mapping[FieldPath, Mark]:
        """The place of each value by its path: `("evidence", "certainty")`."""
        return _marks(self.text, self.body_line)

    def where(self, *path: str | int, key: bool = False) -> Location:
        """The place of the value at `path`, or of the nearest group around it."""
        for end in range(len(path), -1, -1):
            mark = self.marks.get(path[:end])
            if mark:
                exact = end == len(path)
                return Location(self.path, *(mark.key if key and exact else mark.value))
        return Location(self.path, 1, 1)

    def offset(self, line: int, column: int) -> int:
        """How many characters of `text` stand before a place."""
        start = 0
        for _ in range(line - 1):
            start = self.text.find("\n", start) + 1
        return start + column - 1

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
    text = read_text(raw, path)
    if not isinstance(text, str):
        return text
    begin = _FENCE.match(text)
    if begin is None:
        return one_problem(
            path, 1, 1, "missing-front-matter", "the file does not begin with its fields",
            "Begin the file with a line `---`, then `title: …` and the other fields, "
            "then another line `---`.",
        )  # fmt: skip
    end = _FENCE.search(text, begin.end())
    if end is None:
        return one_problem(
            path, 1, 1, "unclosed-front-matter", "the fields at the top never end",
            "Put a line `---` below the last field, before the text begins.",
        )  # fmt: skip
    data = read_yaml(text[begin.end() + 1 : end.start() - 1], path, first_line=2)
    if isinstance(data, tuple):
        return data
    return Document(path, text, data, text.count("\n", 0, end.start()) + 2, end.end() + 1)


def parse_data(raw: bytes, path: str) -> Document | Problems:
    """Read a file that is YAML from the first line to the last. Never raises."""
    text = read_text(raw, path)
    if not isinstance(text, str):
        return text
    data = read_yaml(text, path)
    return data if isinstance(data, tuple) else Document(path, text, data, 0, len(text))


@lru_cache(maxsize=8)  # of a file with a mistake, many are asked for
def _marks(text: str, body_line: int) -> Mapping[FieldPath, Mark]:
    if not body_line:
        return mark_yaml(text)
    return mark_yaml("\n".join(text.split("\n")[1 : body_line - 2]), first_line=2)


def decode(raw: bytes, path: str) -> str | Problems:
    """The text of a file: UTF-8, line ends made `\\n`, a byte order mark left out."""
    raw = raw.removeprefix(BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        problem = Problem(
            Location.in_text(path, before, len(before)),
            "not-utf8",
            "a letter here cannot be read, since the file is not saved as “UTF-8”",
            "Save it again as UTF-8. In VS Code: click on the encoding at the bottom right, then "
            "on “Save with Encoding”. In Notepad: choose “Save as”, then the encoding.",
        )
        return (problem,)
    found = _INVISIBLE.search(text)
    if found:
        code = f"U+{ord(found[0]):04X}"
        problem = Problem(
            Location.in_text(path, text, found.start()),
            "invisible-character",
            f"there is an invisible control character here ({code})",
            "Put the cursor right after it and press Backspace, or type the line again.",
        )
        return (problem,)
    return text


def read_text(raw: bytes, path: str) -> str | Problems:
    """As `decode`, for a file in which Git may have left two versions of a text."""
    text = decode(raw, path)
    if not isinstance(text, str):
        return text
    ours = _OURS.search(text) if "<<<<<<< " in text else None  # to look at each line takes long
    if ours and _THEIRS.search(text, ours.end()):
        problem = Problem(
            Location.in_text(path, text, ours.start()),
            "merge-conflict",
            "two people changed this text, and both versions stand here",
            "Keep one of the two, or join them. Then delete the lines that begin with "
            "`<<<<<<<`, `=======` and `>>>>>>>`.",
        )
        return (problem,)
    return text
