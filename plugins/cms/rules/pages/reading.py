"""HTML to Page: each built page is read once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ...entries import Entry
from .addresses import target
from .page import Card, Heading, Page, Picture, Texts

EXTRACTS, WORDS = 3, 40
"""How many extracts of a text are kept to tell its language by, and how long they are."""

_NO_PROSE = frozenset("script style template svg code pre kbd samp cite".split())
"""What is not in the language of the page: code, and names of works."""

# One selector, since each one walks through the whole page; and not a list of them, since an
# element would come once for each that fits it.
_WANTED = (
    ":is([id], [href], [src], [srcset], [poster], [lang], [translate], [data-register], "
    f"h1, h2, h3, h4, h5, h6, img, meta, body, main, {', '.join(sorted(_NO_PROSE))})"
)

_RARE = frozenset("src srcset poster lang translate data-register".split())
_META = ("name", "property")
_PICTURE = "og:image"
_WAYS = frozenset({"a", "area"})
_LEVELS = {f"h{level}": level for level in range(1, 7)}

_CONDITION = re.compile(r"[\d.]+[wxh],?|,")


def read_page(path: str, html: str | bytes, siteurl: str, entry: Entry | None = None) -> Page:
    """Read a page. Never raises: HTML has no errors, only readings.

    `path` is below the output folder, and bytes are UTF-8; `siteurl` is what stands before
    the addresses of the site.
    """
    tree = LexborHTMLParser(html)
    top = tree.css_first("main") or tree.body
    found = _found(tree, top)
    title = tree.css_first("head > title")
    lang = tree.root.attributes.get("lang") or "" if tree.root else ""
    if picture := found.meta.get(_PICTURE):
        found.links[picture] = None
    links = _links(path, siteurl, found)
    return Page(
        path=path,
        entry=entry,
        lang=lang,
        title=_plain(title.text()) if title else "",
        description=_plain(found.meta.get("description", "")),
        noindex="noindex" in found.meta.get("robots", "").lower(),
        card=_card(found.meta, path, siteurl),
        links=Texts.of(links.held),
        files=Texts.of(links.files),
        anchors=Texts.of(chain.from_iterable(links.places)),
        ways=Texts.of(links.ways),
        outside=Texts.of(links.outside),
        ids=Texts.of(found.ids),
        pictures=tuple(_picture(one, path, siteurl) for one in found.pictures),
        headings=tuple(found.headings),
        passages=_passages(top, lang, found) if top else (),
    )


@dataclass(slots=True)
class _Found:
    """What the elements of a page say, in their order.

    `no_prose` are those in the main text that say nothing in its language, and `has_parts`
    tells whether one names a language of its own.
    """

    ids: list[str] = field(default_factory=list)
    links: dict[str, None] = field(default_factory=dict)
    ways: set[str] = field(default_factory=set)
    meta: dict[str, str] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    pictures: list[Mapping[str, str | None]] = field(default_factory=list)
    no_prose: list[LexborNode] = field(default_factory=list)
    has_parts: bool = False


def _found(tree: LexborHTMLParser, top: LexborNode | None) -> _Found:
    found = _Found()
    ids, links, ways = found.ids, found.links, found.ways
    top_id = top.mem_id if top else None
    is_below = False
    registered: set[int] = set()
    for node in tree.css(_WANTED):  # some hundreds: what is rare is asked last
        tag, attributes = node.tag or "", node.attributes
        name, href = attributes.get("id"), attributes.get("href")
        if name:
            ids.append(name)
        if href and tag != "base":
            links[href] = None
            if tag in _WAYS and not (registered and node.mem_id in registered):
                ways.add(href)
        if tag in _LEVELS:
            found.headings.append(Heading(_LEVELS[tag], _plain(node.text()), name or ""))
        elif tag == "img":
            found.pictures.append(attributes)
        elif tag == "meta":
            for key in filter(None, map(attributes.get, _META)):
                found.meta.setdefault(key, attributes.get("content") or "")
        is_rare = not _RARE.isdisjoint(attributes)
        if is_rare:
            if tag != "base":
                links.update(dict.fromkeys(_sources(attributes)))
            if "data-register" in attributes:
                registered |= {one.mem_id for one in node.css("[href]")}
        if not is_below:
            is_below = node.mem_id == top_id
        elif (
            tag in _NO_PROSE
            or (name and name.startswith("ref-"))
            or (is_rare and attributes.get("translate") == "no")
        ):
            found.no_prose.append(node)
        elif is_rare and attributes.get("lang"):
            found.has_parts = True
    return found


def _sources(attributes: Mapping[str, str | None]) -> Iterator[str]:
    """The files that an element shows; in `srcset`, `rose.png 1x, rose-2.png 2x`, several."""
    for name in ("src", "poster"):
        if link := attributes.get(name):
            yield link
    for word in (attributes.get("srcset") or "").split():
        # A comma within an address stands before no space.
        if not _CONDITION.fullmatch(word) and (link := word.rstrip(",")):
            yield link


def _card(meta: Mapping[str, str], path: str, siteurl: str) -> Card | None:
    """The title and the picture of a page by the Open Graph protocol (https://ogp.me)."""
    place = target(meta[_PICTURE], path, siteurl) if _PICTURE in meta else None
    return Card(_plain(meta.get("og:title", "")), place[0]) if place else None


@dataclass(slots=True)
class _Links:
    """What the links of a page come to: see Page."""

    held: list[str] = field(default_factory=list)
    files: dict[str, None] = field(default_factory=dict)
    places: dict[tuple[str, str], None] = field(default_factory=dict)
    ways: dict[str, None] = field(default_factory=dict)
    outside: dict[str, None] = field(default_factory=dict)


def _links(path: str, siteurl: str, found: _Found) -> _Links:
    links = _Links()
    ids = set(found.ids)
    for link in found.links:
        place = target(link, path, siteurl)
        if place is None:
            address = link.partition("#")[0].strip()
            address = f"https:{address}" if address.startswith("//") else address
            if address.lower().startswith(("http://", "https://")):
                links.outside[address] = None
            continue
        file, anchor = place
        if link in found.ways:
            links.ways[file] = None
        if file == path and (not anchor or anchor in ids):
            continue
        if "{filename}" in unquote(link):
            continue  # named already, where it is written
        links.held.append(link)
        links.files[file] = None
        if anchor:
            links.places[place] = None
    return links


def _picture(attributes: Mapping[str, str | None], path: str, siteurl: str) -> Picture:
    src = attributes.get("src") or ""
    place = target(src, path, siteurl)
    return Picture(
        src,
        "alt" in attributes,
        _pixels(attributes.get("width")),
        _pixels(attributes.get("height")),
        place[0] if place else None,
    )


def _pixels(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdecimal() else None


def _passages(top: LexborNode, lang: str, found: _Found) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(language, extracts) of the main text, and of each part that names a language of its own.

    Takes the page apart.
    """
    parts = top.css("[lang]") if found.has_parts else []
    for node in found.no_prose:
        node.decompose()
    passages = []
    # The last come first, so that a part within another one is out of it already.
    for node in reversed(parts):
        spoken = node.attributes.get("lang")
        if spoken and node.mem_id != top.mem_id and node.parent is not None:
            passages.append((spoken, _sample(node)))
            node.decompose()
    passages.append((top.attributes.get("lang") or lang, _sample(top)))
    return tuple(reversed(passages))


def _sample(node: LexborNode) -> tuple[str, ...]:
    """Extracts from the whole length of a text, evenly spread."""
    words = node.text(separator=" ", skip_empty=True).split()
    count = min(EXTRACTS, -(-len(words) // WORDS))
    last = max(0, len(words) - WORDS)
    starts = [last * number // max(1, count - 1) for number in range(count)]
    return tuple(" ".join(words[start : start + WORDS]) for start in starts)


def _plain(text: str) -> str:
    return " ".join(text.split())
