"""Lists of whatever there is: words and sources by letter, conditions by parts of the body."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from plugins.cms.bibliography import Source
from plugins.cms.entries import Entry
from plugins.cms.site import Site

from .models import Treatment

Link = tuple[str, str]
"""(title, address below the site)."""

_SHOWN_ON = {"benefit": "benefits/#", "term": "glossary/#"}
"""Where an entry without a page of its own is shown."""


def words(site: Site) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """The words that the glossary explains: (letter, its words)."""
    letters: dict[str, list[Entry]] = {}
    for term in sorted(site.all("term"), key=lambda term: term.title.lower()):
        letters.setdefault(term.title[0].upper(), []).append(term)
    return tuple((letter, tuple(letters[letter])) for letter in sorted(letters, key=str.lower))


Cited = tuple[Source, tuple[Link, ...]]
"""A source and the pages that cite it."""


def sources(site: Site) -> Callable[[Iterable[Source]], tuple[tuple[str, tuple[Cited, ...]], ...]]:
    """For templates: `SOURCES_BY_LETTER(sources.index())` gives (letter, its sources)."""

    def by_letter(index: Iterable[Source]) -> tuple[tuple[str, tuple[Cited, ...]], ...]:
        letters: dict[str, list[Cited]] = {}
        for one in index:
            known = site.library[one.key]
            letter = (known.authors or known.title)[0].upper()
            letters.setdefault(letter, []).append((one, tuple(dict.fromkeys(_citing(site, one)))))
        return tuple((letter, tuple(letters[letter])) for letter in sorted(letters, key=str.lower))

    return by_letter


def _citing(site: Site, source: Source) -> Iterator[Link]:
    """Where readers find what cites a source."""
    for entry in site.cited_by(source.key):
        if entry.url is not None:
            yield entry.title, entry.url
        elif entry.kind in _SHOWN_ON:
            yield entry.title, f"{_SHOWN_ON[entry.kind]}{entry.slug}"
        elif entry.kind == "care":
            yield entry.title, "safety/"
        elif isinstance(entry.data, Treatment) and entry.data.page:
            page = site.entry("page", entry.data.page)
            yield entry.title, (page and page.url) or ""


def regions(site: Site) -> tuple[tuple[Entry, tuple[Entry, ...]], ...]:
    """The parts of the body that a condition is about, from head to foot, each with these."""
    found = ((region, site.referring(region, "condition")) for region in site.all("region"))
    return tuple((region, conditions) for region, conditions in found if conditions)
