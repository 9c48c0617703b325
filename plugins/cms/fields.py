"""The field types of content models: each knows how it is parsed, checked, described and edited.

A value from front matter arrives as the text that was typed (`frontmatter`), so a
type here is the only place that turns text into something else. `Widget` says which
control an editor shows; everything else that JSON Schema can say comes from pydantic.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from .citations import Cite, read_citation

__all__ = [
    "CITATION_KIND",
    "PLACEHOLDER_MARK",
    "Citation",
    "CitationKey",
    "Count",
    "Day",
    "Destination",
    "Flag",
    "ImagePath",
    "ImageRef",
    "Line",
    "Markdown",
    "MarkdownText",
    "OldAddress",
    "Part",
    "Placeholder",
    "PlaceholderText",
    "Ref",
    "Reference",
    "SitePath",
    "Slug",
    "Summary",
    "Title",
    "WebUrl",
    "Widget",
    "is_slug",
    "refuse",
    "such_as",
]


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

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {key: value for key, value in data.items() if value is not None}
        return data


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


PLACEHOLDER_MARK = "[placeholder]"
"""A value that begins with this is still to be filled in."""

# -- text ---------------------------------------------------------------------

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def _line(value: str) -> str:
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

    missing: bool


def _placeholder(value: str) -> PlaceholderText:
    value = _line(value)
    text = PlaceholderText(value.removeprefix(PLACEHOLDER_MARK).strip())
    text.missing = value.startswith(PLACEHOLDER_MARK)
    return text


class MarkdownText(str):
    """Markdown as it was typed, with the content file that it stands in (for relative links)."""

    source: str

    def __new__(cls, text: str, source: str = "") -> MarkdownText:
        self = super().__new__(cls, text)
        self.source = source
        return self


def _markdown(value: str, info: Any) -> MarkdownText:
    source = info.context["source"] if info.context else ""
    return MarkdownText(_prose(value), source)


Line = Annotated[str, Field(max_length=300), AfterValidator(_line), Widget("string")]
Title = Annotated[str, Field(max_length=80), AfterValidator(_line), Widget("string")]
Summary = Annotated[str, Field(max_length=200), AfterValidator(_line), Widget("text")]
Markdown = Annotated[str, Field(max_length=5000), AfterValidator(_markdown), Widget("markdown")]

Placeholder = Annotated[str, AfterValidator(_placeholder), Widget("string")]

# -- addresses ----------------------------------------------------------------

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SITE_PATH = re.compile(r"/(?:[a-z0-9][a-z0-9._-]*/)*(?:[a-z0-9][a-z0-9._-]*\.html)?")
_FILE_PATH = re.compile(r"/(?:[a-z0-9][a-z0-9._-]*/)*(?:[a-z0-9][a-z0-9._-]*\.[a-z0-9]+)?")
_ANCHOR = re.compile(r"[^\s<>\"#]+")


def _whole(pattern: re.Pattern[str]) -> str:
    """A pattern that the whole text must fit."""
    return f"^{pattern.pattern}$"


SLUG_FORM = "Use small letters a to z, digits and single hyphens, at most 80"
"""What to do about a text that is none."""


def is_slug(value: str) -> bool:
    """Whether the text can be part of a web address as it is."""
    return len(value) <= 80 and bool(_SLUG.fullmatch(value))


def _slug(value: str) -> str:
    if not is_slug(value):
        raise refuse(
            "bad-slug",
            f"`{value}` cannot be part of a web address",
            f"{SLUG_FORM}: `neck-pain`.",
        )
    return value


def _is_path(value: str, form: re.Pattern[str]) -> bool:
    return (
        len(value) <= 200 and bool(form.fullmatch(value)) and not re.search(r"\.\.|\.html/", value)
    )


def _site_path(value: str) -> str:
    if not _is_path(value, _SITE_PATH):
        raise refuse(
            "bad-site-path",
            f"`{value}` is not an address on this site",
            "Begin and end it with a slash, small letters and hyphens between: `/old-page/`.",
        )
    return value


def _old_address(value: str) -> str:
    if not _is_path(value, _FILE_PATH):
        raise refuse(
            "bad-site-path",
            f"`{value}` is not an address on this site",
            "Begin and end it with a slash, small letters and hyphens between: `/old-page/`. "
            "The address of a file ends with its name: `/old/list.csv`.",
        )
    return value


def _destination(value: str) -> str:
    path, mark, anchor = value.partition("#")
    if _is_path(path, _FILE_PATH) and bool(mark) == bool(_ANCHOR.fullmatch(anchor)):
        return value
    if _is_web_address(value):
        return value
    raise refuse(
        "bad-destination",
        f"`{value}` is not an address that a reader could be led to",
        "Write an address of this site, which begins and ends with a slash: `/new-page/`, or "
        "`/new-page/#place`. That of another site begins with `https://`.",
    )


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    has_host = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return has_host and not re.search(r"[\s<>\"]", value)


def _web_url(value: str) -> str:
    value = _line(value)
    if not _is_web_address(value):
        raise refuse(
            "bad-url",
            f"`{value}` is not a web address",
            "Begin with `https://`, as your browser shows it.",
        )
    return value


Slug = Annotated[str, AfterValidator(_slug), Widget("string", pattern=_whole(_SLUG))]
SitePath = Annotated[
    str,
    AfterValidator(_site_path),
    Widget("string", pattern=_whole(_SITE_PATH)),
    such_as("/old-page/"),
]
WebUrl = Annotated[
    str,
    AfterValidator(_web_url),
    Widget("string", pattern=r"^\s*https?://"),
    such_as("https://www.example.org/"),
]
OldAddress = Annotated[str, AfterValidator(_old_address), Widget("string")]
"""An address of a page or a file that was once on this site."""
Destination = Annotated[str, AfterValidator(_destination), Widget("string")]
"""Where a redirect leads: a page or a file of this site, a place on a page, or another site."""


class ImagePath(str):
    """The path of a picture below the content folder: `images/neck.svg`."""


class CitationKey(str):
    """The key of a record in the reference library; `cite` has the place in it besides."""

    cite: Cite

    def __new__(cls, key: str, cite: Cite | None = None) -> CitationKey:
        self = super().__new__(cls, key)
        self.cite = cite or Cite(key)
        return self


def _image(value: str) -> ImagePath:
    value = _line(value).removeprefix("/")
    if not value.startswith("images/") or ".." in value.split("/") or "\\" in value:
        raise refuse(
            "bad-image",
            f"`{value}` is not in the images folder",
            "Put the file in `content/images/` and write `images/name.jpg`.",
        )
    return ImagePath(value)


def read_cite(value: str) -> Cite | None:
    """The source that the text of a citation field names, or None where it names none or more."""
    cites = read_citation(f"@{_bare(value.strip())}")
    return cites[0] if cites and len(cites) == 1 else None


def _bare(value: str) -> str:
    return value.removeprefix("[").removesuffix("]").removeprefix("@")


def _citation(value: str) -> CitationKey:
    value = _line(value)
    cite = read_cite(value)
    if cite is None:
        raise refuse(
            "bad-citation",
            f"`{_bare(value)}` is not the key of one source",
            "Write one key a line, with a place in the source if need be: `kearns-2019, p. 3`.",
        )
    return CitationKey(cite.key, cite)


ImageRef = Annotated[
    str,
    AfterValidator(_image),
    Widget("image", pattern=r"^\s*/?images/"),
    such_as("images/name.jpg"),
]
Citation = Annotated[str, AfterValidator(_citation), Widget("string", CITATION_KIND)]

# -- values with one spelling -------------------------------------------------


def _day(value: Any) -> dt.date:
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    meant = " or ".join(f"`{day}`" for day in _days_meant(str(value)))
    raise refuse(
        "bad-date",
        f"`{value}` is not a date",
        f"Write {meant}: year-month-day, with two digits each."
        if meant
        else "Write year-month-day with two digits each, and a day that exists: `2026-11-23`.",
    )


def _days_meant(value: str) -> list[dt.date]:
    """The days that three numbers may mean: `1.5.2027` is in May to some, in January to others."""
    if not re.fullmatch(r"\s*\d{1,4}([./-])\d{1,2}\1\d{1,4}\s*", value):
        return []
    first, second, third = (int(number) for number in re.findall(r"\d+", value))
    orders = [(third, second, first), (third, first, second)]
    days = []
    for year, month, day in [(first, second, third)] if first > 31 else dict.fromkeys(orders):
        with suppress(ValueError):
            days += [dt.date(year, month, day)] if year > 1000 else []
    return days


_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[ T](?P<time>\d\d:\d\d)(?::\d\d)? ?(?P<zone>Z|[+-]\d\d:\d\d)?"
)


def _moment(value: Any) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found:
        try:
            return dt.datetime.fromisoformat(f"{found['day']}T{found['time']}{found['zone'] or ''}")
        except ValueError:
            pass
    one_digit = re.fullmatch(r"(\d{4}-\d\d-\d\d[ T])(\d:.*)", str(value))
    if one_digit:
        hint = f"Write the hour with two digits: `{one_digit[1]}0{one_digit[2]}`."
        raise refuse("bad-moment", f"`{value}` is not a day and a time", hint)
    raise refuse(
        "bad-moment",
        f"`{value}` is not a day and a time",
        "Write year-month-day, a space, and the time from 00:00 to 23:59: `2026-12-01 08:00`. "
        "That is the time of the clinic; for another one add its distance from UTC: `+01:00`.",
    )


def _flag(value: Any) -> bool:
    if value in (True, "true"):
        return True
    if value in (False, "false"):
        return False
    raise refuse("bad-flag", f"`{value}` is neither true nor false", "Write `true` or `false`.")


def _count(value: Any) -> int:
    if isinstance(value, int) or (isinstance(value, str) and re.fullmatch(r"[0-9]{1,6}", value)):
        return int(value)
    raise refuse("bad-number", f"`{value}` is not a whole number", "Write digits only: `10`.")


Day = Annotated[dt.date, BeforeValidator(_day), Widget("datetime"), such_as("2026-11-23")]
Moment = Annotated[
    dt.datetime, BeforeValidator(_moment), Widget("datetime"), such_as("2026-12-01 08:00")
]
"""A day and a time; without a zone it is that of the site."""
Flag = Annotated[bool, BeforeValidator(_flag), Widget("boolean"), such_as(True)]
Count = Annotated[int, BeforeValidator(_count), Widget("number"), such_as(10)]

# -- references between entries -----------------------------------------------


class Reference(str):
    """The slug of another entry together with its kind; `Site[reference]` gives the entry."""

    kind: str

    def __new__(cls, slug: str, kind: str) -> Reference:
        self = super().__new__(cls, slug)
        self.kind = kind
        return self


if TYPE_CHECKING:  # to a type checker Ref["benefit"] is some string
    from typing import Literal as Ref
else:

    class Ref:
        """`Ref["benefit"]`: a field that names a benefit by its slug.

        Any line of text is taken here: which entry is meant, perhaps by its title, is known
        once everything is loaded.
        """

        def __class_getitem__(cls, kind: str) -> Any:
            def bind(value: str) -> Reference:
                return Reference(_line(value), kind)

            return Annotated[str, AfterValidator(bind), Widget("relation", kind, _whole(_SLUG))]
