"""The face of an entry: what other pages and the order of the site take from it.

It is small, and can be written down: what did not change need not be read again to know it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from sys import intern
from typing import Any, Literal

from pydantic import BaseModel

from .collection import Collection, EntryModel, Status
from .errors import FieldPath
from .fields import CitationKey, Reference
from .markdown import Rendered

Named = tuple[tuple[FieldPath, Reference], ...]
"""The entries that one names in its fields, with the place of each."""


State = Literal["draft", "in review", "scheduled", "published", "expired"]


@dataclass(frozen=True, slots=True)
class Window:
    """When readers may see an entry: from `start` until just before `end`, if it ends at all.

    Both are in UTC, where no hour comes twice, so that moments can be compared.
    """

    start: dt.datetime
    end: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Face:
    """What is known of an entry without its file.

    `order` are the values by which lists are sorted. `names` are the entries that its fields
    name, `cites` the keys of its sources in the order of first use, and `links` the links of its
    texts that lead to files.
    """

    path: str
    title: str
    also: tuple[str, ...]
    slug: str
    lang: str | None
    url: str | None
    template: str
    status: Status
    date: dt.date
    publish_at: dt.datetime | None
    expires_at: dt.datetime | None
    modified: dt.date | None
    summary: str
    category: str | None
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    aliases: tuple[str, ...]
    waives: bool
    order: tuple[Any, ...]
    names: Named
    cites: tuple[str, ...]
    links: tuple[str, ...]

    @property
    def save_as(self) -> str | None:
        """The file of the page below the output folder."""
        if self.url is None or self.url.endswith(".html"):
            return self.url
        return f"{self.url}index.html"

    def window(self, zone: dt.tzinfo | None) -> Window:
        """From when on readers may see the entry, and until when; see Entry.window."""
        return _window(self.date, self.publish_at, self.expires_at, zone)

    def state(self, now: dt.datetime) -> State:
        """Where the entry stands at a moment in the time zone of the site."""
        if self.status != "published":
            return self.status
        window = self.window(now.tzinfo)
        if window.end and window.end <= now:
            return "expired"
        return "published" if window.start <= now else "scheduled"


@lru_cache(10_000)  # asked for wherever one entry names another, and many are of the same day
def _window(
    date: dt.date,
    publish_at: dt.datetime | None,
    expires_at: dt.datetime | None,
    zone: dt.tzinfo | None,
) -> Window:
    start = _in_utc(dt.datetime.combine(date, dt.time()), zone)
    if publish_at:
        start = max(start, _in_utc(publish_at, zone))
    return Window(start, _in_utc(expires_at, zone) if expires_at else None)


def _in_utc(moment: dt.datetime, zone: dt.tzinfo | None) -> dt.datetime:
    """The moment in UTC; it is meant in the zone of the site where it names none."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(dt.UTC)


def face_of(
    path: str,
    collection: Collection,
    data: EntryModel,
    slug: str,
    values: Sequence[tuple[FieldPath, Any]],
    texts: Sequence[Rendered],
) -> Face:
    """The face of an entry, made from its fields, their single `values` and its texts."""
    in_fields = (str(value) for _, value in values if isinstance(value, CitationKey))
    in_texts = (cite.key for text in texts for cite in text.citations)
    layout: str | None = getattr(data, "layout", None)
    return Face(
        path=path,
        title=data.title,
        also=tuple(getattr(data, "also", ())),
        slug=slug,
        lang=data.lang,
        url=url_of(collection, data, slug),
        template=layout or collection.template,
        status=data.status,
        date=data.date,
        publish_at=data.publish_at,
        expires_at=data.expires_at,
        modified=data.modified,
        summary=getattr(data, "summary", None) or "",
        category=getattr(data, "category", None),
        tags=tuple(getattr(data, "tags", ())),
        authors=tuple(map(str, getattr(data, "authors", ()))),
        aliases=tuple(data.aliases),
        waives=bool(data.waivers),
        order=tuple(getattr(data, name, None) for name in collection.order_by),
        names=tuple((at, value) for at, value in values if isinstance(value, Reference)),
        cites=tuple(dict.fromkeys((*in_fields, *in_texts))),
        links=tuple(dict.fromkeys(link for text in texts for link in text.links)),
    )


def sharing(face: Face) -> Face:
    """The same face; words and places that many faces have are the same objects in each."""
    return replace(
        face,
        tags=tuple(map(intern, face.tags)),
        authors=tuple(map(intern, face.authors)),
        names=tuple((_place(*at), name) for at, name in face.names),
        cites=tuple(map(intern, face.cites)),
    )


@lru_cache(1_000)
def _place(*at: str | int) -> FieldPath:
    return at


def url_of(collection: Collection, data: EntryModel, slug: str) -> str | None:
    """Where the page of an entry with this slug goes, without a leading slash; None for no page."""
    path: str | None = getattr(data, "path", None)
    if path is not None:
        return path.removeprefix("/")
    if collection.url is None:
        return None
    url = collection.url.format(slug=slug)
    return f"{data.lang}/{url}" if data.lang else url


def leaves(
    group: BaseModel | Mapping[str, Any] | tuple[Any, ...], path: FieldPath = ()
) -> Iterator[tuple[FieldPath, Any]]:
    """Every single value inside a model, with its path, in the order of the model."""
    inside: Iterable[tuple[str | int, Any]]
    if isinstance(group, tuple):
        inside = enumerate(group)
    else:
        inside = (group.__dict__ if isinstance(group, BaseModel) else group).items()
    for name, item in inside:
        if isinstance(item, str):  # most are, and to ask whether one is a model takes longer
            yield (*path, name), item
        elif isinstance(item, _GROUPS):
            yield from leaves(item, (*path, name))
        elif item is not None:
            yield (*path, name), item


_GROUPS = (tuple, BaseModel, Mapping)
