"""A finished page → what can be found of it: its own text, without what many pages share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..collection import Findable

_LEFT_OUT = "[data-pagefind-ignore], nav, form, svg, h1, sup:has([href^='#ref-'])"
"""What is not about the page: what the theme marks so, ways to other pages, numbers of sources."""

_PLAIN = (
    "a abbr article b cite code dd del details dfn div dl dt em figure header i ins kbd main mark "
    "ol q s samp section small span strong sub summary sup table tbody thead time tr u ul var wbr"
).split()
"""Elements that say nothing to a search: without them, an index is made in a third of the time."""

_SPACES = re.compile(r"\s+")


class Extract(NamedTuple):
    """A thing that can be found: its address from the root of the site, and a page about it."""

    url: str
    html: str


def extracts_of(html: str | bytes, path: str, findable: Findable) -> Iterator[Extract]:
    """What can be found of a page at `path` below the output folder: its parts, then the rest.

    The main text is in `main`. What the attribute `data-pagefind-ignore` marks is left out.
    """
    tree = LexborHTMLParser(html)
    main = tree.css_first("main")
    if main is None:
        return
    lang = (tree.root and tree.root.attributes.get("lang")) or ""
    url = f"/{path.removesuffix('index.html')}"
    for node in main.css(_LEFT_OUT):
        node.decompose()
    for anchor, part in findable.parts.items():
        shown = main.css_first(f'[id="{anchor}"]')
        if shown is not None:
            _drop_title(shown, part.title)
            yield Extract(f"{url}#{anchor}", _page(part, lang, _text(shown.html or "")))
            shown.decompose()
    yield Extract(url, _page(findable, lang, _text(main.html or "")))


def _drop_title(node: LexborNode, title: str) -> None:
    """Take the title out of the text of a part: it stands above the text already."""
    for named in node.css("dfn, h2, h3, h4"):
        if named.text().strip() == title:
            named.decompose()
            return


def as_json(extracts: Iterable[Extract]) -> bytes:
    """Extracts as `as_extracts` reads them; empty where there are none."""
    found = list(extracts)
    return json.dumps(found, ensure_ascii=False).encode() if found else b""


def as_extracts(text: bytes) -> Iterator[Extract]:
    """What `as_json` wrote."""
    for url, html in json.loads(text):
        yield Extract(url, html)


def _text(html: str) -> str:
    """Some HTML with no more in it than headings, paragraphs and items of lists."""
    body = LexborHTMLParser(html).body
    assert body is not None
    body.unwrap_tags(_PLAIN)
    return _SPACES.sub(" ", body.inner_html or "")


def _page(findable: Findable, lang: str, text: str) -> str:
    """A page in HTML as Pagefind reads it (https://pagefind.app/docs/metadata/)."""
    facets = [*findable.facets.items(), ("kind", (findable.kind,))]
    head = [
        *(_meta("meta", name, said) for name, said in _said(findable)),
        *(_meta("filter", name, value) for name, values in facets for value in values),
    ]
    return f'<html lang="{escape(lang)}"><head>{"".join(head)}</head><body>{text}</body></html>'


def _said(findable: Findable) -> Iterator[tuple[str, str]]:
    yield "title", findable.title
    yield "kind", findable.kind
    if findable.names:
        yield "names", ", ".join(findable.names)


def _meta(what: str, name: str, value: str) -> str:
    return f'<meta data-pagefind-{what}="{name}[content]" content="{escape(value)}">'
