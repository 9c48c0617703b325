"""What is wrong with the content: where it is, what it is, and what to do about it."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from .edits import Edit
from .invisible import CONTROL, SURROGATES

MAX_SHOWN = 500
"""How much of a message is shown, in characters: it may quote what an author wrote."""

# A message is one line, and may quote the name of a file that is no text.
_CONTROL = re.compile(rf"[{CONTROL}\t\n\r{SURROGATES}]")


@dataclass(frozen=True, order=True, slots=True)
class Location:
    """A place in a content file.

    `path` is relative to the project folder and uses `/`; `line` and `column`
    count from 1. Line 0 means the file as a whole.
    """

    path: str
    line: int = 0
    column: int = 0

    @classmethod
    def in_text(cls, path: str, text: str, offset: int) -> Location:
        """The place of a character of a file's text, counted from 0."""
        starts = _line_starts(text)
        line = bisect_right(starts, offset)
        return cls(path, line, offset - starts[line - 1] + 1)

    def __str__(self) -> str:
        return f"{self.path}:{self.line or 1}:{self.column or 1}"


@lru_cache(maxsize=8)  # a text may have very many problems
def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Fix(Edit):
    """The one safe mend of a problem.

    `version` is a hash of the text that it was made for: in any other one the offsets mean
    nothing.
    """

    version: str

    @classmethod
    def within(cls, whole: str, start: int, end: int, text: str) -> Fix:
        """The mend of a part of a file's text."""
        return cls(start, end, text, _version(whole))

    def fits(self, whole: str) -> bool:
        """Whether this is the text that the mend was made for."""
        return self.version == _version(whole)


@lru_cache(maxsize=8)
def _version(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing to mend: `code` is stable, `message` says what, `hint` says what to do.

    A warning is to be seen to in time; the site can be built meanwhile. `fix` is there where
    a program can mend it.
    """

    location: Location
    code: str
    message: str
    hint: str = field(default="", compare=False)
    severity: Severity = field(default="error", compare=False)
    fix: Fix | None = field(default=None, compare=False)

    def __str__(self) -> str:
        mark = "" if self.severity == "error" else f"{self.severity}: "
        line = f"{visible(str(self.location))}: {mark}{self.code} {visible(self.message)}"
        return f"{line}\n    {visible(self.hint)}" if self.hint else line


def visible(text: str) -> str:
    """One line for a terminal, which obeys control characters: they are spelled out."""
    text = text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


Problems = tuple[Problem, ...]

FieldPath = tuple[str | int, ...]
"""Where a value stands in front matter: `("evidence", "references", 0)`."""


def one_problem(
    path: str, line: int, column: int, code: str, message: str, hint: str
) -> tuple[Problem, ...]:
    """Problems with just this one in them."""
    return (Problem(Location(path, line, column), code, message, hint),)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether there is more than warnings."""
    return any(problem.severity == "error" for problem in problems)


class ContentErrors(Exception):
    """Everything wrong with the content, sorted. `exitcode` is what the command line returns."""

    exitcode = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ContentErrors], tuple[Problems]]:
        return type(self), (self.problems,)  # else pickle makes it of its text

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)


class BuildFailure(Exception):
    """The build could not be done for a reason outside the content; the text is for people."""

    exitcode = 3
