"""Document to Entry: typed, immutable, or the Problems that stand in the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import Any, Literal

from pydantic import BaseModel, TypeAdapter, ValidationError

from .collection import Collection, DataFile, EntryModel
from .errors import FieldPath, Location, Problem, Problems, Severity
from .fields import MarkdownText, Part, is_slug
from .frontmatter import Document
from .markdown import Rendered, render
from .slugs import slug_of
from .validation import validate

State = Literal["draft", "in review", "scheduled", "published", "expired"]


@dataclass(frozen=True, slots=True)
class Window:
    """When readers may see an entry: from `start` until just before `end`, if it ends at all.

    Both are in UTC, where no hour comes twice, so that moments can be compared.
    """

    start: dt.datetime
    end: dt.datetime | None


@dataclass(frozen=True, eq=False)
class Entry:
    """One piece of content. `url` has no leading slash; it is None where there is no page.

    `lacking` is what has to be added before a draft can be published. Entries are compared
    by identity: there is one for each file.
    """

    collection: Collection
    slug: str
    data: EntryModel
    document: Document
    body: Rendered
    url: str | None
    lacking: Problems = ()

    @property
    def kind(self) -> str:
        return self.collection.kind

    @property
    def title(self) -> str:
        return self.data.title

    @property
    def lang(self) -> str | None:
        return self.data.lang

    @property
    def path(self) -> str:
        """The content file, relative to the project folder."""
        return self.document.path

    @property
    def save_as(self) -> str | None:
        """The file of the page below the output folder."""
        if self.url is None or self.url.endswith(".html"):
            return self.url
        return f"{self.url}index.html"

    @property
    def template(self) -> str:
        layout: str | None = getattr(self.data, "layout", None)
        return layout or self.collection.template

    @property
    def changed(self) -> dt.date:
        """The day of the last change that matters to a reader."""
        return self.data.modified or self.data.date

    def window(self, zone: dt.tzinfo | None) -> Window:
        """From when on readers may see it, and until when, as its author planned it.

        `zone` is that of the site. A draft has a window too, for when it will be published.
        """
        start = _in_utc(dt.datetime.combine(self.data.date, dt.time()), zone)
        if self.data.publish_at:
            start = max(start, _in_utc(self.data.publish_at, zone))
        end = self.data.expires_at
        return Window(start, _in_utc(end, zone) if end else None)

    def state(self, now: dt.datetime) -> State:
        """Where the entry stands at a moment in the time zone of the site."""
        if self.data.status != "published":
            return self.data.status
        window = self.window(now.tzinfo)
        if window.end and window.end <= now:
            return "expired"
        return "published" if window.start <= now else "scheduled"

    def is_published(self, now: dt.datetime) -> bool:
        return self.state(now) == "published"

    def problem(
        self,
        code: str,
        message: str,
        hint: str = "",
        *,
        at: FieldPath = (),
        severity: Severity = "error",
    ) -> Problem:
        """A problem at the value with this path."""
        return Problem(self.document.where(*at), code, message, hint, severity)

    def locate(self, needle: str, at: FieldPath | None) -> Location:
        """The place of `needle` in the field at `at`, or in the body for None."""
        if at is None:
            return self.document.find(needle, self.document.body_line)
        return self.document.find(needle, self.document.where(*at).line)

    def texts(self) -> tuple[tuple[FieldPath | None, Rendered], ...]:
        """Every Markdown text: the fields with their paths, then the body with None."""
        return self._texts

    @cached_property  # each rule asks for them, and every link of each page
    def _texts(self) -> tuple[tuple[FieldPath | None, Rendered], ...]:
        fields = (
            (path, render(value))
            for path, value in leaves(self.data)
            if isinstance(value, MarkdownText)
        )
        return (*fields, (None, self.body))


def _in_utc(moment: dt.datetime, zone: dt.tzinfo | None) -> dt.datetime:
    """The moment in UTC; it is meant in the zone of the site where it names none."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(dt.UTC)


