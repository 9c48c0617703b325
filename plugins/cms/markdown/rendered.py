"""What comes of a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..citations import Cite
from .refusal import Refusal


class Heading(NamedTuple):
    """A heading of the second level, as a list of contents shows it."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML, and what it holds. `links` are as the author wrote them.

    A citation is an empty `<span data-cites="…">`, as Pandoc marks it: its number is
    known once the page around it is (`bibliography`).
    """

    html: str
    links: tuple[str, ...] = ()
    citations: tuple[Cite, ...] = ()
    headings: tuple[Heading, ...] = ()
    anchors: frozenset[str] = frozenset()
    refused: tuple[Refusal, ...] = ()

    def __reduce__(self) -> tuple[type[Rendered], tuple[object, ...]]:
        # A dataclass with slots would list its fields anew for each of many thousands.
        whole = self.html, self.links, self.citations, self.headings, self.anchors, self.refused
        return Rendered, whole
