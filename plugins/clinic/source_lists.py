"""Every source that the pages cite: an index by author, then in full, on pages and as files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from plugins.cms.bibliography import Source, anchor
from plugins.cms.collection import ListPage
from plugins.cms.entries import Entry
from plugins.cms.library import Reference
from plugins.cms.outputs.tables import Rows, Table
from plugins.cms.site import Site
from plugins.cms.slugs import slug_of

from .letters import by_letter, letter_of
from .places import place_of

Link = tuple[str, str]
"""(title, address below the site)."""

_INDEX = "references/"

_PARTS = ("A to D", "E to K", "L to R", "S to Z")
"""The pages of the list, by first letters; other letters than these are on the last one."""

_MANY_WORDS = 6
"""A title with more words than this is cut where it stands for an author."""


_MOST_PAGES = 50
"""How many of the pages that cite a source stand beside it; the files name them all."""

Cited = tuple[Source, tuple[Link, ...], int]
"""A source, pages that cite it, and how many more there are."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The sources of one letter, and the part of the list in which they stand in full."""

    letter: str
    part: str
    rows: tuple[Cited, ...]


def sources_by_letter(site: Site) -> Callable[..., tuple[Letter, ...]]:
    """For templates: `SOURCES_BY_LETTER(sources.index())`, without the pages that cite each.

    With the name of a part, such as `A to D`, these sources alone, and with those pages.
    """

    def letters(index: Iterable[Source], only: str | None = None) -> tuple[Letter, ...]:
        groups = by_letter(index, lambda one: _name(site.library[one.key]))
        return tuple(
            Letter(letter, _part(letter), tuple(cited(one, only) for one in found))
            for letter, found in groups
            if only in (None, _part(letter))
        )

    def cited(one: Source, part: str | None) -> Cited:
        return (one, *(_first_citing(site, one.key) if part else ((), 0)))

    return letters


def links(site: Site) -> Mapping[str, Link]:
    """A short name for each source, and where it stands in full, by its key."""
    order = sorted(site.library.values(), key=lambda one: (_name(one), one.key))
    plain = {one.key: _short_name(one) for one in order}
    alike, seen = Counter(plain.values()), Counter[str]()
    found = {}
    for key, name in plain.items():
        letter = chr(ord("a") + seen[name]) if alike[name] > 1 else ""
        seen[name] += 1
        part = _part(letter_of(_name(site.library[key])))
        found[key] = f"{name}{letter}", f"{_address(part)}#{anchor(key)}"
    return found


def source_pages(site: Site) -> Iterator[ListPage]:
    """The pages that have the sources in full."""
    parts = {_part(letter_of(_name(one))) for one in _cited(site)}
    for part in _PARTS:
        if part in parts:
            yield ListPage(
                _address(part),
                template="sources",
                title=f"References, {part}",
                summary=f"Sources with authors from {part}, and the pages that cite each of them.",
                values={"part": part},
            )


def source_table(site: Site) -> Table:
    """The sources as a table for spreadsheets and for programs."""
    columns = "key authors title published_in year doi pmid url cited_on"
    parts = ((one.key, partial(_rows, one.key, site)) for one in _cited(site))
    title = "Every source of this site"
    return Table(f"{_INDEX}sources", title, f"/{_INDEX}", (*columns.split(),), parts=parts)


def _rows(key: str, site: Site) -> Rows:
    one = site.source(key)
    pages = tuple(f"/{url}" for _, url in dict.fromkeys(_citing(site, key)))
    about = (one.key, one.authors, one.title, one.container, one.year, one.doi, one.pmid, one.url)
    return ((*about, pages),)


def _cited(site: Site) -> list[Reference]:
    return [one for key, one in site.library.items() if site.cited_by(key)]


def _name(one: Reference) -> str:
    """By what readers look up a source."""
    return one.authors or one.title


def _part(letter: str) -> str:
    return next((part for part in _PARTS if letter <= part[-1]), _PARTS[-1])


def _address(part: str) -> str:
    return f"{_INDEX}{slug_of(part)}/"


def _short_name(one: Reference) -> str:
    """The first author and the year; without an author the first words of the title."""
    author: Mapping[str, str] = next(iter(one.csl.get("author") or ()), {})
    words = one.title.split()
    title = " ".join(words[:_MANY_WORDS]) + ("…" if len(words) > _MANY_WORDS else "")
    return f"{author.get('family') or author.get('literal') or title} {one.year or ''}".rstrip()


def _first_citing(site: Site, key: str) -> tuple[tuple[Link, ...], int]:
    """Some of the pages that cite a source, and how many more there are.

    Of those, nothing is read: who has a page has one that nobody else has.
    """
    found: dict[Link, None] = {}
    alone = 0
    for entry in site.cited_by(key):
        if len(found) >= _MOST_PAGES and entry.collection.url:
            alone += 1
        else:
            found.update(dict.fromkeys(_places([entry], site)))
    shown = tuple(found)[:_MOST_PAGES]
    return shown, len(found) + alone - len(shown)


def _citing(site: Site, key: str) -> Iterator[Link]:
    """Where readers find what cites a source."""
    return _places(site.cited_by(key), site)


def _places(entries: Iterable[Entry], site: Site) -> Iterator[Link]:
    for entry in entries:
        place = place_of(entry, site)
        if place is not None:
            yield entry.title, place
