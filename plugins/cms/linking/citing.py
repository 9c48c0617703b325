"""What entries cite, and whether the library has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from functools import partial
from typing import Any

from ..citations import Cite
from ..entries import Entry
from ..errors import FieldPath, Location, Problem
from ..fields import CitationKey
from ..library import HOW_TO_ADD, NO_EXPORT, Library
from ..loader import LIBRARY
from ..suggestions import suggest

Cited = tuple[Cite, Callable[[], Location]]
"""A source, and what finds its place: to look for each would take longer than all the rest."""


def cited_by(entry: Entry, values: Iterable[tuple[FieldPath, Any]]) -> Iterator[Cited]:
    """Every source that an entry cites: in fields, then in texts."""
    for path, value in values:
        if isinstance(value, CitationKey):
            yield value.cite, partial(entry.document.where, *path)
    for text_path, text in entry.texts():
        for cite in text.citations:
            yield cite, partial(entry.locate, f"@{cite.key}", text_path)


_ADD_SOURCE = (
    f"Mend the key, or add the source to `content/{LIBRARY}` by hand, as {HOW_TO_ADD} shows."
)


def check_cited(cited: Iterable[Cited], library: Library | None) -> Iterator[Problem]:
    """A problem for each source that is not in the library; none where there is no library."""
    for cite, place in cited:
        if library and cite.key not in library:
            hint = suggest(cite.key, list(library)) or _ADD_SOURCE
            message = f"there is no source with the key `{cite.key}`"
            yield Problem(place(), "unknown-reference", message, hint)


def check_library(library: Library | None, used: Set[str], whole: bool) -> Iterator[Problem]:
    """What is wrong with the library. `used` are the keys that pages cite, as far as is known.

    `whole` says that every page could be read: what cannot be read may cite the others.
    """
    if library == {} and used:
        yield _no_library(len(used))
    if whole:
        yield from _unused(library or {}, used)


def _no_library(number: int) -> Problem:
    """One problem, where each citation would be one."""
    return Problem(
        Location(f"content/{LIBRARY}", 1, 1),
        "missing-file",
        f"the list of sources is missing or empty, and the pages cite {number} of them",
        f"Undo your last change to this file, or get it from another copy. {NO_EXPORT}",
    )


def _unused(library: Library, used: Set[str]) -> Iterator[Problem]:
    """A warning for each record that no page cites."""
    for key, reference in library.items():
        if key not in used:
            yield Problem(
                reference.place,
                "unused-record",
                f"no page cites `{key}`",
                "Cite it where it supports what is said, or take it out of the list of sources.",
                "warning",
            )
