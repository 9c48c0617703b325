"""YAML text with nothing unusual in it to plain data, without a look at where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

MAX_DEPTH = 12
"""How deep lists and groups may be nested in front matter."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""The plain words for nothing."""

Parser: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Only its events are used, so that nothing makes a number or a date of a text."""


class _Unusual(Exception):
    """A text of which there may be something to say."""


def read_usual(text: str) -> dict[str, Any] | None:
    """The fields of a text, or None where it is unusual: no YAML, or not what we take of it.

    `marked_yaml` makes the same of each text that is not unusual, and has no problem with it.
    """
    take = Parser(text).get_event
    try:
        take(), take()  # the beginnings of the stream and of the document
        fields = _group(take(), take, 1)
        ends = type(take()), type(take())
    except (_Unusual, yaml.YAMLError):
        return None
    return fields if ends == (yaml.DocumentEndEvent, yaml.StreamEndEvent) else None


def _group(start: Any, take: Callable[[], Any], depth: int) -> dict[str, Any]:
    if type(start) is not yaml.MappingStartEvent or start.anchor or start.tag or depth > MAX_DEPTH:
        raise _Unusual
    group: dict[str, Any] = {}
    while type(event := take()) is yaml.ScalarEvent:
        name = event.value
        if not name or event.anchor or event.tag or name in group:
            raise _Unusual
        group[name] = _value(take(), take, depth)
    if type(event) is not yaml.MappingEndEvent:
        raise _Unusual
    return group


def _list(start: Any, take: Callable[[], Any], depth: int) -> list[Any]:
    if start.anchor or start.tag or depth > MAX_DEPTH:
        raise _Unusual
    items: list[Any] = []
    while type(event := take()) is not yaml.SequenceEndEvent:
        item = _value(event, take, depth)
        if type(item) is str and not event.style and _is_broken(event):
            raise _Unusual  # its second line may be meant for an item
        items.append(item)
    return items


def _is_broken(scalar: Any) -> bool:
    """Whether a text goes over more than one line."""
    return bool(scalar.start_mark.line != scalar.end_mark.line)


def _value(event: Any, take: Callable[[], Any], depth: int) -> Any:
    kind = type(event)
    if kind is yaml.ScalarEvent:
        if event.anchor or event.tag:
            raise _Unusual
        return None if event.value in NULLS and not event.style else event.value
    if kind is yaml.MappingStartEvent:
        return _group(event, take, depth + 1)
    if kind is yaml.SequenceStartEvent:
        return _list(event, take, depth + 1)
    raise _Unusual
