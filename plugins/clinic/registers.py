"""Lists of whatever there is: words by letter, conditions by parts of the body."""

from __future__ import annotations

from plugins.cms.entries import Entry
from plugins.cms.site import Site


def words(site: Site) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """The words that the glossary explains: (letter, its words)."""
    letters: dict[str, list[Entry]] = {}
    for term in sorted(site.all("term"), key=lambda term: term.title.lower()):
        letters.setdefault(term.title[0].upper(), []).append(term)
    return tuple((letter, tuple(letters[letter])) for letter in sorted(letters, key=str.lower))


def regions(site: Site) -> tuple[tuple[Entry, tuple[Entry, ...]], ...]:
    """The parts of the body that a condition is about, from head to foot, each with these."""
    found = ((region, site.referring(region, "condition")) for region in site.all("region"))
    return tuple((region, conditions) for region, conditions in found if conditions)
