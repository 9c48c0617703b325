"""The reference library: CSL-JSON, as Zotero exports it, to records that pages can show."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import Location, Problem, Problems
from .frontmatter import decode


@dataclass(frozen=True, slots=True)
class Reference:
    """One published source. Texts are plain; None means that the library does not have it."""

    key: str
    title: str
    authors: str | None = None
    container: str | None = None
    year: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None
    design: str | None = None


Library = Mapping[str, Reference]

MAX_AUTHORS = 6
"""From seven authors on, the first three are named (AMA style)."""


def parse_library(raw: bytes, path: str) -> Library | Problems:
    """Read CSL-JSON. Fields that a record lists under `custom.unconfirmedFields` are left out."""
    text = decode(raw, path)
    if not isinstance(text, str):
        return text
    try:
        records = json.loads(text)
    except json.JSONDecodeError as error:
        problem = Problem(
            Location(path, error.lineno, error.colno),
            "bad-json",
            "the reference library is not valid JSON",
            "Export it again from Zotero as “CSL JSON”, or undo the last change by hand.",
        )
        return (problem,)
    except (RecursionError, ValueError):
        message = "the file is nested too deep or has a number that is too long"
        return (Problem(Location(path), "too-deep", message, "Export it again from Zotero."),)
    if not isinstance(records, list):
        return (
            Problem(
                Location(path, 1, 1),
                "bad-library",
                "the reference library must be a list of records",
                "Export it again from Zotero as “CSL JSON”.",
            ),
        )
    library: dict[str, Reference] = {}
    problems: list[Problem] = []
    for number, record in enumerate(records, 1):
        key = record.get("id") if isinstance(record, dict) else None
        title = record.get("title") if isinstance(record, dict) else None
        if not isinstance(key, str) or not isinstance(title, str) or not key or not title:
            message = f"record {number} has no `id` or no `title`"
            problems.append(
                Problem(Location(path, 1, 1), "bad-record", message, "Add it in Zotero.")
            )
        elif key in library:
            message = f"two records have the id `{key}`"
            problems.append(
                Problem(_line_of(key, text, path), "duplicate-record", message, "Keep one of them.")
            )
        else:
            library[key] = _reference(record)
    return tuple(problems) or library


def _line_of(key: str, text: str, path: str) -> Location:
    """The place of the second record with this id."""
    found = list(re.finditer(rf'"id":\s*"{re.escape(key)}"', text))
    return Location.in_text(path, text, found[-1].start() if found else 0)


def _reference(record: Mapping[str, Any]) -> Reference:
    custom = record.get("custom")
    custom = custom if isinstance(custom, dict) else {}
    listed = custom.get("unconfirmedFields")
    phrases = [str(one).lower() for one in (listed if isinstance(listed, list) else [listed or ""])]
    words = {word for phrase in phrases for word in phrase.split()}

    def text(field: str, name: str = "") -> str | None:
        value = record.get(field)
        known = isinstance(value, str | int) and not words & {field.lower(), name}
        return str(value) if known and str(value) else None

    def confirmed(*names: str) -> bool:
        return not any(name in phrases for name in names)

    return Reference(
        key=str(record["id"]),
        title=str(record["title"]),
        authors=_authors(record.get("author")) if confirmed("author", "authors") else None,
        container=text("container-title"),
        year=_year(record.get("issued")) if confirmed("issued", "year") else None,
        volume=text("volume"),
        issue=text("issue"),
        pages=text("page", "pages"),
        publisher=text("publisher"),
        doi=text("DOI"),
        pmid=text("PMID"),
        url=_web(text("URL")),
        design=custom["design"] if isinstance(custom.get("design"), str) else None,
    )


def _web(url: str | None) -> str | None:
    return url if url and re.match(r"https?://[^\s<>\"]+$", url) else None


def _year(issued: Any) -> str | None:
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    try:
        return str(int(parts[0][0])) if parts else None
    except (IndexError, KeyError, OverflowError, TypeError, ValueError):
        return None


def _authors(names: Any) -> str | None:
    """`Gattie E, Cleland JA`: family name and initials, as AMA style has it."""
    if not isinstance(names, list):
        return None
    written = [_author(name) for name in names if isinstance(name, dict)]
    written = [name for name in written if name]
    if len(written) > MAX_AUTHORS:
        written = [*written[:3], "et al."]
    return ", ".join(written) or None


def _author(name: Mapping[str, Any]) -> str:
    if name.get("literal"):
        return str(name["literal"])
    given = str(name.get("given", ""))
    initials = "".join(word[0] for word in re.split(r"[\s.\-]+", given) if word)
    particle = str(name.get("non-dropping-particle", ""))
    return " ".join(part for part in (particle, str(name.get("family", "")), initials) if part)
