"""The file of redirects: addresses that no entry can take in, and where each leads."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pydantic import RootModel

from .errors import Location, Problem, Problems
from .fields import Destination, OldAddress
from .frontmatter import parse_data
from .validation import validate

FILE = "redirects.yaml"


class RedirectMap(RootModel[dict[OldAddress, Destination]]):
    """`content/redirects.yaml`: one line for each address, `/old/: /new/`."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """One line of the file.

    `old` is a path of this site; `new` is such a path, maybe with `#place`, or the address of
    another site. `place` and `target` are where the two stand.
    """

    old: str
    new: str
    place: Location
    target: Location


@dataclass(frozen=True, slots=True)
class Redirects:
    """All redirects that are right. `faulty` are the old addresses of the others.

    `is_read` says whether the file could be read at all.
    """

    items: tuple[Redirect, ...] = ()
    faulty: frozenset[str] = frozenset()
    is_read: bool = True

    def without(self, places: frozenset[Location]) -> Redirects:
        """The redirects without those at which there are problems."""
        left = tuple(one for one in self.items if not {one.place, one.target} & places)
        gone = {one.old for one in self.items} - {one.old for one in left}
        return replace(self, items=left, faulty=self.faulty | gone)


def _in_words_of_redirects(problem: Problem) -> Problem:
    if problem.code != "not-fields":
        return problem
    hint = "Write one line for each address: `/old/: /new/`."
    return replace(problem, message="this is not a list of redirects", hint=hint)


def parse_redirects(raw: bytes, path: str) -> tuple[Redirects, Problems]:
    """Read the file, and say what is wrong with it. Never raises."""
    document = parse_data(raw, path)
    if isinstance(document, tuple):
        if {problem.code for problem in document} == {"empty-front-matter"}:
            return Redirects(), ()  # nothing but comments
        return Redirects(is_read=False), tuple(map(_in_words_of_redirects, document))
    items: list[Redirect] = []
    problems: list[Problem] = []
    faulty: set[str] = set()
    for old in document.data:
        read = validate(replace(document, data={old: document.data[old]}), RedirectMap)
        if isinstance(read, tuple):
            problems += read
            faulty.add(old)
        else:
            place, target = document.where(old, key=True), document.where(old)
            items.append(Redirect(old, read.root[old], place, target))
    return Redirects(tuple(items), frozenset(faulty)), tuple(problems)
