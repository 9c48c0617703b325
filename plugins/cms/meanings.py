"""What each text in a file of fields stands for, by the model, however faulty the file is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from .errors import FieldPath
from .fields import CITATION_KIND, Part, Widget


@dataclass(frozen=True, slots=True)
class Meaning:
    """A text at a path: the name of an entry of a `kind`, a citation, or Markdown.

    `is_key` says that it is the name before a value, and not the value.
    """

    path: FieldPath
    value: str
    what: Literal["entry", "source", "text"]
    kind: str = ""
    is_key: bool = False


def meanings(model: type[Part], data: Any, path: FieldPath = ()) -> Iterator[Meaning]:
    """Every text with a meaning in the data of a file, where the data fits the model."""
    if isinstance(data, Mapping):
        for name, field in model.model_fields.items():
            yield from _within(field.rebuild_annotation(), (), data.get(name), (*path, name))


def _within(
    annotation: Any, marks: tuple[Any, ...], value: Any, path: FieldPath, is_key: bool = False
) -> Iterator[Meaning]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        inner, *more = arguments
        yield from _within(inner, (*marks, *more), value, path, is_key)
    elif origin in {Union, UnionType}:
        for arm in arguments:
            yield from _within(arm, marks, value, path, is_key)
    elif origin is tuple and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _within(arguments[0], (), item, (*path, index))
    elif origin is dict and isinstance(value, Mapping):
        for key, item in value.items():
            yield from _within(arguments[0], (), key, (*path, key), is_key=True)
            yield from _within(arguments[1], (), item, (*path, key))
    elif isinstance(annotation, type) and issubclass(annotation, Part):
        yield from meanings(annotation, value, path)
    elif isinstance(value, str):
        yield from _of_text(marks, value, path, is_key)


def _of_text(
    marks: tuple[Any, ...], value: str, path: FieldPath, is_key: bool
) -> Iterator[Meaning]:
    for mark in marks:
        if isinstance(mark, Widget) and mark.kind == CITATION_KIND:
            yield Meaning(path, value, "source", is_key=is_key)
        elif isinstance(mark, Widget) and mark.kind:
            yield Meaning(path, value, "entry", mark.kind, is_key)
        elif isinstance(mark, Widget) and mark.name == "markdown":
            yield Meaning(path, value, "text", is_key=is_key)
