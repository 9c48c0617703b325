"""Document to Entry: typed, immutable, or the Problems that stand in the way."""

from __future__ import annotations

import datetime as dt
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from pydantic import TypeAdapter, ValidationError

from .cache import digest_of
from .cards import Card, card_text
from .collection import Collection, DataFile, EntryModel
from .errors import FieldPath, Location, Problem, Problems, Severity
from .faces import Face, State, Window, face_of, leaves
from .fields import MarkdownText, Part, is_slug
from .frontmatter import Document
from .markdown import Rendered, render
from .shelf import pickled
from .slugs import slug_of
from .tracing import note
from .validation import validate

__all__ = [
    "Entry",
    "Face",
    "State",
    "Whole",
    "Window",
    "leaves",
    "read_data_file",
    "read_entry",
]


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """All that a content file says: its fields, the file itself, and its text as safe HTML."""

    data: EntryModel
    document: Document
    body: Rendered


@dataclass(frozen=True, slots=True)
class Digests:
    """Hashes of an entry: of its face, its card, its fields as typed, its text, the whole file."""

    face: str
    card: str
    data: str
    body: str
    document: str


@dataclass(frozen=True, slots=True)
class Pickled:
    """What another process of this program understood of a file, packed until somebody asks."""

    packed: bytes

    def __call__(self) -> Whole:
        whole: Whole = pickle.loads(self.packed)
        return whole


@dataclass(frozen=True, slots=True)
class AtHand:
    """What this process understood of a file; it comes to others packed up, as `Pickled`."""

    whole: Whole

    def __call__(self) -> Whole:
        return self.whole

    def __reduce__(self) -> tuple[type[Pickled], tuple[bytes]]:
        return Pickled, (pickled(self.whole),)


_MOST_AT_HAND = 100
"""How many entries that can be read again are kept whole: each takes as much memory as a page.
Lists show cards, and the pages of a site show some thirty entries again and again."""


