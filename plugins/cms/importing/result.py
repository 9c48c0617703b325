"""What an import finds: text, pictures, and all that somebody has to look at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import invisible
from ..pictures import size_in

SHOWN = 60
"""How many characters of a text name its place."""

CONTROL = re.compile(f"[{invisible.CONTROL}{invisible.NONCHARACTERS}{invisible.SURROGATES}]")
"""Characters that nobody sees and that a content file may not have."""

_PICTURE = re.compile("\ue000(\\d+)\ue001")


class Unusable(Exception):
    """A file that cannot be imported; the text says why and what to do, for people."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that needs a look. `text` are the words that it is about.

    `kept` says that the words stand nowhere else, so that they go to the end of the draft.
    """

    message: str
    text: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the source. One that the site cannot show (`shown` is False) goes beside it."""

    content: bytes
    suffix: str
    shown: bool = True


@dataclass
class Findings:
    """Collects, while a file is read, its pictures and what needs a look."""

    remarks: list[Remark] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    _made: set[Remark] = field(default_factory=set)

    def remark(self, message: str, text: str = "", *, kept: bool = False) -> None:
        """Note what needs a look, each thing once."""
        message, text = (" ".join(CONTROL.sub("", one).split()) for one in (message, text))
        remark = Remark(message, text, kept)
        if remark not in self._made:
            self._made.add(remark)
            self.remarks.append(remark)

    def add(self, picture: Picture) -> str:
        """Keep a picture; return what stands for its file name until that is known."""
        self.pictures.append(picture)
        return f"\ue000{len(self.pictures) - 1}\ue001"

    def size_of(self, address: str) -> tuple[int, int] | None:
        """The size in pixels of the picture that an address in the text stands for."""
        found = _PICTURE.search(address)
        picture = self.pictures[int(found[1])] if found else None
        return size_in(picture.content, picture.suffix) if picture else None


@dataclass(frozen=True, slots=True)
class Source:
    """A file as HTML. `lines` is every text that it held, to compare with the draft.

    `title` is the name that the file gives itself beside its text, if any.
    """

    html: str
    title: str
    lines: Sequence[str]
    findings: Findings


@dataclass(frozen=True, slots=True)
class Imported:
    """A file as the text of a draft, in Markdown; `fields` is its front matter, if it had any.

    `body` has a mark in place of the name of each picture. `counts` has the number of
    headings, lists, tables, links and pictures.
    """

    title: str
    body: str
    pictures: tuple[Picture, ...]
    remarks: tuple[Remark, ...]
    counts: Mapping[str, int] = field(default_factory=Counter)
    fields: Mapping[str, Any] = field(default_factory=dict)

    def named(self, text: str, names: Sequence[str]) -> str:
        """A text of the import with the names of its pictures, which are in their order."""
        return _PICTURE.sub(lambda found: names[int(found[1])], text)


def begin(text: str) -> str:
    """The first words of a text, to name a place by."""
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]}…"