def leaves(
    group: BaseModel | Mapping[str, Any] | tuple[Any, ...], path: FieldPath = ()
) -> Iterator[tuple[FieldPath, Any]]:
    """Every single value inside a model, with its path, in the order of the model."""
    inside: Iterable[tuple[str | int, Any]]
    if isinstance(group, tuple):
        inside = enumerate(group)
    else:
        inside = (group.__dict__ if isinstance(group, BaseModel) else group).items()
    for name, item in inside:
        if isinstance(item, str):  # most are, and to ask whether one is a model takes longer
            yield (*path, name), item
        elif isinstance(item, _GROUPS):
            yield from leaves(item, (*path, name))
        elif item is not None:
            yield (*path, name), item


_GROUPS = (tuple, BaseModel, Mapping)


@lru_cache(maxsize=1)  # each rule asks for them, for one entry after the other
def values_of(entry: Entry) -> tuple[tuple[FieldPath, Any], ...]:
    """Every single value of an entry's fields, as `leaves` has them."""
    return tuple(leaves(entry.data))


_LACKING = frozenset({"empty", "missing-field", "too-few"})
"""The codes of fields that are left out or empty."""


def read_entry(
    document: Document, collection: Collection, unfinished: frozenset[str] = frozenset()
) -> tuple[Entry, Problems]:
    """Understand a document as an entry of `collection`. Never raises.

    With problems, the entry holds only the fields that are right: enough to look for
    what else is wrong, but not to be shown. A draft that only lacks something has no
    problems and is not `whole`; `unfinished` are the codes of what it may lack beside fields.
    """
    read = validate(document, collection.model)
    problems: list[Problem] = list(read) if isinstance(read, tuple) else []
    lacking: tuple[Problem, ...] = ()
    if document.data.get("status") == "draft":
        lacking = tuple(one for one in problems if one.code in unfinished | _LACKING)
        problems = [one for one in problems if one not in lacking]
    data = _salvage(document, collection.model) if isinstance(read, tuple) else read
    assert isinstance(data, EntryModel)
    slug = data.slug or PurePosixPath(document.path).stem
    if not is_slug(slug):
        right = slug_of(slug)
        name = f"`{right}.md`" if right else "small letters, digits and single hyphens"
        problems.append(
            Problem(
                Location(document.path, 1, 1),
                "bad-file-name",
                f"the file name `{slug}` cannot be part of a web address",
                f"Rename the file to {name}, or add a field `slug: {right or '…'}`.",
            )
        )
    body = render(document.body)
    entry = Entry(collection, slug, data, document, body, url_of(collection, data, slug), lacking)
    problems += (
        Problem(entry.locate(refusal.needle, path), refusal.code, refusal.message, refusal.hint)
        for path, text in entry.texts()
        for refusal in text.refused
    )
    return replace(entry, lacking=()) if problems else entry, tuple(problems)


_SOME_DAY = dt.date(1970, 1, 1)
"""Stands in for a date that is missing or wrong."""


def _salvage(document: Document, model: type[EntryModel]) -> EntryModel:
    """The fields that are right by themselves, in a model that is not whole."""
    right: dict[str, Any] = {"title": PurePosixPath(document.path).stem, "date": _SOME_DAY}
    for name, field in model.model_fields.items():
        if document.data.get(name) is None:
            continue
        with suppress(ValidationError):
            right[name] = TypeAdapter(field.rebuild_annotation()).validate_python(
                document.data[name], context={"source": document.path}
            )
    return model.model_construct(**{**right, "status": "draft"})


def read_data_file(document: Document, data_file: DataFile) -> Part | Problems:
    """Understand a YAML file of settings. Never raises."""
    return validate(document, data_file.model)


def url_of(collection: Collection, data: EntryModel, slug: str) -> str | None:
    """Where the page of an entry with this slug goes, without a leading slash; None for no page."""
    path: str | None = getattr(data, "path", None)
    if path is not None:
        return path.removeprefix("/")
    if collection.url is None:
        return None
    url = collection.url.format(slug=slug)
    return f"{data.lang}/{url}" if data.lang else url
