"""What pydantic says about front matter, with its place in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from ..errors import FieldPath, Location
from ..fields import Part
from ..frontmatter import Document


@dataclass(frozen=True, slots=True)
class Mistake:
    """One error of pydantic: its type, where and about what it is, and what pydantic says of it.

    `of_name` says that it is about the name of the value, not the value.
    """

    kind: str
    path: FieldPath
    of_name: bool
    given: Any
    context: Mapping[str, Any]
    said: str
    document: Document
    model: type[BaseModel]

    @classmethod
    def of(cls, error: ErrorDetails, document: Document, model: type[BaseModel]) -> Mistake:
        """The mistake that an error is about."""
        kind, steps = error["type"], error["loc"]
        return cls(
            kind=kind,
            path=_path_in(document, steps),
            of_name=kind == "extra_forbidden" or steps[-1:] == ("[key]",),
            given=error["input"],
            context=error.get("ctx") or {},
            said=error["msg"],
            document=document,
            model=model,
        )

    @property
    def is_note(self) -> bool:
        """Whether all that stands after the name of the field is a note, which YAML leaves out."""
        mark = self.document.marks.get(self.path)
        if mark is None or mark.style is None:
            return False
        line = self.document.text.split("\n")[mark.key[0] - 1]
        return line.partition(":")[2].lstrip().startswith("#")

    @property
    def place(self) -> Location:
        """Where it is in the file: a field that is missing, at the group that lacks it."""
        if self.kind == "missing" and not self.is_note:
            return self.document.where(*self.path[:-1], key=True)
        return self.document.where(*self.path, key=self.of_name)

    def fields_at(self, *path: str | int) -> list[str]:
        """The names of the fields of the group at `path`."""
        current: type[BaseModel] | None = self.model
        for step in path:
            if isinstance(step, int):
                continue
            field = current.model_fields.get(step) if current else None
            current = _model_in(field.annotation) if field else None
        return list(current.model_fields) if current else []


def _path_in(document: Document, loc: tuple[int | str, ...]) -> FieldPath:
    """The error's path, without the parts that pydantic adds for its own purposes."""
    path: FieldPath = ()
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


def _model_in(annotation: Any) -> type[Part] | None:
    """The model inside an annotation such as `tuple[Question, ...]` or `Review | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found:
            return found
    return None
