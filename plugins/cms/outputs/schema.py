"""The content model as JSON Schema, for editors that look at a file while it is written.

Front matter is seen there as YAML 1.2 reads it: `2026` is a number and `true` a flag, where the
model takes the text that was typed. Empty fields are allowed, since they count as left out, and
what is needed is asked for only where an entry is no draft. Nothing that the check accepts is
refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..collection import Subject
from ..fields import Part

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = "schemas"

_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_AS_TYPED: Mapping[str, Schema] = {
    "boolean": {"type": ["boolean", "string"], "pattern": "^(true|false)$"},
    "number": {"type": ["integer", "string"], "pattern": "^[0-9]{1,6}$"},
    "date": {"type": ["string"], "pattern": r"^\d{4}-\d\d-\d\d$"},
    "date-time": {"type": ["string"], "pattern": r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d"},
}
"""How values of a widget or a format look in a file; all others are text."""

_KEPT = frozenset(
    "description examples x-widget x-kind pattern minimum maximum maxLength maxItems".split()
)


def schemas(subject: Subject) -> dict[str, bytes]:
    """The schema of each kind of entry and of each file of settings, by its path."""
    files: dict[str, Schema] = {}
    for collection in subject.collections:
        schema, whole = _schema(collection.model, collection.label)
        draft = {"properties": {"status": {"const": "draft"}}, "required": ["status"]}
        files[collection.kind] = {**schema, "if": {"not": draft}, "then": whole}
    for data_file in subject.data_files:
        schema, whole = _schema(data_file.model, data_file.label)
        files[data_file.name] = {**schema, "allOf": [whole]}
    return {
        f"{FOLDER}/{name}.json": (json.dumps(schema, indent=2, ensure_ascii=False).encode() + b"\n")
        for name, schema in files.items()
    }


def _schema(model: type[Part], title: str) -> tuple[Schema, Schema]:
    """What fields there may be and what may stand in them; and what must be there."""
    made = model.model_json_schema()
    groups = made.get("$defs", {})
    schema = {"$schema": DRAFT, "title": title, **_as_typed(made)}
    if groups:
        schema["$defs"] = {name: _as_typed(group) for name, group in groups.items()}
    return schema, _whole(made, groups)


def _as_typed(node: Mapping[str, Any]) -> Schema:
    """A schema for the value as it stands in a file."""
    typed: Schema = {key: node[key] for key in node if key in _KEPT}
    if "description" in typed:
        typed["description"] = " ".join(typed["description"].split())
    if "$ref" in node:
        return {**typed, "$ref": node["$ref"]}
    if "anyOf" in node:
        options = [_as_typed(option) for option in node["anyOf"] if option.get("type") != "null"]
        return {**options[0], **typed} if len(options) == 1 else {**typed, "anyOf": options}
    if "enum" in node or "const" in node:
        return {**typed, "enum": list(node.get("enum", [node.get("const")]))}
    if node.get("type") == "array":
        return {**typed, "type": ["array"], "items": _as_typed(node["items"])}
    if "properties" in node:
        fields = {name: _or_empty(_as_typed(one)) for name, one in node["properties"].items()}
        form = ["object", "null"]  # a group that is still empty
        return {**typed, "type": form, "properties": fields, "additionalProperties": False}
    if node.get("type") == "object":
        named = node["patternProperties"].items()
        values = {pattern: _as_typed(value) for pattern, value in named}
        return {
            **typed, "type": ["object"], "patternProperties": values, "additionalProperties": False
        }  # fmt: skip
    form = node.get("format", node.get("x-widget", ""))
    return {**typed, **_AS_TYPED.get(form, _TEXT)}


def _or_empty(typed: Schema) -> Schema:
    """The same, or nothing at all."""
    if "enum" in typed:
        return {**typed, "enum": [*typed["enum"], None]}
    if "type" in typed:
        return {**typed, "type": list(dict.fromkeys([*typed["type"], "null"]))}
    return typed


def _whole(node: Mapping[str, Any], groups: Mapping[str, Any]) -> Schema:
    """What must be there once an entry is published; empty where anything will do."""
    if "$ref" in node:
        node = groups[node["$ref"].rpartition("/")[2]]
    for option in node.get("anyOf", ()):
        if "$ref" in option:
            return _whole(option, groups)
    if node.get("type") == "array":
        items = _whole(node["items"], groups)
        least = {"minItems": node["minItems"]} if "minItems" in node else {}
        return {**least, **({"items": items} if items else {})}
    needed = node.get("required", [])
    fields = {
        name: {**({"not": {"type": "null"}} if name in needed else {}), **_whole(one, groups)}
        for name, one in node.get("properties", {}).items()
    }
    fields = {name: one for name, one in fields.items() if one}
    return {
        **({"required": needed} if needed else {}),
        **({"properties": fields} if fields else {}),
    }
