"""The text of a new entry: every field of its model with what it means, and the headings."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import yaml

from .blueprint import Field, Group, as_example, fields_of
from .collection import Collection, EntryModel
from .errors import visible
from .fields import CITATION_KIND
from .library import Reference

WIDTH = 90
"""How long explanations are, in characters, where they are not indented."""

SHORT = 250
"""Up to how many characters the limit of a text is worth a word."""

MANY = 24
"""How many names are listed beside a field that names an entry."""

_INTRODUCTION = (
    "Write after the colons. A line that begins with # is a note, which nobody sees; delete it "
    "when you like. To use an example, take out its # and put in your own words."
)
_LATER = "== Leave empty, or delete, what you do not need =="
_SELDOM = "== Seldom needed =="


def scaffold(
    collection: Collection,
    title: str,
    today: dt.date,
    sources: Iterable[Reference] = (),
    known: Mapping[str, Sequence[str]] | None = None,
    given: Mapping[str, Any] | None = None,
    body: str | None = None,
) -> str:
    """The text of a content file for a new draft, with every field that its model has.

    What is needed comes first. The names of all fields stand free, and only examples are in
    notes, so that a file is right when its empty fields stay.

    `sources` are references that may fit: they are listed in a comment, for the author to
    choose from. `known` has the slugs of the entries of each kind. `given` are values of fields
    by name: text, numbers, dates, lists or groups, written so that they are read again as they
    are. `body` is the text below the fields; without it, the headings that entries of this kind
    usually have. Raises ValueError for the name of a field that the model does not have.
    """
    values = {"title": title, "status": "draft", "date": today, **(given or {})}
    unknown = values.keys() - collection.model.model_fields.keys()
    if unknown:
        raise ValueError(f"a {collection.kind} has no field {', '.join(sorted(unknown))}")
    form = _Form(known or {}, tuple(sources))
    lines = ["---", *_comment(_INTRODUCTION)]
    needed, usual, seldom = _in_order(collection.model)
    for head, fields in ((None, needed), (_LATER, usual), (_SELDOM, seldom)):
        lines += ["", f"# {head}"] if head and fields else []
        for field in fields:
            lines += form.field(field, values)
    lines += ["---", "", (_skeleton(collection) if body is None else body).strip("\n")]
    return "\n".join(lines).rstrip("\n") + "\n"


def _in_order(model: type[EntryModel]) -> tuple[list[Field], list[Field], list[Field]]:
    """The fields that are needed, what all kinds need first; the others; those of any kind."""
    shared = EntryModel.model_fields
    fields = sorted(fields_of(model), key=lambda one: one.name not in shared)
    needed = [one for one in fields if one.is_needed or one.name == "status"]
    others = [one for one in fields if one not in needed]
    own = [one for one in others if one.name not in shared]
    return needed, own, [one for one in others if one.name in shared]


class _Form:
    """Writes fields as lines of YAML: empty, with what they mean above them."""

    def __init__(self, known: Mapping[str, Sequence[str]], sources: Sequence[Reference]) -> None:
        self.known = known
        self.sources = sources

    def field(self, field: Field, values: Mapping[str, Any]) -> Iterator[str]:
        """A field of the entry itself, after an empty line."""
        yield ""
        if field.name in values:
            yield from _comment(self._meaning(field))
            yield from dump({field.name: values[field.name]})
        else:
            yield from self._lines(field)

    def _lines(self, field: Field, mark: str = "") -> list[str]:
        """The explanation of a field, the field, and what may stand below it as an example."""
        lines = _comment(mark + self._explanation(field))
        if field.choices and field.fields:  # a word stands for the whole group
            return [*lines, *dump({field.name: field.choices[0]})]
        if field.group and field.is_needed:
            return [*lines, f"{field.name}:", *self._group(field, field.group)]
        return [*lines, f"{field.name}:", *_off(self._below(field))]

    def _group(self, field: Field, group: Group) -> list[str]:
        """The fields of a group, or of one item of a list of groups."""
        lines: list[str] = []
        for one in group.fields:
            lines += self._lines(one, "Needed. " if one.is_needed else "")
        if not field.is_list:
            return [f"  {line}" for line in lines]
        first = next(number for number, line in enumerate(lines) if not line.startswith("#"))
        notes = [f"  {line}" for line in lines[:first]]
        return [*notes, f"  - {lines[first]}", *(f"    {line}" for line in lines[first + 1 :])]

    def _below(self, field: Field) -> list[str]:
        """An example of what stands below a field; the references that may fit, once."""
        if field.kind == CITATION_KIND and field.is_list and self.sources:
            sources, self.sources = self.sources, ()
            return [_suggestion(one) for one in sources]
        example = _of_group(field) if field.group else field.example
        return dump({field.name: example})[1:] if isinstance(example, list | dict) else []

    def _explanation(self, field: Field) -> str:
        words = [self._meaning(field)]
        if field.kind == CITATION_KIND and field.is_list and self.sources:
            words.append("These may fit: read them, and choose those that say what you write.")
        if "maxLength" in field.limits and field.limits["maxLength"] <= SHORT:
            words.append(f"At most {field.limits['maxLength']} characters.")
        words += _example(field)
        return " ".join(filter(None, words))

    def _meaning(self, field: Field) -> str:
        words = [field.meaning]
        if not all(f"`{choice}`" in field.meaning for choice in field.choices):
            words.append(f"One of: {', '.join(field.choices)}.")
        if field.kind and field.kind != CITATION_KIND:
            words.append(self._names(field.kind))
        return " ".join(filter(None, words))

    def _names(self, kind: str) -> str:
        names = sorted(self.known.get(kind, ()))
        if not names:
            return f"There is no {kind} yet."
        more = f", and {len(names) - MANY} more" if len(names) > MANY else ""
        return f"There are: {', '.join(names[:MANY])}{more}."


def _example(field: Field) -> list[str]:
    """An example in a few words, where nothing else says what a value looks like."""
    example = field.example
    if field.choices or field.kind or example is None or isinstance(example, list | dict):
        return []
    text = " ".join(dump(example))
    return [] if text in field.meaning else [f"Example: {text}"]


def _of_group(field: Field) -> Any:
    """An example of a group: what it needs, and the texts and names that it may have."""
    if field.is_list and len(field.example) > 1:
        return field.example
    few = tuple(one for one in field.fields if one.is_needed or not (one.group or one.choices))
    return [as_example(few)] if field.is_list else as_example(few)


def _suggestion(source: Reference) -> str:
    """A line that cites a source, and says which it is."""
    said = visible(", ".join(filter(None, (source.title, source.year))))
    room = WIDTH - len(source.key) - 8
    return f"  - {source.key}  # {textwrap.shorten(said, room, placeholder=' …')}"


def _comment(text: str) -> list[str]:
    return [
        f"# {line}"
        for line in textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    ]


def _off(lines: Iterable[str]) -> list[str]:
    """Lines that are not read until somebody takes out the `#`."""
    return [f"#{line}" for line in lines]


def _skeleton(collection: Collection) -> str:
    """The headings that entries of this kind have, each with a note of what belongs there."""
    parts: list[str] = []
    for heading in collection.outline:
        parts += [f"## {heading.title}"] if heading.title else []
        parts.append(f"<!-- {heading.hint} -->")
    return "\n\n".join(parts)


# -- YAML ---------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """Writes YAML as the content files have it: items of lists are indented.

    There are no more quotes than YAML 1.2 needs, in which `on` and `2026-11-23` are text.
    """

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style)


def _time(dumper: _Dumper, value: dt.date) -> yaml.ScalarNode:
    return dumper.represent_str(value.isoformat().replace("T", " "))


_Dumper.add_multi_representer(str, _text)
_Dumper.add_representer(dt.date, _time)
_Dumper.add_representer(dt.datetime, _time)
_YAML_1_1 = {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"}
_Dumper.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _YAML_1_1]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}
_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("true|True|TRUE|false|False|FALSE"), list("tTfF")
)


def dump(value: Any) -> list[str]:
    """Data as lines of YAML that are read again as that data, whatever it holds."""
    text = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))
    return text.removesuffix("...\n").removesuffix("\n").split("\n")