class Entry:
    """One piece of content. `url` has no leading slash; it is None where there is no page.

    Its face and its card are always at hand; the file behind it is read when more is asked for.
    `card_text` is the card as it can be written down. `lacking` is what has to be added before a
    draft can be published. Entries are compared by identity: there is one for each file.
    """

    __slots__ = (
        "_digests",
        "_read",
        "_texts",
        "_whole",
        "card_text",
        "collection",
        "face",
        "lacking",
    )

    def __init__(
        self,
        collection: Collection,
        face: Face,
        whole: Whole | Callable[[], Whole],
        lacking: Problems = (),
        digests: Digests | None = None,
        card_text: str = "",
    ) -> None:
        self.collection = collection
        self.face = face
        self.card_text = card_text
        self.lacking = lacking
        self._whole = whole if isinstance(whole, Whole) else None
        self._read = None if isinstance(whole, Whole) else whole
        self._digests = digests
        self._texts: tuple[tuple[FieldPath | None, Rendered], ...] | None = None

    def __repr__(self) -> str:
        return f"Entry({self.face.path})"

    def whole(self) -> Whole:
        """All that the file says. It is read now if it was not yet."""
        if self._whole is None:
            assert self._read is not None
            self._whole = self._read()
            _AT_HAND.append(self)
            if len(_AT_HAND) > _MOST_AT_HAND:
                _AT_HAND.popleft()._let_go()
        return self._whole

    def _let_go(self) -> None:
        if self._read is not None:
            self._whole = self._texts = None

    def renew(self, other: Entry) -> None:
        """Say what another entry says, which has the same face: its file was written anew."""
        self._read, self._whole, self._texts = other._read, other._whole, None
        self._digests, self.card_text = other.digests, other.card_text

    @property
    def digests(self) -> Digests:
        if self._digests is None:
            document = self.whole().document
            shown = replace(self.face, names=(), cites=(), links=(), waives=False)
            data = repr(document.data)
            texts = (repr(shown), self.card_text, data, document.body, document.text)
            self._digests = Digests(*(digest_of(text.encode()) for text in texts))
        return self._digests

    @property
    def kind(self) -> str:
        return self.collection.kind

    @property
    def path(self) -> str:
        """The content file, relative to the project folder."""
        return self.face.path

    @property
    def card(self) -> Any:
        """The fields that lists show of it, as `Collection.card` names them."""
        note("card", self.face.path)
        return Card(self.collection, self.card_text, self.face.path)

    @property
    def data(self) -> EntryModel:
        note("data", self.face.path)
        return self.whole().data

    @property
    def document(self) -> Document:
        note("document", self.face.path)
        return self.whole().document

    @property
    def body(self) -> Rendered:
        note("body", self.face.path)
        return self.whole().body

    @property
    def title(self) -> str:
        note("face", self.face.path)
        return self.face.title

    @property
    def summary(self) -> str:
        """Empty where its kind has none."""
        note("face", self.face.path)
        return self.face.summary

    @property
    def date(self) -> dt.date:
        """The day of publication."""
        note("face", self.face.path)
        return self.face.date

    @property
    def also(self) -> tuple[str, ...]:
        """Other forms of the title."""
        note("face", self.face.path)
        return self.face.also

    @property
    def slug(self) -> str:
        note("face", self.face.path)
        return self.face.slug

    @property
    def lang(self) -> str | None:
        note("face", self.face.path)
        return self.face.lang

    @property
    def url(self) -> str | None:
        note("face", self.face.path)
        return self.face.url

    @property
    def save_as(self) -> str | None:
        """The file of the page below the output folder."""
        note("face", self.face.path)
        return self.face.save_as

    @property
    def template(self) -> str:
        note("face", self.face.path)
        return self.face.template

    @property
    def changed(self) -> dt.date:
        """The day of the last change that matters to a reader."""
        note("face", self.face.path)
        return self.face.modified or self.face.date

    def window(self, zone: dt.tzinfo | None) -> Window:
        """From when on readers may see it, and until when, as its author planned it.

        `zone` is that of the site. A draft has a window too, for when it will be published.
        """
        note("face", self.face.path)
        return self.face.window(zone)

    def state(self, now: dt.datetime) -> State:
        """Where the entry stands at a moment in the time zone of the site."""
        note("face", self.face.path)
        return self.face.state(now)

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
        return _place(self.document, needle, at)

    def texts(self) -> tuple[tuple[FieldPath | None, Rendered], ...]:
        """Every Markdown text: the fields with their paths, then the body with None."""
        note("data", self.face.path)
        note("body", self.face.path)
        if self._texts is None:  # each rule asks for them, and every link of each page
            whole = self.whole()
            self._texts = (*_field_texts(_values(whole)), (None, whole.body))
        return self._texts


_AT_HAND: deque[Entry] = deque()


def _place(document: Document, needle: str, at: FieldPath | None) -> Location:
    line = document.body_line if at is None else document.where(*at).line
    return document.find(needle, line)


def _field_texts(
    values: Iterable[tuple[FieldPath, Any]],
) -> Iterator[tuple[FieldPath | None, Rendered]]:
    for path, value in values:
        if isinstance(value, MarkdownText):
            yield path, render(value)


def values_of(entry: Entry) -> tuple[tuple[FieldPath, Any], ...]:
    """Every single value of an entry's fields, as `leaves` has them."""
    note("data", entry.path)
    return _values(entry.whole())


@lru_cache(maxsize=1)  # each rule asks for them, for one entry after the other
def _values(whole: Whole) -> tuple[tuple[FieldPath, Any], ...]:
    return tuple(leaves(whole.data))


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
    values = tuple(leaves(data))
    texts = (*_field_texts(values), (None, body))
    problems += (
        Problem(_place(document, refusal.needle, path), refusal.code, refusal.message, refusal.hint)
        for path, text in texts
        for refusal in text.refused
    )
    face = face_of(document.path, collection, data, slug, values, [text for _, text in texts])
    card = card_text(collection, document, data)
    whole = Whole(data, document, body)
    lacks = () if problems else lacking
    return Entry(collection, face, whole, lacks, card_text=card), tuple(problems)


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
