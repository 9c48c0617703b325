"""What a graph is made of: nodes, the links between them, and where a page stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plugins.cms.entries import Entry

Node = dict[str, Any]
"""A thing with its properties, as JSON has it."""


@dataclass(frozen=True, slots=True)
class Place:
    """The page at hand: `address` is below the site, `siteurl` ends without a slash."""

    siteurl: str
    sitename: str
    address: str
    title: str

    def url(self, address: str | None = None) -> str:
        """The address of this page or of another one, with the site's own before it."""
        return f"{self.siteurl}/{self.address if address is None else address}"

    def id(self, fragment: str, address: str | None = None) -> str:
        """The name of a thing that this page or another one is about: the same on every page."""
        return f"{self.url(address)}#{fragment}"

    def id_of(self, fragment: str, entry: Entry) -> str:
        """The name of the thing that the page of an entry is about."""
        return self.id(fragment, entry.url or "")


def node(type_: str, id_: str | None = None, **properties: Any) -> Node:
    """A node without the properties that have no value."""
    named = {"@type": type_, "@id": id_, **properties}
    return {name: value for name, value in named.items() if value not in (None, "", [], {})}


def link(to: Node | None) -> Node | None:
    """A link to a node that stands elsewhere in the graph."""
    return {"@id": to["@id"]} if to else None


def links(to: Iterable[Node]) -> list[Node]:
    """Links to nodes that stand elsewhere in the graph."""
    return [{"@id": one["@id"]} for one in to]
