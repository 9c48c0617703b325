"""What templates get from Pelican as a text that is the same where a page would be the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import FunctionType, MethodType
from typing import Any

from pelican.contents import Content
from pelican.paginator import Page, Paginator
from pelican.urlwrappers import URLWrapper

from ..cache import digest_of
from ..entries import Entry
from ..inputs import Unknowable
from ..site import Site
from ..tracing import Once

_LONG = 20
"""From how many items on a list is remembered, as contents are: the same one goes to many pages."""


class Describer:
    """Describes the values of one build. What a list or a content object holds may not change."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, str]] = {}

    def describe(self, value: Any) -> str:
        """The value as text. Raises Unknowable."""
        if type(value) is str:  # most are
            return repr(value)
        if value is None or isinstance(value, str | int | float | dt.date | PurePath):
            return repr(value)
        if isinstance(value, Content):
            return self._once(value, _content)
        if isinstance(value, Entry):
            return f"<{value.path} {value.digests.face}>"
        if isinstance(value, URLWrapper):
            return f"<{type(value).__name__} {value.name!r} {value.slug!r}>"
        if isinstance(value, list | tuple):
            return self._once(value, self._list) if len(value) >= _LONG else self._items(value)
        if isinstance(value, Mapping):
            return self._pairs(value)
        if isinstance(value, Page | Paginator):
            return self._once(value, self._paginated)
        if isinstance(value, Site | Once):
            return type(value).__name__  # what is read of it is noted by itself
        if isinstance(value, FunctionType | MethodType | type):
            return f"<{value.__module__}.{value.__qualname__}>"
        raise Unknowable(type(value).__name__)

    def _once(self, value: Any, say: Callable[[Any], str]) -> str:
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = (value, say(value))
        return known[1]

    def _paginated(self, value: Any) -> str:
        parts = {name: part for name, part in vars(value).items() if name != "settings"}
        return f"<{type(value).__name__} {self._pairs(parts)}>"

    def _pairs(self, values: Mapping[Any, Any]) -> str:
        pairs = (f"{self.describe(name)}: {self.describe(one)}" for name, one in values.items())
        return f"{{{', '.join(pairs)}}}"

    def _list(self, value: Any) -> str:
        return digest_of(self._items(value).encode())

    def _items(self, value: Any) -> str:
        return f"[{', '.join(map(self.describe, value))}]"


def _content(value: Content) -> str:
    """A content object: what it has of its entry, and its translations."""
    others = ", ".join(_own(one) for one in value.translations)
    return f"<{_own(value)} {value.status} {value.url} {value.save_as} [{others}]>"


def _own(value: Content) -> str:
    entry = getattr(value, "entry", None)
    authors = " ".join(repr((one.name, one.slug)) for one in getattr(value, "authors", ()))
    return f"{value.relative_source_path} {entry.digests.face if entry else ''} {authors}"
