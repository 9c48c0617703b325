"""An imported text → an entry that the check takes for a draft, beside those that are there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bs4 import BeautifulSoup

from ..collection import Collection, Subject
from ..drafting import Draft, draft
from ..entries import read_entry
from ..errors import Problem, Problems
from ..frontmatter import MAX_BYTES, Document, parse
from ..linking import link
from ..loader import Content
from ..rules import entry_problems
from ..rules.severity import weigh
from ..rules.waivers import waive
from ..scaffold import dump
from ..slugs import slug_of
from .result import Findings, Imported, Remark, Unusable
from .weight import lighten
from .writing import to_markdown

NOTES = "Notes from the import"
"""The heading below which a draft has what found no other place."""


@dataclass(frozen=True)
class Place:
    """Where an import goes: the kind of entry, and the site as it is. `top` is its folder."""

    collection: Collection
    subject: Subject
    content: Content
    now: dt.datetime
    top: str


@dataclass(frozen=True)
class Entered:
    """A draft that is not written yet, what needs a look, and what the check will name."""

    draft: Draft
    remarks: tuple[Remark, ...]
    problems: Problems


def enter(imported: Imported, place: Place, slug: str, names: Sequence[str], stem: str) -> Entered:
    """The draft of an import.

    `names` are those of its pictures, and `stem` is the name of its file. Fields that it had
    and that do not fit go to the end of the text. Raises Refused where there cannot be such an
    entry, and Unusable for a text that is too long.
    """
    fields = _Fields(imported, place)
    fields.drop_faulty()
    while True:
        remarks = [*fields.remarks(), *imported.remarks]
        body = imported.body + _notes(one for one in remarks if one.kept)
        made = draft(
            place.content,
            place.subject,
            place.collection,
            imported.title,
            place.now.date(),
            fields.given,
            slug or slug_of(imported.title) or slug_of(stem),
            body=imported.named(body, names),
        )
        if len(made.text.encode()) > MAX_BYTES:
            raise Unusable(f"It is longer than a page may be ({MAX_BYTES / 1e6:g} MB). Split it.")
        problems = tuple(_problems(made, place, names))
        if not fields.drop(problems, made.entry.document):
            break
    named = (replace(one, message=imported.named(one.message, names)) for one in remarks)
    return Entered(made, tuple(named), problems)


def _notes(kept: Iterable[Remark]) -> str:
    """The end of a draft: what is in no other place, for somebody to look at."""
    soup = BeautifulSoup("", "html.parser")
    items = soup.new_tag("ul")
    for remark in kept:
        item = soup.new_tag("li")
        item.string = f"{remark.message} {remark.text}".strip()
        items.append(item)
    if not items.contents:
        return ""
    heading = soup.new_tag("h2")
    heading.string = NOTES
    soup.extend([heading, items])
    return lighten("\n" + to_markdown(soup), Findings())


class _Fields:
    """The fields of a source: those that fit (`given`), and why the others do not (`left`)."""

    def __init__(self, imported: Imported, place: Place) -> None:
        self.place = place
        self.given: dict[str, Any] = {}
        self.left: dict[str, tuple[Any, str]] = {}
        for name, value in imported.fields.items():
            if name not in place.collection.model.model_fields:
                self.left[name] = value, f"a {place.collection.kind} has no such field"
            elif name == "status" and value != "draft":
                self.left[name] = value, "what is imported begins as a draft"
            elif name == "title" and value != imported.title:
                self.left[name] = value, "the draft has another title"
            elif value is not None and name not in {"status", "title"}:
                self.given[name] = value

    def drop_faulty(self) -> None:
        """Leave out what is wrong by itself."""
        while True:
            head = {"title": "A title", "status": "draft", "date": self.place.now.date()}
            lines = dump({**head, **self.given})
            document = parse("\n".join(["---", *lines, "---", ""]).encode(), "title.md")
            assert isinstance(document, Document)  # what is dumped can be read
            subject, collection = self.place.subject, self.place.collection
            if not self.drop(read_entry(document, collection, subject.unfinished)[1], document):
                return

    def drop(self, problems: Problems, document: Document) -> bool:
        """Leave out the fields at which there are problems; return whether there were any."""
        wrong = {_field_at(problem, document): problem.message for problem in problems}
        names = wrong.keys() & self.given.keys()
        for name in sorted(names):
            self.left[name] = self.given.pop(name), wrong[name]
        return bool(names)

    def remarks(self) -> list[Remark]:
        return [
            Remark(f"The field “{name}” was left out: {why}. It was:", _shown(value), kept=True)
            for name, (value, why) in self.left.items()
        ]


def _field_at(problem: Problem, document: Document) -> str:
    """The name of the field in which a problem is; empty for one in the text."""
    if problem.location.line >= document.body_line:
        return ""
    tops = [(mark.key, path[0]) for path, mark in document.marks.items() if len(path) == 1]
    place = (problem.location.line, problem.location.column)
    return str(max((one for one in tops if one[0] <= place), default=((0, 0), ""))[1])


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return " ".join(dump(value)).strip("'\"") if value is not None else "empty"


def _problems(made: Draft, place: Place, names: Sequence[str]) -> Iterator[Problem]:
    """The errors that the check will find in the draft, as far as the sources tell."""
    path = f"{place.top}/{made.path}"
    document = parse(made.text.encode(), path)
    assert isinstance(document, Document)  # it was read before
    entry, found = read_entry(document, place.collection, place.subject.unfinished)
    content = place.content
    if entry.lacking:
        content = replace(content, unread=(*content.unread, entry))
    else:
        content = replace(content, entries=(*content.entries, entry))
    pictures = (f"images/{name}" for name in names)
    content = replace(content, assets=content.assets | frozenset(pictures))
    site, linked = link(content, place.subject, place.now, True)
    problems = [*found, *linked, *entry_problems(entry, site)]
    for problem in weigh(site, waive(site, problems), {}):
        if problem.location.path == path and problem.severity == "error":
            yield problem
