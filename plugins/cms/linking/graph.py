"""The graph: all that a page may ask about other entries, and all that does not hold."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

from .. import addressing
from ..collection import Subject
from ..entries import Entry, leaves
from ..errors import Problems
from ..loader import Content
from ..site import DataFiles, Site
from .citing import check_cited, check_library, cited_by
from .naming import Known, check_named, named_in
from .showing import sort_out


def link(
    content: Content, subject: Subject, now: dt.datetime, drafts: bool = True
) -> tuple[Site, Problems]:
    """Link the content up into a Site, and say all that is wrong with it.

    `now` is in the time zone of the site. The site is whole only where there are no
    problems; otherwise it is for checks to go on with. With `drafts`, entries that readers
    may not see yet are part of it.
    """
    values = {id(one): list(leaves(one.data)) for one in (*content.entries, *content.unread)}
    named = {key: named_in(of_one) for key, of_one in values.items()}
    known = Known.of(content)
    states = {id(one): one.state(now) for one in content.entries}
    sorted_out = sort_out(content, subject, states, named, known.missing, drafts)
    written = (*sorted_out.shown, *sorted_out.left)
    cited = {id(one): list(cited_by(one, values[id(one)])) for one in written}
    citations = {
        key: tuple(dict.fromkeys(cite.key for cite, _ in of_one)) for key, of_one in cited.items()
    }
    used = {key for keys in citations.values() for key in keys}

    problems = [*content.problems]
    problems += addressing.check(content.entries, states, content.redirects.items)
    for entry in written:
        problems += check_named(entry, named[id(entry)], known, now)
        problems += check_cited(cited[id(entry)], content.library)
    problems += check_library(content.library, used, whole=not known.lost)

    site = Site(
        subject=subject,
        entries=sorted_out.shown,
        unread=sorted_out.left,
        expired=sorted_out.expired,
        hidden=sorted_out.hidden,
        faulty=frozenset(content.lost) | {one.path for one in content.unread if not one.lacking},
        now=now,
        data=DataFiles(content.data),
        library=content.library or {},
        redirects=content.redirects,
        assets=content.assets,
        _by_key=known.entries,
        _referring=_by_what(
            sorted_out.shown,
            {key: [(one.kind, str(one)) for _, one in of_one] for key, of_one in named.items()},
        ),
        _citations=citations,
        _citing=_by_what(sorted_out.shown, citations),
    )
    return site, tuple(problems)


What = TypeVar("What")


def _by_what(
    entries: Iterable[Entry], what: Mapping[int, Iterable[What]]
) -> Mapping[What, tuple[Entry, ...]]:
    """The entries by what each of them names, in their order. `what` has that by `id`."""
    found: dict[What, list[Entry]] = defaultdict(list)
    for entry in entries:
        for one in dict.fromkeys(what[id(entry)]):
            found[one].append(entry)
    return {one: tuple(naming) for one, naming in found.items()}
