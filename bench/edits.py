"""The changes of an author that builds are measured after. No two are the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from bench.content import Entry
from bench.contestants import Contestant

_MESSAGE = re.compile(r"(The main message of entry \d+)(?:, edit \d+)?\.")
_NAME = re.compile(r"(Condition 0)(?:, edit \d+)?:")
_STEP = 7


@dataclass(frozen=True)
class Edit:
    """A change of one file, and the page and the words that show whether it was built."""

    changed: Entry
    pattern: re.Pattern[str]
    number: int
    ending: str
    shown_on: Entry

    def make(self, contestant: Contestant) -> None:
        """Save the file, as it is after the change."""
        file = contestant.source(self.changed)
        new = rf"\g<1>, edit {self.number}{self.ending}"
        text = self.pattern.sub(new, file.read_text(encoding="utf-8"), count=1)
        file.write_text(text, encoding="utf-8")

    def is_in(self, page: bytes) -> bool:
        """Whether a page was made after this change."""
        return f", edit {self.number}{self.ending}".encode() in page


class Author:
    """Changes the entries of a site, every time another one."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._conditions = [one for one in entries if one.folder == "conditions"]
        self._numbers = count(1)

    def change_body(self) -> Edit:
        """A new first sentence of some condition."""
        number = next(self._numbers)
        entry = self._conditions[number * _STEP % len(self._conditions)]
        return Edit(entry, _MESSAGE, number, ".", entry)

    def change_title(self) -> Edit:
        """A new title of the condition that many others name."""
        first, second = self._conditions[:2]
        return Edit(first, _NAME, next(self._numbers), ":", second)
