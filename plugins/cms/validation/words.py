"""Mistakes as Problems in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..errors import FieldPath, Problem
from ..suggestions import suggest
from .mistakes import Mistake

Words = tuple[str, str, str]
"""The code, the message and the hint of a problem."""


def explain(mistake: Mistake) -> Problem:
    """The problem that a mistake is, in words for authors."""
    other = _refused if "message" in mistake.context else _bad_value
    words = _EXPLAINERS.get(mistake.kind, other)
    if mistake.given is None and words not in {_unknown_field, _missing_field, _bad_choice}:
        words = _empty
    return Problem(mistake.place, *words(mistake))


def _unknown_field(mistake: Mistake) -> Words:
    *group, name = mistake.path
    fields = mistake.fields_at(*group)
    hint = suggest(str(name), fields) or f"The fields here are: {', '.join(fields)}."
    return "unknown-field", f"there is no field `{name}` here", hint


def _missing_field(mistake: Mistake) -> Words:
    if mistake.is_note:
        said = f"{_name(mistake)} is empty, since what follows a `#` is not read"
        hint = f'Put the text in double quotes, with the `#` in it: `{mistake.path[-1]}: "#…"`.'
        return "missing-field", said, hint
    hint = f"Add a line `{mistake.path[-1]}: …`{_inside(mistake)}."
    return "missing-field", f"{_name(mistake)} is missing or empty", hint


def _bad_choice(mistake: Mistake) -> Words:
    choices = re.findall(r"'([^']*)'", mistake.context["expected"])
    given = str(mistake.given)
    listed = ", ".join(f"`{choice}`" for choice in choices)
    hint = f"{suggest(given, choices)} Choose one of {listed}.".strip()
    return "bad-choice", f"{_name(mistake)} cannot be `{given}`", hint


def _empty(mistake: Mistake) -> Words:
    sign = "hyphen" if isinstance(mistake.path[-1], int) else "colon"
    return (
        "empty",
        f"{_name(mistake)} is empty",
        f"Write it after the {sign}, or take the line out.",
    )


def _not_a_list(mistake: Mistake) -> Words:
    hint = "Put each item on a line of its own, indented, after `- `."
    return "not-a-list", f"{_name(mistake)} must be a list", hint


def _not_fields(mistake: Mistake) -> Words:
    fields = ", ".join(mistake.fields_at(*mistake.path))
    hint = f"Write its fields on the lines below, indented: {fields}."
    return "not-fields", f"{_name(mistake)} must be a group of fields", hint


def _not_text(mistake: Mistake) -> Words:
    given = "a list" if isinstance(mistake.given, list) else "a group of fields"
    return (
        "not-text",
        f"{_name(mistake)} must be text but is {given}",
        "Write the text after the colon. If it begins with a bracket, put double quotes around it.",
    )


def _too_long(mistake: Mistake) -> Words:
    unit = "characters" if isinstance(mistake.given, str) else "items"
    most = mistake.context["max_length"]
    return (
        "too-long",
        f"{_name(mistake)} has {len(mistake.given)} {unit}; {most} is the most",
        "Shorten it. What does not fit here can go into the text of the page.",
    )


def _too_few(mistake: Mistake) -> Words:
    least, given = mistake.context["min_length"], mistake.context["actual_length"]
    hint = "Add each on a line of its own below, indented, after `- `."
    return "too-few", f"{_name(mistake)} needs at least {least} and has {given}", hint


def _too_small(mistake: Mistake) -> Words:
    bound = mistake.context["ge"]
    return "out-of-range", f"{_name(mistake)} must be at least {bound}", f"Write {bound} or more."


def _too_large(mistake: Mistake) -> Words:
    bound = mistake.context["le"]
    return "out-of-range", f"{_name(mistake)} must be at most {bound}", f"Write {bound} or less."


def _refused(mistake: Mistake) -> Words:
    """What a field type says itself (`fields.refuse`)."""
    message = str(mistake.context["message"])
    said = message if message.startswith("`") else f"{_name(mistake)} {message}"
    return mistake.kind, said, str(mistake.context.get("hint", ""))


def _bad_value(mistake: Mistake) -> Words:
    hint = "Write it as another file of this folder does."
    return "bad-value", f"{_name(mistake)} is not right: {mistake.said}", hint


_EXPLAINERS: Mapping[str, Callable[[Mistake], Words]] = {
    "dict_type": _not_fields,
    "extra_forbidden": _unknown_field,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_large,
    "list_type": _not_a_list,
    "literal_error": _bad_choice,
    "missing": _missing_field,
    "model_attributes_type": _not_fields,
    "model_type": _not_fields,
    "string_too_long": _too_long,
    "string_type": _not_text,
    "too_long": _too_long,
    "too_short": _too_few,
    "tuple_type": _not_a_list,
}
"""By the type of pydantic's error: https://docs.pydantic.dev/latest/errors/validation_errors/"""


def _name(mistake: Mistake) -> str:
    return _spell(mistake.path)


def _spell(path: FieldPath) -> str:
    """`references` in item 2 of `sides`: items count from 1, as people do."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int) and parts:
            parts[-1] = f"item {step + 1} of {parts[-1]}"
        else:
            parts.append(f"`{step}`")
    return " in ".join(reversed(parts)) or "this page"


def _inside(mistake: Mistake) -> str:
    if len(mistake.path) > 1:
        return f" under {_spell(mistake.path[:-1])}"
    return " to the fields at the top" if mistake.document.body_line else ""
