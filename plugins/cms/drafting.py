"""A new entry: its text, the file that it goes to, and what stands in the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .addressing import address
from .collection import Collection, Subject
from .entries import Entry, read_entry
from .errors import MAX_SHOWN, visible
from .fields import SLUG_FORM, is_slug
from .frontmatter import Document, parse
from .library import Reference
from .loader import Content
from .quotes import curled
from .scaffold import scaffold
from .slugs import slug_of
from .sources import fitting


class Refused(Exception):
    """An entry that cannot be made like this; the text is for people and says what to do."""


@dataclass(frozen=True)
class Draft:
    """An entry that is not written yet: `path` is its file below the content folder."""

    path: str
    text: str
    entry: Entry


def draft(
    content: Content,
    subject: Subject,
    collection: Collection,
    title: str,
    today: dt.date,
    given: Mapping[str, Any] | None = None,
    slug: str = "",
    lang: str = "",
    body: str | None = None,
) -> Draft:
    """A new entry beside those that are there. Raises Refused where there cannot be such a one.

    `given` are values of fields, if more than the title is known. Without a `slug`, the title
    makes one. Straight quotation marks in the title become curly. `lang` is a language that is
    not that of the site. `body` is the text, if there is one already.
    """
    title = " ".join(title.split())
    title = title if lang else curled(title)  # other languages have other marks
    slug = slug or slug_of(title)
    _check_name(title, slug)
    given = {**(given or {}), **({"lang": lang, "slug": slug} if lang else {})}
    sources, known = _sources(content, title, given), _names(content)
    text = scaffold(collection, title, today, sources, known, given, body)
    name = f"{slug}-{lang}" if lang else slug
    path = f"{collection.folder}/{name}.md"
    entry = _read(text, path, collection, subject.unfinished)
    _check_place(content, entry, path)
    return Draft(path, text, entry)


def _check_name(title: str, slug: str) -> None:
    if not title:
        raise Refused("An entry needs a title, such as “First visit”.")
    if visible(title[:MAX_SHOWN]) != title[:MAX_SHOWN]:
        raise Refused("The title has characters that cannot be seen or read. Type it again.")
    if not slug:
        raise Refused(
            "The title has no letters from a to z that could be its web address. "
            "Name the address yourself: `--slug first-visit`."
        )
    if not is_slug(slug):
        raise Refused(
            f"`{slug}` cannot be part of a web address. {SLUG_FORM}: `--slug first-visit`."
        )


def _names(content: Content) -> Mapping[str, list[str]]:
    """The names of the entries of each kind that another entry may name."""
    known: dict[str, list[str]] = {}
    for entry in (*content.entries, *content.unread):
        if entry.lang is None:
            known.setdefault(entry.kind, []).append(entry.slug)
    return known


def _sources(content: Content, title: str, given: Mapping[str, Any]) -> tuple[Reference, ...]:
    """The records that may fit what is known of the entry: its title, lists and short texts."""
    values = [title]
    for value in given.values():
        values += [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return fitting(content.library or {}, map(str, values))


def _read(text: str, path: str, collection: Collection, unfinished: frozenset[str]) -> Entry:
    """The entry that the text makes, as it will be read from its file."""
    document = parse(text.encode(), path)
    if isinstance(document, Document):
        entry, problems = read_entry(document, collection, unfinished)
        if not problems:
            return entry
    else:
        problems = document
    raise Refused(f"It cannot be written like this: {problems[0].message}. {problems[0].hint}")


def _check_place(content: Content, entry: Entry, path: str) -> None:
    """Nothing may be at the place of the new file, or at the address of its page."""
    theirs = (*content.entries, *content.unread)
    files = [*(one.path for one in theirs), *content.lost]
    for file in files:
        if file.casefold().endswith(f"/{path}"):
            raise Refused(f"{file} is there already. Open it, or choose another title or `--slug`.")
    for other in theirs:
        names = (other.kind, address(other.slug), other.lang)
        taken = names == (entry.kind, address(entry.slug), entry.lang)
        if taken or (entry.url and address(entry.url) in _addresses(other)):
            where = f"The address `/{entry.url}`" if entry.url else f"The name `{entry.slug}`"
            raise Refused(f"{where} belongs to {other.path}. Choose another title or `--slug`.")


def _addresses(entry: Entry) -> set[str]:
    """All addresses that lead to an entry."""
    urls = [entry.url] if entry.url is not None else []
    return {address(url.removeprefix("/")) for url in (*urls, *entry.data.aliases)}
