"""Page: all that the rules need to know of one built page, read from its HTML once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ...entries import Entry
from .addresses import address

EXTRACTS, WORDS = 3, 40
"""How many extracts of a text are kept to tell its language by, and how long they are."""

_NO_PROSE = frozenset("script style template svg code pre kbd samp cite".split())
"""What is not in the language of the page: code, and names of works."""

# One selector, not a list of them: an element comes once for each that fits it.
_WANTED = ":is([id], [href], [src], [srcset], [poster], img, h1, h2, h3, h4, h5, h6)"

_CONDITION = re.compile(r"[\d.]+[wxh],?|,")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` is 1 for `h1`."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An `img`. Sizes are in CSS pixels; None where they are not stated."""

    src: str
    has_alt: bool
    width: int | None
    height: int | None


@dataclass(frozen=True)
class Page:
    """A page at `path` below the output folder; lists have no entry.

    `links` are all addresses, to pages or files; `ways` those by which a reader comes upon a
    page: not those in a register (`data-register`), which lists whatever there is.
    `passages` holds extracts of each text with the language that it is marked as.
    """

    path: str
    entry: Entry | None
    lang: str
    title: str
    description: str
    noindex: bool
    links: tuple[str, ...]
    ways: tuple[str, ...]
    ids: tuple[str, ...]
    headings: tuple[Heading, ...]
    pictures: tuple[Picture, ...]
    passages: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def address(self) -> str:
        """From the root of the site: `/blog/`."""
        return address(self.path)

    @property
    def is_draft(self) -> bool:
        return self.path.startswith("drafts/")

    @cached_property
    def anchors(self) -> frozenset[str]:
        return frozenset(self.ids)


def read_page(path: str, html: str, entry: Entry | None = None) -> Page:
    """Read a page. Never raises: HTML has no errors, only readings."""
    tree = LexborHTMLParser(html)
    ids: list[str] = []
    links: dict[str, None] = {}
    ways: dict[str, None] = {}
    headings: list[Heading] = []
    pictures: list[Picture] = []
    registered = {node.mem_id for node in tree.css("[data-register] [href]")}
    for node in tree.css(_WANTED):
        tag, attributes = node.tag or "", node.attributes
        if attributes.get("id"):
            ids.append(attributes["id"] or "")
        found = [attributes.get(name) for name in ("href", "src", "poster")]
        found += _pictures_of(attributes.get("srcset") or "")
        if tag != "base":
            links.update(dict.fromkeys(link for link in found if link))
        if tag in {"a", "area"} and found[0]:
            if node.mem_id not in registered:
                ways[found[0]] = None
        elif tag == "img":
            pictures.append(_picture(attributes))
        elif len(tag) == 2 and tag[1].isdigit():
            headings.append(Heading(int(tag[1]), _plain(node.text()), attributes.get("id") or ""))
    robots, description = _meta(tree, "robots"), _meta(tree, "description")
    title = tree.css_first("head > title")
    lang = tree.root.attributes.get("lang") or "" if tree.root else ""
    return Page(
        path=path,
        entry=entry,
        lang=lang,
        title=_plain(title.text()) if title else "",
        description=_plain(description),
        noindex="noindex" in robots.lower(),
        links=tuple(links),
        ways=tuple(ways),
        ids=tuple(ids),
        headings=tuple(headings),
        pictures=tuple(pictures),
        passages=_passages(tree, lang),
    )


def _meta(tree: LexborHTMLParser, name: str) -> str:
    node = tree.css_first(f"meta[name={name}]")
    return node.attributes.get("content") or "" if node else ""


def _pictures_of(srcset: str) -> list[str]:
    """The addresses in `rose.png 1x, rose-2.png 2x`: a comma within one stands before no space."""
    return [word.rstrip(",") for word in srcset.split() if not _CONDITION.fullmatch(word)]


def _picture(attributes: Mapping[str, str | None]) -> Picture:
    return Picture(
        attributes.get("src") or "",
        "alt" in attributes,
        _pixels(attributes.get("width")),
        _pixels(attributes.get("height")),
    )


def _pixels(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdecimal() else None


def _passages(tree: LexborHTMLParser, lang: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(language, extracts) of the main text, and of each part that names a language of its own."""
    top = tree.css_first("main") or tree.body
    if top is None:
        return ()
    main: list[str] = []
    passages = [(top.attributes.get("lang") or lang, main)]
    waiting = [(child, main) for child in reversed(_children(top))]
    while waiting:
        node, texts = waiting.pop()
        if node.tag == "-text":
            texts.append(node.text_content or "")
            continue
        attributes = node.attributes
        if node.tag in _NO_PROSE or _is_name(attributes):
            continue
        if attributes.get("lang"):
            texts = []
            passages.append((attributes["lang"] or "", texts))
        waiting += [(child, texts) for child in reversed(_children(node))]
    return tuple((spoken, _sample(texts)) for spoken, texts in passages)


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


def _is_name(attributes: Mapping[str, str | None]) -> bool:
    """Whether an element holds what nobody translates: a name, or a source in a list of them."""
    return attributes.get("translate") == "no" or (attributes.get("id") or "").startswith("ref-")


def _sample(texts: Sequence[str]) -> tuple[str, ...]:
    """Extracts from the whole length of a text, evenly spread."""
    words = " ".join(texts).split()
    count = min(EXTRACTS, -(-len(words) // WORDS))
    last = max(0, len(words) - WORDS)
    starts = [last * number // max(1, count - 1) for number in range(count)]
    return tuple(" ".join(words[start : start + WORDS]) for start in starts)


def _plain(text: str) -> str:
    return " ".join(text.split())
