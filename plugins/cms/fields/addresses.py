"""Addresses: of entries, pages, files, other sites and pictures."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from .parts import Widget, refuse, such_as
from .text import MAX_TITLE, one_line

MAX_SLUG = MAX_TITLE
"""The longest slug, in characters: most titles make a slug that is no longer than they are."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SITE_PATH = re.compile(r"/(?:[a-z0-9][a-z0-9._-]*/)*(?:[a-z0-9][a-z0-9._-]*\.html)?")
_FILE_PATH = re.compile(r"/(?:[a-z0-9][a-z0-9._-]*/)*(?:[a-z0-9][a-z0-9._-]*\.[a-z0-9]+)?")
_ANCHOR = re.compile(r"[^\s<>\"#]+")


def _whole(pattern: re.Pattern[str]) -> str:
    """A pattern that the whole text must fit."""
    return f"^{pattern.pattern}$"


SLUG_PATTERN = _whole(_SLUG)
"""What editors hold a slug against."""

SLUG_FORM = f"Use small letters a to z, digits and single hyphens, at most {MAX_SLUG}"
"""What to do about a text that is none."""


def is_slug(value: str) -> bool:
    """Whether the text can be part of a web address as it is."""
    return len(value) <= MAX_SLUG and bool(_SLUG.fullmatch(value))


def a_slug(value: str) -> str:
    """The text, if it is a slug."""
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
    value = one_line(value)
    if not _is_web_address(value):
        raise refuse(
            "bad-url",
            f"`{value}` is not a web address",
            "Begin with `https://`, as your browser shows it.",
        )
    return value


Slug = Annotated[str, AfterValidator(a_slug), Widget("string", pattern=SLUG_PATTERN)]
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


def _image(value: str) -> ImagePath:
    value = one_line(value).removeprefix("/")
    if not value.startswith("images/") or ".." in value.split("/") or "\\" in value:
        raise refuse(
            "bad-image",
            f"`{value}` is not in the images folder",
            "Put the file in `content/images/` and write `images/name.jpg`.",
        )
    return ImagePath(value)


ImageRef = Annotated[
    str,
    AfterValidator(_image),
    Widget("image", pattern=r"^\s*/?images/"),
    such_as("images/name.jpg"),
]
