"""What every field type is made with: groups of fields, controls, examples, refusals."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from textwrap import dedent
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

CITATION_KIND = "citation"


@dataclass(frozen=True, slots=True)
class Widget:
    """The control that an editor shows for a field, by its name in Decap CMS.

    JSON Schema gets it as `x-widget`; `kind` is the kind of entry that the field names, or
    CITATION_KIND where it names a record of the reference library. `pattern` is what a text
    must look like, as a regular expression of JavaScript.
    https://decapcms.org/docs/widgets/
    """

    name: str
    kind: str | None = None
    pattern: str | None = None

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The schema of the field, and how it is edited."""
        schema = handler(core_schema)
        schema["x-widget"] = self.name
        if self.kind:
            schema["x-kind"] = self.kind
        if self.pattern:
            schema["pattern"] = self.pattern
        return schema


class Part(BaseModel):
    """A group of fields: immutable, no unknown fields, and an empty value counts as left out."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The schema, with the docstrings of the fields as their descriptions.

        With `use_attribute_docstrings`, pydantic would look for them each time a model is loaded.
        """
        schema = handler(core_schema)
        fields = handler.resolve_ref_schema(schema).get("properties", {})
        for name, text in _docstrings(cls).items():
            if name in fields:
                fields[name]["description"] = text
        return schema

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {key: value for key, value in data.items() if value is not None}
        return data


def _docstrings(model: type[Part]) -> dict[str, str]:
    """The docstrings of the fields of a model, by their names."""
    found: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if issubclass(one, Part) and one is not Part:
            source = ast.parse(dedent(inspect.getsource(one))).body[0]
            for pair in pairwise(source.body if isinstance(source, ast.ClassDef) else ()):
                match pair:
                    case (
                        ast.AnnAssign(target=ast.Name(id=name)),
                        ast.Expr(value=ast.Constant(value=str(text))),
                    ):
                        found[name] = inspect.cleandoc(text)
    return found


class InAlphabet:
    """Marks a list whose items stand in alphabetical order: `Annotated[tuple[…], InAlphabet()]`."""


def lists_in_alphabet(part: Part) -> Iterator[str]:
    """The names of the fields that are such lists."""
    for name, field in type(part).model_fields.items():
        if any(isinstance(mark, InAlphabet) for mark in field.metadata):
            yield name


def such_as(example: Any) -> Any:
    """An example of a field for authors, as YAML reads it; goes into `Annotated`.

    Without one, a group of fields is shown with the examples of its fields, and a list with one
    such item.
    """
    return Field(examples=[example])


def refuse(code: str, message: str, hint: str = "") -> PydanticCustomError:
    """The error that a field type raises: `message` says what, `hint` what to do."""
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})
