"""Text: one line, several, Markdown, and a detail that is still to be filled in."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from ..invisible import CONTROL
from .parts import Widget, refuse

MAX_TITLE = 80
"""The longest title, in characters."""

PLACEHOLDER_MARK = "[placeholder]"
"""A value that begins with this is still to be filled in."""

# No file that was read has a return, but YAML makes one of `"\r"`.
_CONTROL = re.compile(rf"[{CONTROL}\r]")


def one_line(value: str) -> str:
    """The text without the spaces around it; refuses one that is empty or has a line break."""
    value = value.strip()
    if not value:
        raise refuse("empty", "is empty", "Write the text, or take the whole line out.")
    if "\n" in value or _CONTROL.search(value):
        raise refuse(
            "not-one-line",
            "must be one line of plain text",
            "Put the whole text behind the colon, without a line break and without `|` or `>`.",
        )
    return value


def _prose(value: str) -> str:
    value = value.strip()
    if not value:
        raise refuse("empty", "is empty", "Write the text, or take the whole line out.")
    if _CONTROL.search(value):
        raise refuse(
            "invisible-character",
            "has an invisible control character in it",
            "Type the text again instead of pasting it.",
        )
    return value


class PlaceholderText(str):
    """A detail that may still have to be filled in: `missing` says so."""

    __slots__ = ("missing",)

    missing: bool


def _placeholder(value: str) -> PlaceholderText:
    value = one_line(value)
    text = PlaceholderText(value.removeprefix(PLACEHOLDER_MARK).strip())
    text.missing = value.startswith(PLACEHOLDER_MARK)
    return text


class MarkdownText(str):
    """Markdown as it was typed, with the content file that it stands in (for relative links)."""

    __slots__ = ("source",)

    source: str

    def __new__(cls, text: str, source: str = "") -> MarkdownText:
        self = super().__new__(cls, text)
        self.source = source
        return self

    def __reduce__(self) -> tuple[type[MarkdownText], tuple[str, str]]:
        return MarkdownText, (str(self), self.source)


def _markdown(value: str, info: Any) -> MarkdownText:
    source = info.context["source"] if info.context else ""
    return MarkdownText(_prose(value), source)


Line = Annotated[str, Field(max_length=300), AfterValidator(one_line), Widget("string")]
Title = Annotated[str, Field(max_length=MAX_TITLE), AfterValidator(one_line), Widget("string")]
Summary = Annotated[str, Field(max_length=200), AfterValidator(one_line), Widget("text")]
Markdown = Annotated[str, Field(max_length=5000), AfterValidator(_markdown), Widget("markdown")]

Placeholder = Annotated[str, AfterValidator(_placeholder), Widget("string")]
