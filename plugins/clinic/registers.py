"""The words of the glossary, by letter."""

from __future__ import annotations

from plugins.cms.entries import Entry
from plugins.cms.site import Site


def words(site: Site) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """The words that the glossary explains: (letter, its words)."""
    letters: dict[str, list[Entry]] = {}
    for term in sorted(site.all("term"), key=lambda term: term.title.lower()):
        letters.setdefault(term.title[0].upper(), []).append(term)
    return tuple((letter, tuple(letters[letter])) for letter in sorted(letters, key=str.lower))
