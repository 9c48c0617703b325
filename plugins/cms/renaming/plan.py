"""What a rename changes, and whether the content is as right afterward as before."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ..collection import Subject
from ..edits import Edit, edited
from ..entries import Entry
from ..errors import ContentErrors, Problem, Problems, one_problem
from ..fields import Part
from ..files import Conflict
from ..frontmatter import Document, decode, parse_data
from ..journal import Step
from ..ledger import Ledger
from ..linking import link
from ..loader import Content, load
from ..redirects import FILE as REDIRECTS
from ..rules import all_problems
from ..versions import unmerged
from .places import Aim, Places, places


class BadName(ValueError):
    """A kind or name that cannot be meant; the text is for people."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """What happens to a file: it may move, and some places in it change."""

    path: str
    to: str
    raw: bytes
    edits: tuple[Edit, ...]

    @property
    def after(self) -> bytes:
        return edited(self.raw, self.edits)


@dataclass(frozen=True)
class Plan:
    """All that a rename changes.

    `redirects` are the former addresses with the new ones; `taken_back` are former addresses
    that are in use again.
    """

    what: str
    files: tuple[FileChange, ...]
    redirects: tuple[tuple[str, str], ...] = ()
    taken_back: tuple[str, ...] = ()

    def steps(self) -> list[Step]:
        """What the journal is to do."""
        return [Step(one.path, one.to, one.raw, one.after) for one in self.files]


@dataclass(frozen=True)
class Project:
    """The content at hand. `addresses` are those at which the site is published.

    `ledger` is what readers have had; `lists` are the addresses of pages that no entry has.
    """

    folder: Path
    subject: Subject
    now: dt.datetime
    addresses: tuple[str, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    lists: tuple[str, ...] = ()

    @property
    def root(self) -> Path:
        return self.folder.parent

    @cached_property
    def content(self) -> Content:
        return load(self.folder, self.subject, self.root)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All that can be read, with problems or without."""
        return (*self.content.entries, *self.content.unread)

    def path(self, below: str) -> str:
        """The path in the project of a file below the content folder."""
        return f"{self.folder.name}/{below}"

    def sources(self) -> Iterator[tuple[Document, type[Part]]]:
        """Every file that holds fields, with its model."""
        for entry in self.entries:
            yield entry.document, entry.collection.model
        for data_file in self.subject.data_files:
            document = self.data(data_file.path)
            if document:
                yield document, data_file.model

    def data(self, below: str) -> Document | None:
        """A file that is YAML as a whole; None where there is none that can be read."""
        path = self.path(below)
        file = self.root / path
        read = parse_data(file.read_bytes(), path) if file.is_file() else None
        return read if isinstance(read, Document) else None

    def raw(self, document: Document) -> bytes:
        """The bytes of a file as it was read. Raises Conflict where it has changed since."""
        raw = (self.root / document.path).read_bytes()
        if decode(raw, document.path) != document.text:
            raise Conflict(f"{document.path} was changed by somebody else meanwhile. Try again.")
        return raw


@dataclass
class Draft:
    """A plan in the making: the changes by file, and what stands in the way."""

    project: Project
    what: str
    old: str
    edits: dict[str, tuple[bytes, list[Edit]]]
    moves: dict[str, str]
    left: list[Problem]

    @classmethod
    def begin(cls, project: Project, what: str, old: str) -> Draft:
        return cls(project, what, old, {}, {}, [])

    def add(self, path: str, raw: bytes, edits: Iterable[Edit]) -> None:
        self.edits.setdefault(path, (raw, []))[1].extend(edits)

    def follow(self, aim: Aim) -> None:
        """Add the changes of all places that name what is renamed."""
        for document, model in self.project.sources():
            self.take(document, places(document, model, aim))

    def take(self, document: Document, found: Places) -> None:
        """Add the changes that were found in a file."""
        self.left += found.left
        if found.edits:
            self.add(document.path, self.project.raw(document), found.edits)

    def finish(self) -> Plan:
        """The whole plan. Raises ContentErrors where it would leave something behind."""
        files = tuple(
            FileChange(path, self.moves.get(path, path), raw, tuple(edits))
            for path, (raw, edits) in sorted(self.edits.items())
        )
        problems = [*self.left, *self._unreadable(), *self._unmerged(files)]
        if problems:
            raise ContentErrors(problems)
        plan = Plan(self.what, files)
        worse = _made_worse(self.project, plan)
        if worse:
            raise ContentErrors(worse)
        return plan

    def _unreadable(self) -> Iterator[Problem]:
        """The problems of files that cannot be read and may name what is renamed."""
        read = {document.path for document, _ in self.project.sources()}
        redirects = self.project.data(REDIRECTS)
        read |= {redirects.path} if redirects else set()
        below = (REDIRECTS, *(one.path for one in self.project.subject.data_files))
        word = re.compile(rf"(?<![\w-]){re.escape(self.old)}(?![\w-])".encode())
        for path in {*self.project.content.lost, *map(self.project.path, below)} - read:
            file = self.project.root / path
            if file.is_file() and word.search(file.read_bytes()):
                yield from problems_of(self.project, path)

    def _unmerged(self, files: Iterable[FileChange]) -> Iterator[Problem]:
        both = unmerged(self.project.root)
        for one in files:
            if one.path in both:
                yield from one_problem(
                    one.path, 1, 1, "not-renamed", "a merge has left two versions in this file",
                    f"Choose between them, save the file and tell Git: `git add {one.path}`.",
                )  # fmt: skip


def problems_of(project: Project, path: str) -> Problems:
    """What is wrong with one file."""
    return tuple(one for one in project.content.problems if one.location.path == path)


def _made_worse(project: Project, plan: Plan) -> Problems:
    """The errors that the content would have after the rename, and does not have now."""
    below = len(project.folder.name) + 1
    instead: dict[str, bytes | None] = {one.path[below:]: None for one in plan.files}
    instead |= {one.to[below:]: one.after for one in plan.files}
    moves = {one.path: one.to for one in plan.files}
    after = load(project.folder, project.subject, project.root, instead)
    known = Counter(
        (moves.get(one.location.path, one.location.path), one.code)
        for one in _errors(project, project.content)
    )
    worse = []
    for problem in _errors(project, after):
        key = problem.location.path, problem.code
        known[key] -= 1
        if known[key] < 0:
            worse.append(_as_it_is_now(problem, moves))
    return tuple(worse)


def _as_it_is_now(problem: Problem, moves: Mapping[str, str]) -> Problem:
    """A problem that a rename would make, at the file that its author knows."""
    former = {to: path for path, to in moves.items()}
    path = former.get(problem.location.path, problem.location.path)
    return replace(problem, location=replace(problem.location, path=path))


def _errors(project: Project, content: Content) -> list[Problem]:
    site, found = link(content, project.subject, project.now)
    problems = [*found, *all_problems(site)]
    return sorted({one for one in problems if one.severity == "error"})
