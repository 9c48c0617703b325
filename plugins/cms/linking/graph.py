"""The graph: all that a page may ask about other entries, and all that does not hold."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from .. import addressing
from ..collection import Subject
from ..entries import Entry
from ..errors import Problem, Problems
from ..loader import Content
from ..site import DataFiles, Graph, Site
from .citing import check_cited, check_library
from .naming import Known, check_named
from .showing import sort_out


def link(
    content: Content, subject: Subject, now: dt.datetime, drafts: bool = True
) -> tuple[Site, Problems]:
    """Link the content up into a Site, and say all that is wrong with it.

    `now` is in the time zone of the site. The site is whole only where there are no
    problems; otherwise it is for checks to go on with. With `drafts`, entries that readers
    may not see yet are part of it.
    """
    site = linked(content, subject, now, drafts)
    return site, tuple(_problems(content, site.written, now))


def _problems(content: Content, written: Iterable[Entry], now: dt.datetime) -> Iterator[Problem]:
    known = Known.of(content)
    states = {id(one): one.state(now) for one in (*content.entries, *content.unread)}
    used = {key for one in written for key in one.face.cites}
    yield from content.problems
    yield from addressing.check(content.entries, states, content.redirects.items)
    for entry in written:
        yield from check_named(entry, known, states, now.tzinfo)
        yield from check_cited(entry, content.library)
    yield from check_library(content.library, used, whole=not known.lost)


def linked(content: Content, subject: Subject, now: dt.datetime, drafts: bool = True) -> Site:
    """Link the content up, as `link`, without a look at what is wrong with it."""
    known = Known.of(content)
    states = {id(one): one.state(now) for one in content.entries}
    sorted_out = sort_out(content, subject, states, known.missing, drafts)
    shown = sorted_out.shown
    graph = Graph(
        entries=shown,
        unread=sorted_out.left,
        expired=sorted_out.expired,
        hidden=sorted_out.hidden,
        faulty=frozenset(content.lost) | {one.path for one in content.unread if not one.lacking},
        by_key=known.entries,
        referring=_by_what(
            (one, [(name.kind, str(name)) for _, name in one.face.names]) for one in shown
        ),
        citing=_by_what((one, one.face.cites) for one in shown),
    )
    data, library = DataFiles(content.data), content.library or {}
    return Site(subject, graph, now, data, library, content.redirects, content.assets)


What = TypeVar("What")


def _by_what(
    named: Iterable[tuple[Entry, Iterable[What]]],
) -> Mapping[What, tuple[Entry, ...]]:
    """The entries by what each of them names, in their order."""
    found: dict[What, list[Entry]] = defaultdict(list)
    for entry, names in named:
        for one in dict.fromkeys(names):
            found[one].append(entry)
    return {one: tuple(naming) for one, naming in found.items()}
