"""A second subject, small and unlike the first: a garden. The engine must serve it as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from plugins.cms.collection import Collection, DataFile, EntryModel, Findable, Subject
from plugins.cms.entries import Entry
from plugins.cms.errors import Problem, Severity
from plugins.cms.fields import (
    Citation,
    Count,
    Flag,
    ImageRef,
    Line,
    Markdown,
    Part,
    Placeholder,
    Ref,
    SitePath,
    Summary,
    WebUrl,
)
from plugins.cms.site import Site


class Care(Part):
    water: Line
    note: Markdown | None = None


class Plant(EntryModel):
    summary: Summary
    bed: Ref["bed"]
    neighbors: tuple[Ref["plant"], ...] = ()
    height: Annotated[Count, Field(ge=1, le=900)] | None = None
    evergreen: Flag = False
    care: tuple[Care, ...] = ()
    beside: dict[Ref["plant"], Markdown] | None = None
    about: Markdown | None = None
    shop: WebUrl | None = None
    photo: ImageRef | None = None
    sources: tuple[Citation, ...] = ()


class Bed(EntryModel):
    order: Count


class Word(EntryModel):
    also: tuple[Line, ...] = ()
    meaning: Markdown


class Note(EntryModel):
    summary: Summary
    category: Line
    tags: tuple[Line, ...] = ()


class Leaf(EntryModel):
    summary: Summary
    path: SitePath | None = None


class Garden(Part):
    name: Placeholder
    favorite: Ref["plant"] | None = None
    welcome: Markdown | None = None


def no_shouting(entry: Entry, _site: Site) -> Iterator[Problem]:
    """A rule of this subject: an author may have a reason to shout."""
    for word in re.findall(r"\b\w{1,30}!", entry.document.body):
        place = entry.locate(word, None)
        severity: Severity = "error" if word.isupper() else "warning"
        yield Problem(place, "shouting", f"`{word}` shouts", "Speak up.", severity)


def findable(entry: Entry, site: Site) -> Findable | None:
    """What a search finds: plants under the names of their beds, too, and words on their page."""
    data = entry.data
    if not site.is_published(entry):
        return None
    if isinstance(data, Plant):
        return Findable(entry.title, "Plant", facets={"bed": (site[data.bed].title,)})
    words = site.all("word") if entry.slug == "words" else ()
    return Findable(
        entry.title, "Page", parts={one.slug: Findable(one.title, "Word") for one in words}
    )


SUBJECT = Subject(
    (
        Collection("bed", Bed, "beds", "Beds", order_by=("order",)),
        Collection("plant", Plant, "plants", "Plants", "plants/{slug}/", "plant"),
        Collection(
            "note",
            Note,
            "notes",
            "Notes",
            "notes/{slug}/",
            "article",
            "article",
            order_by=("date",),
            newest_first=True,
        ),
        Collection("leaf", Leaf, "pages", "Pages", "{slug}/", "page", "page"),
        Collection("word", Word, "words", "Words", card=("meaning",)),
    ),
    (DataFile("garden", Garden, "garden.yaml", "The garden"),),
    (no_shouting,),
    glossary=("word", "words/"),
    waivable=frozenset({"shouting"}),
    findable=findable,
)
