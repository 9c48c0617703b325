"""Entries as Pelican's content objects, made straight from typed values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape
from pelican.contents import Article, Author, Category, Content, Page, Tag
from pelican.urlwrappers import URLWrapper

from ..entries import Entry
from ..errors import FieldPath, Problem
from ..rules.links import TO_FILES, below_content, file_linked, linked_files
from ..site import Site
from ..tracing import Once, note
from .photos import Photos


def to_content(entry: Entry, site: Site, settings: Any, context: Any) -> Content:
    """The content object of an entry, of a class named after its kind.

    Posts and pages are Pelican's own Article and Page. Titles and summaries are escaped
    here once, since feeds and other plugins take them for HTML.
    """
    zone = ZoneInfo(settings["TIMEZONE"])
    face, published = entry.face, site.is_published(entry)
    metadata: dict[str, Any] = {
        "entry": entry,
        "kind": entry.kind,
        "title": escape(entry.title),
        "slug": entry.slug,
        "lang": entry.lang or settings["DEFAULT_LANG"],
        "date": dt.datetime.combine(face.date, dt.time(), zone),
        "status": "published" if published else "draft",
        "template": entry.template,
        "url": entry.url or "",
        "save_as": entry.save_as or "",
        "summary": escape(face.summary),
    }
    if face.modified:
        metadata["modified"] = dt.datetime.combine(face.modified, dt.time(), zone)
    if not published and entry.url is not None:
        lang = f"{entry.lang}/" if entry.lang else ""
        metadata["url"] = f"drafts/{lang}{entry.kind}/{entry.slug}/"
        metadata["save_as"] = f"{metadata['url']}index.html"
    metadata.update(_taxonomy(entry, site, settings))
    return _class_for(entry)(
        "",
        metadata,
        settings=settings,
        source_path=str(Path(settings["PATH"], below_content(entry.path))),
        context=context,
    )


class _OfEntry:
    """What content objects take from their entry, and not from a text as Pelican knows it."""

    entry: Entry
    metadata: dict[str, Any]
    settings: Any
    url: str
    _update_content: Callable[[str, str], str]
    _text: Once[str] | None = None

    def get_relative_source_path(self, source_path: str | None = None) -> str | None:
        """Its file below the content folder, which the entry knows: Pelican works it out anew."""
        if source_path is None:
            return below_content(self.entry.path)
        path: str | None = super().get_relative_source_path(source_path)  # type: ignore[misc]
        return path

    def get_static_links(self) -> set[str]:
        """The files that it links to. Pelican's own are those of the body alone, without `&`."""
        return set(linked_files(self.entry))

    def get_content(self, siteurl: str) -> str:
        """The text. Pelican's own is remembered, but not what was read for it."""
        if self._text is None:
            self._text = Once(lambda: _by_itself(self.entry, self.url, self.settings))
            self.settings["CMS_ONCE"].append(self._text)
        return self._update_content(self._text.get(), siteurl)

    def get_summary(self, _siteurl: str) -> Any:
        """The summary, which is in the front matter."""
        return self.metadata["summary"]


def _by_itself(entry: Entry, url: str, settings: Any) -> str:
    """The text as feeds have it: citations, and links to its own headings, lead to its page."""
    address = f"{settings['SITEURL']}/{url}"
    citations = settings["CMS_BIBLIOGRAPHY"].page(address)
    photos: Photos = settings["CMS_PHOTOS"]
    html = photos.in_text(entry.body.html, entry.path, settings["SITEURL"])
    note_links(html, entry)
    citations.note(html)
    citations.sort()
    resolved: str = citations.resolve(html)
    return at_site(resolved, settings["SITEURL"]).replace(' href="#', f' href="{address}#')


def without_address(site: Site, settings: Any) -> Iterator[Problem]:
    """A problem for each category or tag whose list has no address of its own."""
    taken: dict[tuple[str, str], str] = {}
    slugs = cache(lambda label_type, label: label_type(label, settings).slug)
    for entry in site.entries:
        for name, label_type in (("category", Category), ("tags", Tag)):
            value = getattr(entry.face, name) or ()
            labels: tuple[str, ...] = (value,) if isinstance(value, str) else value
            for index, label in enumerate(labels):
                at: FieldPath = (name,) if labels is not value else (name, index)
                slug = slugs(label_type, label)
                other = taken.setdefault((name, slug), label)
                if not slug:
                    message = f"`{label}` cannot be part of a web address"
                    yield entry.problem(
                        "bad-label", message, "Write it with letters or digits.", at=at
                    )
                elif other.casefold() != label.casefold():
                    message = f"`{label}` and `{other}` have the same web address"
                    hint = "Write one of them in another way, or use the same word for both."
                    yield entry.problem("bad-label", message, hint, at=at)


def coming(site: Site, contents: Iterable[Content]) -> Iterator[str]:
    """The files of pages that are there once all drafts are published, with their labels' lists."""
    yield from (entry.save_as for entry in site.entries if entry.save_as)
    for content in contents:
        category = getattr(content, "category", None)
        for label in (*([category] if category else ()), *getattr(content, "tags", ())):
            yield label.save_as


def _taxonomy(entry: Entry, site: Site, settings: Any) -> dict[str, Any]:
    """Category, tags and authors, for entries that have them."""
    face = entry.face
    found: dict[str, Any] = {}
    if face.category:
        found["category"] = _label(Category, face.category, settings)
    if face.tags:
        found["tags"] = [_label(Tag, tag, settings) for tag in face.tags]
    people = [site[name] for (field, *_), name in face.names if field == "authors"]
    if people:
        found["authors"] = [_author(person, settings) for person in people]
    return found


def _author(person: Entry, settings: Any) -> Author:
    author = _label(Author, person.title, settings, person.slug)
    author.slug = person.slug
    return author


def _label(label_type: type[URLWrapper], name: str, settings: Any, *more: str) -> Any:
    """The same object for all entries: each would find out its address by itself."""
    labels: dict[tuple[Any, ...], URLWrapper] = settings["CMS_LABELS"]
    key = (label_type, name, *more)
    if key not in labels:
        labels[key] = label_type(name, settings)
    return labels[key]


def _class_for(entry: Entry) -> type[Content]:
    publisher = entry.collection.publisher
    base = {"article": Article}.get(publisher, Page)
    return _class_named(entry.kind.title() if publisher == "cms" else base.__name__, base)


@cache
def _class_named(name: str, base: type[Content]) -> type[Content]:
    return type(name, (_OfEntry, base), {"__doc__": f"A page of the kind {name}."})


LINKED = re.compile(r'"([{|](?:filename|static|attach)[^"]*)"')
"""A link to a file of the content, in HTML that Markdown gave."""


def note_links(html: str, entry: Entry) -> None:
    """Note that the addresses of the files are read that a text of an entry links to."""
    for link in LINKED.finditer(html):
        note("link", file_linked(unescape(link[1]), entry.path, TO_FILES) or "")


# Inside a tag, not in a text that shows how a tag is written: `<` is escaped there.
_FROM_ROOT = re.compile(r'(<[a-z][^<>]* (?:href|src|cite)=")/(?!/)')


def at_site(html: str, siteurl: str) -> str:
    """Safe HTML whose addresses from the root, `/blog/`, begin at the site's own address."""
    return _FROM_ROOT.sub(rf"\1{siteurl}/", html)


def as_markup(html: str) -> Markup:
    """HTML that went through `markdown.render`, marked as such for templates."""
    return Markup(html)
