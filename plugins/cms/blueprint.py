"""A content model described: every field with its meaning, its limits and an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .fields import Part

Schema = Mapping[str, Any]
"""JSON Schema, as pydantic makes it of a model."""


@dataclass(frozen=True, slots=True)
class Group:
    """A model whose fields stand together below the name of a field; `meaning` is its docstring.

    The fields that are needed come first, since the first one begins an item of a list.
    """

    name: str
    meaning: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """What there is to know of a field before anything is written into it.

    `meaning` is its docstring on one line. `is_list` says that it holds several values, and
    `group` is there where a value has fields of its own. `choices` are all that a text may be,
    where that is settled, and `kind` is what it names (see `Widget`). `form` is the format of
    JSON Schema, or the name of the widget. `limits` has the words of JSON Schema with their
    numbers: `{"maxLength": 80}`. `example` is data as YAML would read it; None where there is
    none. `default` is what holds for a field that is left out.
    """

    name: str
    meaning: str
    is_needed: bool
    is_list: bool
    form: str
    kind: str | None
    choices: tuple[str, ...]
    limits: Mapping[str, int]
    group: Group | None
    example: Any
    default: Any

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of its group, if it has one."""
        return self.group.fields if self.group else ()


_LIMITS = frozenset({"maxLength", "minItems", "maxItems", "minimum", "maximum"})


def fields_of(model: type[Part]) -> tuple[Field, ...]:
    """The fields of a model, in its order."""
    schema = model.model_json_schema()
    return tuple(_fields(schema, schema.get("$defs", {})))


def as_example(fields: tuple[Field, ...]) -> dict[str, Any]:
    """A group that is made of the examples of its fields; those without one are left out."""
    return {one.name: one.example for one in fields if one.example is not None}


def _fields(schema: Schema, groups: Mapping[str, Schema]) -> Iterator[Field]:
    needed = schema.get("required", ())
    for name, described in schema.get("properties", {}).items():
        yield _field(name, described, name in needed, groups)


def _field(name: str, described: Schema, is_needed: bool, groups: Mapping[str, Schema]) -> Field:
    options = [_follow(option, groups) for option in described.get("anyOf", (described,))]
    value = next((one for one in options if one.get("type") != "null"), described)
    is_list = value.get("type") == "array"
    item = _follow(value.get("items", {}), groups) if is_list else value
    group = _group(item, groups) if "properties" in item else None
    example = _example(described, value)
    if example is None and group:
        example = as_example(group.fields)
        example = [example] if is_list else example
    elif example is None:
        example = _example(item) or next(iter(_choices(item)), None)
        example = [example] if is_list and example is not None else example
    elif group:
        example = _in_order(example, group)
    return Field(
        name=name,
        meaning=_meaning({**value, **described}),
        is_needed=is_needed,
        is_list=is_list,
        form=str(item.get("format", item.get("x-widget", ""))),
        kind=item.get("x-kind"),
        choices=_choices(item) or tuple(word for one in options for word in _choices(one)),
        limits={key: one[key] for one in (value, item) for key in _LIMITS if key in one},
        group=group,
        example=example,
        default=described.get("default"),
    )


def _in_order(example: Any, group: Group) -> Any:
    """An example with the fields of its group as they stand there; JSON Schema sorts them."""
    if isinstance(example, list):
        return [_in_order(one, group) for one in example]
    if not isinstance(example, dict):  # a word that stands for the group
        return example
    return {one.name: example[one.name] for one in group.fields if one.name in example}


def _group(schema: Schema, groups: Mapping[str, Schema]) -> Group:
    fields = sorted(_fields(schema, groups), key=lambda one: not one.is_needed)
    return Group(str(schema["title"]), _meaning(schema), tuple(fields))


def _meaning(schema: Schema) -> str:
    return " ".join(str(schema.get("description", "")).split())


def _example(*schemas: Schema) -> Any:
    return next((one["examples"][0] for one in schemas if "examples" in one), None)


def _follow(schema: Schema, groups: Mapping[str, Schema]) -> Schema:
    """The schema itself, or the one that it refers to, with what is said beside."""
    if "$ref" not in schema:
        return schema
    return {**groups[schema["$ref"].rpartition("/")[2]], **schema}


def _choices(schema: Schema) -> tuple[str, ...]:
    return tuple(schema.get("enum", [schema["const"]] if "const" in schema else []))
