"""Front matter against its model, and what does not fit in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .errors import FieldPath, Problem, Problems
from .fields import Part
from .frontmatter import Document
from .suggestions import nearest, suggest

Model = TypeVar("Model", bound=BaseModel)


def validate(document: Document, model: type[Model]) -> Model | Problems:
    """The model that the front matter describes. Never raises."""
    try:
        return model.model_validate(dict(document.data), context={"source": document.path})
    except ValidationError as error:
        errors = error.errors()
        misspelt = set(_misspelt(errors, document, model))
        return tuple(
            _explain(details, document, model)
            for details in errors
            if not _follows(details, _path_in(document, details["loc"]), misspelt)
        )


def _follows(details: ErrorDetails, path: FieldPath, misspelt: set[FieldPath]) -> bool:
    """Whether a mistake is only what another one leads to."""
    if details["type"] == "too_short":  # items that are wrong were not counted
        return len(details["input"]) >= int(details["ctx"]["min_length"])
    return details["type"] == "missing" and path in misspelt


def _misspelt(
    errors: list[ErrorDetails], document: Document, model: type[BaseModel]
) -> Iterator[FieldPath]:
    """The fields that were meant by unknown names: that they are missing is the same mistake."""
    for details in errors:
        if details["type"] == "extra_forbidden":
            *group, name = _path_in(document, details["loc"])
            meant = nearest(str(name), _fields_at(model, tuple(group)))
            if meant:
                yield (*group, meant)


def _explain(error: ErrorDetails, document: Document, model: type[BaseModel]) -> Problem:
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
    at = document.where(*path, key=error["loc"][-1:] == ("[key]",))
    if kind == "missing" and _is_note(document, path):
        return Problem(
            document.where(*path),
            "missing-field",
            f"{name} is empty, since what follows a `#` is not read",
            f'Put the text in double quotes, with the `#` in it: `{path[-1]}: "#…"`.',
        )
    if kind == "missing":
        return Problem(
            document.where(*path[:-1], key=True),
            "missing-field",
            f"{name} is missing or empty",
            f"Add a line `{path[-1]}: …`{_inside(path, document)}.",
        )
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        given = str(error["input"])
        listed = ", ".join(f"`{choice}`" for choice in choices)
        hint = suggest(given, choices)
        return Problem(
            at,
            "bad-choice",
            f"{name} cannot be `{given}`",
            f"{hint} Choose one of {listed}.".strip(),
        )
    if error["input"] is None:
        sign = "hyphen" if isinstance(path[-1], int) else "colon"
        hint = f"Write it after the {sign}, or take the line out."
        return Problem(at, "empty", f"{name} is empty", hint)
    if kind in {"tuple_type", "list_type"}:
        return Problem(
            at,
            "not-a-list",
            f"{name} must be a list",
            "Put each item on a line of its own, indented, after `- `.",
        )
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        return Problem(
            at,
            "not-fields",
            f"{name} must be a group of fields",
            f"Write its fields on the lines below, indented: {', '.join(_fields_at(model, path))}.",
        )
    if kind == "string_type":
        given = "a list" if isinstance(error["input"], list) else "a group of fields"
        return Problem(
            at,
            "not-text",
            f"{name} must be text but is {given}",
            "Write the text after the colon. If it begins with a bracket, put double quotes around "
            "it.",
        )
    if kind in {"string_too_long", "too_long"}:
        unit = "characters" if isinstance(error["input"], str) else "items"
        return Problem(
            at,
            "too-long",
            f"{name} has {len(error['input'])} {unit}; {context['max_length']} is the most",
            "Shorten it. What does not fit here can go into the text of the page.",
        )
    if kind == "too_short":
        return Problem(
            at,
            "too-few",
            f"{name} needs at least {context['min_length']} and has {context['actual_length']}",
            "Add each on a line of its own below, indented, after `- `.",
        )
    if kind in {"greater_than_equal", "less_than_equal"}:
        bound = context.get("ge", context.get("le"))
        side, way = ("at least", "more") if "ge" in context else ("at most", "less")
        return Problem(
            at, "out-of-range", f"{name} must be {side} {bound}", f"Write {bound} or {way}."
        )
    if "message" in context:
        message = str(context["message"])
        said = message if message.startswith("`") else f"{name} {message}"
        return Problem(at, kind, said, str(context.get("hint", "")))
    return Problem(
        at,
        "bad-value",
        f"{name} is not right: {error['msg']}",
        "Write it as another file of this folder does.",
    )


def _is_note(document: Document, path: FieldPath) -> bool:
    """Whether all that stands after the name of a field is a note, which YAML leaves out."""
    mark = document.marks.get(path)
    if mark is None or mark.style is None:
        return False
    line = document.text.split("\n")[mark.key[0] - 1]
    return line.partition(":")[2].lstrip().startswith("#")


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


def _spell(path: FieldPath) -> str:
    """`references` in item 2 of `sides`: items count from 1, as people do."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int) and parts:
            parts[-1] = f"item {step + 1} of {parts[-1]}"
        else:
            parts.append(f"`{step}`")
    return " in ".join(reversed(parts)) or "this page"


def _inside(path: FieldPath, document: Document) -> str:
    if len(path) > 1:
        return f" under {_spell(path[:-1])}"
    return " to the fields at the top" if document.body_line else ""


def _fields_at(model: type[BaseModel], path: FieldPath) -> list[str]:
    """The names of the fields of the group at `path`."""
    current: type[BaseModel] | None = model
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
