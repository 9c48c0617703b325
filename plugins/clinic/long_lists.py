"""A list with very many items: it stands on pages of its own, some items on each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from plugins.cms.collection import ListPage

Item = TypeVar("Item")


class Part(NamedTuple):
    """A link to a page of a list; `url` is below the site."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class LongList(Generic[Item]):
    """Items in order, of which one page shows so many at `most`.

    `name` is what a reader calls each, `address` where the pages of the list go.
    """

    items: Sequence[Item]
    name: Callable[[Item], str]
    address: str
    most: int

    @property
    def is_long(self) -> bool:
        """Whether one page has no room for it."""
        return len(self.items) > self.most

    @property
    def count(self) -> int:
        """How many pages it takes."""
        return -(-len(self.items) // self.most)

    def part(self, number: int) -> Sequence[Item]:
        """What stands on the page with this number; the first is 1."""
        return self.items[(number - 1) * self.most : number * self.most]

    @property
    def parts(self) -> tuple[Part, ...]:
        """All its pages, each by its first and its last item."""
        return tuple(Part(self._reach(one), self._url(one)) for one in range(1, self.count + 1))

    def pages(self, template: str, title: str, **more: Any) -> Iterator[ListPage]:
        """The pages: each knows its number, its neighbors, and `more`."""
        for number in range(1, self.count + 1):
            values = {
                "number": number,
                "pages": self.count,
                "before": self._url(number - 1) if number > 1 else None,
                "after": self._url(number + 1) if number < self.count else None,
                **more,
            }
            summary = f"{title}: {self._reach(number)}."
            yield ListPage(self._url(number), template, f"{title}, page {number}", summary, values)

    def _reach(self, number: int) -> str:
        part = self.part(number)
        first, last = self.name(part[0]), self.name(part[-1])
        return f"{first} to {last}" if first != last else first

    def _url(self, number: int) -> str:
        return f"{self.address}page/{number}/"
