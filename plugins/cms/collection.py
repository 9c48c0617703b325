"""What a content type is: its model, its folder and where its pages go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal

from .errors import Problem
from .fields import Day, Line, Moment, Part, SitePath, Slug, Title, such_as

if TYPE_CHECKING:
    from .entries import Entry
    from .outputs.tables import Table
    from .site import Site

Status = Literal["draft", "in review", "published"]


class Waiver(Part):
    """A rule that this entry may break, and why."""

    rule: Annotated[Line, such_as("long-sentence")]
    """The code of the rule, as the message of the check has it: `long-sentence`."""
    reason: Annotated[Line, such_as("It is a list of names that cannot be cut.")]
    """Why the rule does not fit here."""


class EntryModel(Part):
    """The fields that every kind of entry has."""

    title: Annotated[Title, such_as("A short name")]
    """The name of the entry, as readers see it."""
    status: Status
    """`draft` while you work on it, `in review` when it is whole and somebody else is to look at
    it, `published` when readers may see it."""
    date: Day
    """The day of publication. An entry dated in the future waits until that day."""
    publish_at: Moment | None = None
    """The moment from which readers see it, if the day is not enough: `2026-12-01 08:00`."""
    expires_at: Moment | None = None
    """The moment from which readers no longer see it; a note at its address says so then."""
    modified: Day | None = None
    """The day of the last change that matters to a reader."""
    slug: Annotated[Slug | None, such_as("another-name")] = None
    """The entry's part of its web address. Left out, it is the name of the file."""
    lang: Annotated[Slug | None, such_as("es")] = None
    """The language, when it is not the language of the site: `es`."""
    aliases: tuple[SitePath, ...] = ()
    """Former addresses that now lead here."""
    waivers: tuple[Waiver, ...] = ()
    """Rules that this entry may break, each with the reason."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that texts of a kind usually have, and a hint at what belongs below it.

    Without a title it is what stands before the first heading.
    """

    title: str
    hint: str


@dataclass(frozen=True, slots=True)
class Collection:
    """A content type: `folder` below the content folder holds one Markdown file per entry.

    `url` is where an entry's page goes, with `{slug}` in it, without a leading slash
    and with an ending one; None means that entries have no page of their own. A model
    with a `path` field lets an entry say otherwise. `template` is the theme's template
    for the page; a model with a `layout` field lets an entry choose. `publisher` says
    who writes the page: the CMS itself, or Pelican as an `article` or a `page`.
    Lists are sorted by the fields in `order_by`, backwards with `newest_first`; what they show
    besides title, summary and date are the fields in `card` (`Entry.card`).
    `outline` is how the text of a new entry begins, and `example` a title that one may have.
    `on_paper` says that readers may take a page along: a QR code is made for each.
    """

    kind: str
    model: type[EntryModel]
    folder: str
    label: str
    url: str | None = None
    template: str = ""
    publisher: Literal["cms", "article", "page"] = "cms"
    order_by: tuple[str, ...] = ("title",)
    newest_first: bool = False
    card: tuple[str, ...] = ()
    outline: tuple[Heading, ...] = ()
    example: str = "A short name"
    on_paper: bool = False


@dataclass(frozen=True, slots=True)
class DataFile:
    """One YAML file of settings that authors edit, such as the details of a clinic."""

    name: str
    model: type[Part]
    path: str
    label: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page that no entry has, at `address` below the site, which ends with a slash.

    Its template gets `title` as `page_title` and `summary` as `page_summary`, and `values`
    besides, which are as plain as texts, numbers and lists of them. What the page shows of very
    many entries is best among them: it is made anew where that is another, and not wherever one
    of these entries has changed.
    """

    address: str
    template: str
    title: str
    summary: str
    values: Mapping[str, Any] = field(default_factory=dict)


EntryRule = Callable[["Entry", "Site"], Iterable[Problem]]
"""A check of one entry. It may look things up in the site, but names problems of this entry alone,
and the same ones whenever it gets the same: what it found can be remembered."""

SiteRule = Callable[["Site"], Iterable[Problem]]
"""A check for which all entries are needed at once, or that is not about entries."""


@dataclass(frozen=True, slots=True)
class DueReview:
    """A published entry that somebody is to look at: by the day `on`, or for the first time."""

    entry: Entry
    on: dt.date | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Findable:
    """What a search knows of a page beside its text.

    `kind` says what the page is, in the words of readers, and `names` are other names of what it
    is about. `facets` are what a search can be narrowed by. `parts` are things that are found by
    themselves: each is an element of the page, by its id.
    """

    title: str
    kind: str
    names: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: Mapping[str, Findable] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """All that the engine is told about what a site is about.

    `entry_rules` look at all that authors wrote, one entry after the other, in no certain order.
    `views` are values that every template gets under the given name, made from the site;
    `files` are made from it too, as bytes by their paths below the output folder, `tables` become
    files of which a build makes only those parts anew that read what has changed, and `lists` are
    the pages that no entry has.
    `glossary` is the kind of entry that explains a word, and the address of the page that
    lists them. `waivable` are the codes of rules that an entry may break for a reason, and
    `unfinished` those of problems that a draft may have, beside fields that are missing.
    `reviews` are those that are due soon, overdue, or were never done. `findable` tells what can
    be searched for on the page of an entry; None where that is not searched.
    """

    collections: tuple[Collection, ...]
    data_files: tuple[DataFile, ...] = ()
    entry_rules: tuple[EntryRule, ...] = ()
    site_rules: tuple[SiteRule, ...] = ()
    views: Mapping[str, Callable[[Site], Any]] = field(default_factory=dict)
    files: tuple[Callable[[Site], Mapping[str, bytes]], ...] = ()
    tables: tuple[Callable[[Site], Table], ...] = ()
    lists: Callable[[Site], Iterable[ListPage]] = lambda _: ()
    glossary: tuple[str, str] | None = None
    waivable: frozenset[str] = frozenset()
    unfinished: frozenset[str] = frozenset()
    reviews: Callable[[Site], Iterable[DueReview]] = lambda _: ()
    findable: Callable[[Entry, Site], Findable | None] = lambda _entry, _site: None

    def collection_of(self, path: str) -> Collection | None:
        """The collection that a file belongs to, by its path below the content folder."""
        return next((one for one in self.collections if path.startswith(f"{one.folder}/")), None)
