"""Document to Entry: typed, immutable, or the Problems that stand in the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from .collection import Collection, DataFile, EntryModel
from .errors import Location, Problem
from .fields import MarkdownText, Part, is_slug
from .frontmatter import Document, Path, Problems
from .markdown import Rendered, render


@dataclass(frozen=True, eq=False)
class Entry:
    """One piece of content. `url` has no leading slash; it is None where there is no page.

    Entries are compared by identity: there is one for each file.
    """

    collection: Collection
    slug: str
    data: EntryModel
    document: Document
    body: Rendered
    url: str | None

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

    def is_published(self, today: dt.date) -> bool:
        return self.data.status == "published" and self.data.date <= today

    def problem(self, code: str, message: str, hint: str = "", *, at: Path = ()) -> Problem:
        """A problem at the value with this path."""
        return Problem(self.document.where(*at), code, message, hint)

    def locate(self, needle: str, at: Path | None) -> Location:
        """The place of `needle` in the field at `at`, or in the body for None."""
        if at is None:
            return self.document.find(needle, self.document.body_line)
        return self.document.find(needle, self.document.where(*at).line)

    def texts(self) -> Iterator[tuple[Path | None, Rendered]]:
        """Every Markdown text: the fields with their paths, then the body with None."""
        for path, value in leaves(self.data):
            if isinstance(value, MarkdownText):
                yield path, render(value)
        yield None, self.body


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every single value inside a model, with its path, in the order of the model."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name, None), (*path, name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    elif value is not None:
        yield path, value


def read_entry(document: Document, collection: Collection) -> tuple[Entry, Problems]:
    """Understand a document as an entry of `collection`. Never raises.

    With problems, the entry holds only the fields that are right: enough to look for
    what else is wrong, but not to be shown.
    """
    read = _validate(document, collection.model)
    problems: list[Problem] = list(read) if isinstance(read, tuple) else []
    data = _salvage(document, collection.model) if isinstance(read, tuple) else read
    assert isinstance(data, EntryModel)
    slug = data.slug or PurePosixPath(document.path).stem
    if not is_slug(slug):
        problems.append(
            Problem(
                Location(document.path, 1, 1),
                "bad-file-name",
                f"the file name `{slug}` cannot be part of a web address",
                "Rename the file to small letters, digits and single hyphens, or add a field "
                "`slug: …`.",
            )
        )
    entry = Entry(
        collection, slug, data, document, render(document.body), _url(collection, data, slug)
    )
    problems += (
        Problem(entry.locate(refusal.needle, path), refusal.code, refusal.message, refusal.hint)
        for path, text in entry.texts()
        for refusal in text.refused
    )
    return entry, tuple(problems)


def _salvage(document: Document, model: type[EntryModel]) -> EntryModel:
    """The fields that are right by themselves, in a model that is not whole."""
    right: dict[str, Any] = {"title": PurePosixPath(document.path).stem}
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
    return _validate(document, data_file.model)


def nearest(word: str, choices: list[str]) -> str | None:
    """The choice that was probably meant, or None."""
    found = process.extractOne(word, choices, score_cutoff=70)
    return found[0] if found else None


def suggest(word: str, choices: list[str]) -> str:
    """`Did you mean …?` where one choice is near enough, else an empty text."""
    near = nearest(word, choices)
    return f"Did you mean `{near}`?" if near else ""


def _url(collection: Collection, data: EntryModel, slug: str) -> str | None:
    path: str | None = getattr(data, "path", None)
    if path is not None:
        return path.removeprefix("/")
    if collection.url is None:
        return None
    url = collection.url.format(slug=slug)
    return f"{data.lang}/{url}" if data.lang else url


def _validate(document: Document, model: type[Part]) -> Part | Problems:
    try:
        return model.model_validate(dict(document.data), context={"source": document.path})
    except ValidationError as error:
        return tuple(_explain(details, document, model) for details in error.errors())


# -- pydantic's errors in plain words -------------------------------------------


def _explain(error: ErrorDetails, document: Document, model: type[Part]) -> Problem:
    path = _path_in(document, error["loc"])
    name = _spell(path)
    kind = error["type"]
    context: dict[str, Any] = error.get("ctx") or {}
    if kind == "extra_forbidden":
        fields = _fields_at(model, path[:-1])
        hint = suggest(str(path[-1]), fields) or f"The fields here are: {', '.join(fields)}."
        return Problem(
            document.where(*path, key=True),
            "unknown-field",
            f"there is no field `{path[-1]}` here",
            hint,
        )
    at = document.where(*path)
    if kind == "missing":
        return Problem(
            document.where(*path[:-1], key=True),
            "missing-field",
            f"`{name}` is missing or empty",
            f"Add a line `{path[-1]}: …`{_inside(path, document)}.",
        )
    if kind == "literal_error":
        choices = [
            word.strip(" '") for word in context["expected"].replace(" or ", ", ").split(",")
        ]
        given = str(error["input"])
        listed = ", ".join(f"`{choice}`" for choice in choices)
        hint = suggest(given, choices)
        return Problem(
            at,
            "bad-choice",
            f"`{name}` cannot be `{given}`",
            f"{hint} Choose one of {listed}.".strip(),
        )
    if kind in {"tuple_type", "list_type"}:
        return Problem(
            at,
            "not-a-list",
            f"`{name}` must be a list",
            "Put each item on a line of its own, indented, after `- `.",
        )
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        return Problem(
            at,
            "not-fields",
            f"`{name}` must be a group of fields",
            f"Write its fields on the lines below, indented: {', '.join(_fields_at(model, path))}.",
        )
    if kind == "string_type":
        given = "a list" if isinstance(error["input"], list) else "empty"
        given = "a group of fields" if isinstance(error["input"], dict) else given
        return Problem(
            at,
            "not-text",
            f"`{name}` must be text but is {given}",
            "Write the text after the colon.",
        )
    if kind == "string_too_long":
        return Problem(
            at,
            "too-long",
            f"`{name}` has {len(error['input'])} characters; {context['max_length']} is the most",
            "Shorten it. What does not fit here can go into the text of the page.",
        )
    if kind == "too_short":
        return Problem(
            at,
            "too-few",
            f"`{name}` needs at least {context['min_length']}",
            "Add an item after `- `.",
        )
    if kind in {"greater_than_equal", "less_than_equal"}:
        bound = context.get("ge", context.get("le"))
        side = "at least" if "ge" in context else "at most"
        return Problem(at, "out-of-range", f"`{name}` must be {side} {bound}", "Change the number.")
    if "message" in context:
        message = str(context["message"])
        said = message if message.startswith("`") else f"`{name}` {message}"
        return Problem(at, kind, said if path else message, str(context.get("hint", "")))
    return Problem(at, "bad-value", f"`{name}` is not right: {error['msg']}", "")


def _path_in(document: Document, loc: tuple[int | str, ...]) -> Path:
    """The error's path, without the parts that pydantic adds for its own purposes."""
    path: Path = ()
    value: Any = document.data
    for step in loc:
        if isinstance(value, Mapping):
            if step == "[key]":
                continue
            path = (*path, step)
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            path = (*path, step)
            value = value[step] if step < len(value) else None
        elif value is None:
            path = (*path, step)
    return path


def _spell(path: Path) -> str:
    """`evidence.references[2]`: list positions count from 1, as people do."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text or "front matter"


def _inside(path: Path, document: Document) -> str:
    if len(path) > 1:
        return f" under `{_spell(path[:-1])}`"
    return " to the front matter" if document.body_line else ""


def _fields_at(model: type[Part], path: Path) -> list[str]:
    """The names of the fields of the group at `path`."""
    current: type[Part] | None = model
    for step in path:
        if isinstance(step, int):
            continue
        field = current.model_fields.get(step) if current else None
        current = _model_in(field.annotation) if field else None
    return list(current.model_fields) if current else []


def _model_in(annotation: Any) -> type[Part] | None:
    """The model inside an annotation such as `tuple[Question, ...]` or `Review | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found:
            return found
    return None
