"""The reference library: CSL-JSON, as Zotero exports it, to records that pages can show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import Location, Problem, Problems
from .frontmatter import read_text


@dataclass(frozen=True, slots=True)
class Reference:
    """One published source. Texts are plain; None means that the library does not have it.

    `topics` are the tags that it was given. `csl` is the record for a citation processor,
    without what nobody could confirm.
    """

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
    topics: tuple[str, ...] = ()
    csl: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    place: Location = field(default=Location(""), compare=False, repr=False)

    @property
    def address(self) -> str | None:
        """Where the source itself is, as far as the library knows."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else self.url


Library = Mapping[str, Reference]

HOW_TO_ADD = "docs/authors-guide.md, “A source that is not in the library yet”,"
NO_EXPORT = (
    "Do not replace the file by an export from Zotero: what others added by hand would be lost."
)
_UNDO = "Undo your last change to this file."

MAX_AUTHORS = 6
"""From seven authors on, the first three are named (AMA style)."""


def parse_library(raw: bytes, path: str) -> Library | Problems:
    """Read CSL-JSON. Fields that a record lists under `custom.unconfirmedFields` are left out."""
    text = read_text(raw, path)
    if not isinstance(text, str):
        return text
    records = _records(text, path)
    if isinstance(records, Problem):
        return (records,)
    library: dict[str, Reference] = {}
    problems: list[Problem] = []
    seen: set[str] = set()
    places, top = _places(text, path), Location(path, 1, 1)
    for number, record in enumerate(records, 1):
        key = _key(record)
        if key is None:
            problems.append(_nameless(number, top))
        elif key.casefold() in seen:
            problems.append(_repeated(key, places.get(key, [top])[-1]))
        else:
            seen.add(key.casefold())
            library[key] = _reference(record, places.get(key, [top])[0])
    return tuple(problems) or library


def _records(text: str, path: str) -> list[Any] | Problem:
    """The records of a text, not looked at yet."""
    try:
        records = json.loads(text)
    except json.JSONDecodeError as error:
        return Problem(
            Location(path, error.lineno, error.colno),
            "bad-json",
            "the list of sources cannot be read from here on",
            "Look here and just above for a comma, a bracket or a quotation mark that is missing "
            f"or too many, or undo your last change. {NO_EXPORT}",
        )
    except (RecursionError, ValueError):
        message = "the file is nested too deep or has a number that is too long"
        return Problem(Location(path), "too-deep", message, f"{_UNDO} {NO_EXPORT}")
    if not isinstance(records, list):
        message = "this is not a list of sources"
        hint = f"{_UNDO} All sources stand between one `[` and one `]`. {NO_EXPORT}"
        return Problem(Location(path, 1, 1), "bad-library", message, hint)
    return records


def _key(record: Any) -> str | None:
    """The key of a record that has one, and a title."""
    if not isinstance(record, dict):
        return None
    key, title = record.get("id"), record.get("title")
    return key if isinstance(key, str) and isinstance(title, str) and title and key else None


def _nameless(number: int, place: Location) -> Problem:
    return Problem(
        place,
        "bad-record",
        f"source {number} of the list has no `id` or no `title`",
        f"Write the two lines that it lacks, as {HOW_TO_ADD} shows, or undo your last change.",
    )


def _repeated(key: str, place: Location) -> Problem:
    return Problem(
        place,
        "duplicate-record",
        f"two sources have the key `{key}`",
        "If it is one source, delete the record that was added last, from its `{` to its `},`. "
        "Else write another `id` in it.",
    )


_ID = re.compile(r'"id"\s*:\s*("(?:[^"\\]|\\.)*")')


def _places(text: str, path: str) -> Mapping[str, list[Location]]:
    """Where each `id` stands, by what it says."""
    places: dict[str, list[Location]] = {}
    for found in _ID.finditer(text):
        place = Location.in_text(path, text, found.start())
        places.setdefault(json.loads(found[1]), []).append(place)
    return places


def _reference(record: Mapping[str, Any], place: Location) -> Reference:
    csl = _confirmed(record)
    custom = record.get("custom")

    def text(field: str) -> str | None:
        return str(csl[field]) if csl.get(field) not in (None, "") else None

    return Reference(
        key=str(record["id"]),
        title=str(record["title"]),
        authors=_authors(csl.get("author")),
        container=text("container-title"),
        year=_year(csl.get("issued")),
        volume=text("volume"),
        issue=text("issue"),
        pages=text("page"),
        publisher=text("publisher"),
        doi=text("DOI"),
        pmid=text("PMID"),
        url=text("URL"),
        design=str(custom["design"]) if isinstance(custom, dict) and "design" in custom else None,
        topics=tuple(_topics(record, custom)),
        csl=csl,
        place=place,
    )


def _topics(record: Mapping[str, Any], custom: Any) -> Iterator[str]:
    """What a record is about: the tags that Zotero exports as `keyword`, and `custom.topics`."""
    listed = custom.get("topics") if isinstance(custom, dict) else None
    yield from (str(topic) for topic in (listed if isinstance(listed, list) else ()))
    yield from filter(None, map(str.strip, re.split("[,;]", str(record.get("keyword") or ""))))


_TEXTS = frozenset(
    """
    title title-short container-title container-title-short collection-title volume issue page
    number edition genre publisher publisher-place event event-place section chapter-number
    number-of-pages number-of-volumes version medium source archive DOI URL PMID PMCID ISBN ISSN
    """.split()
)
_NAMES = frozenset("author editor translator container-author collection-editor".split())
_DATES = frozenset("issued accessed original-date event-date submitted".split())
_NAME_PARTS = frozenset("family given suffix dropping-particle non-dropping-particle".split())
_ALSO_CALLED = {"page": "pages", "author": "authors", "issued": "year"}


def _confirmed(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields of CSL-JSON that a citation may show: of a right form, and confirmed."""
    custom = record.get("custom")
    custom = custom if isinstance(custom, dict) else {}
    listed = custom.get("unconfirmedFields") or []
    phrases = [str(one).lower() for one in (listed if isinstance(listed, list) else [listed])]
    words = {word for phrase in phrases for word in phrase.split()}
    values = custom.get("unconfirmedValues")
    doubtful = {str(name).lower() for name in values} if isinstance(values, dict) else set()
    csl: dict[str, Any] = {"id": str(record["id"]), "type": str(record.get("type") or "document")}
    for name, value in record.items():
        called = {name.lower(), _ALSO_CALLED.get(name, name)}
        # "volume 3 or 4" is about the volume; "authors after the third" is not about all authors
        said = phrases if name in _NAMES | _DATES else words
        if called & {*said, *doubtful}:
            continue
        if name in _TEXTS and isinstance(value, str | int):
            csl[name] = str(value)
        elif name in _NAMES and isinstance(value, list):
            csl[name] = [_name(one) for one in value if isinstance(one, dict)]
        elif name in _DATES and _year(value):
            csl[name] = {"date-parts": [[int(part) for part in value["date-parts"][0][:3]]]}
    if not _web(csl.get("URL")):
        csl.pop("URL", None)
    return csl


def _name(name: Mapping[str, Any]) -> Mapping[str, str]:
    if name.get("literal"):
        return {"literal": str(name["literal"])}
    return {part: str(value) for part, value in name.items() if part in _NAME_PARTS and value}


def _web(url: str | None) -> str | None:
    return url if url and re.match(r"https?://[^\s<>\"]+$", url) else None


def _year(issued: Any) -> str | None:
    try:
        year, *_ = (int(part) for part in issued["date-parts"][0][:3])
        return str(year)
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
