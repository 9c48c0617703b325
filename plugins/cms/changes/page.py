"""What a reader gets from a built page, apart from the frame that all pages share."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode


@dataclass(frozen=True)
class Page:
    """A page, read once. `data` are its nodes of JSON-LD; `html` is all of it as it was written.

    `words`, `links` and `pictures` are those of the main part, in order. `leads_to` is the
    address that a redirect sends readers to.
    """

    title: str
    description: str
    words: tuple[str, ...]
    links: tuple[str, ...]
    pictures: tuple[str, ...]
    data: frozenset[str]
    leads_to: str | None
    html: str


def read_page(html: str, siteurl: str) -> Page:
    """Read a page of the site at `siteurl`, whose own addresses then begin with `/`."""
    tree = LexborHTMLParser(html)
    leads_to = _target(tree)
    data = frozenset(_nodes(tree))
    tree.strip_tags(["script", "style", "template"])
    main = tree.css_first("main") or tree.body
    heading = main.css_first("h1") if main else None
    title = heading or tree.css_first("title")
    description = tree.css_first("meta[name=description]")
    return Page(
        _plain(title.text()) if title else "",
        _plain(description.attributes.get("content") or "") if description else "",
        tuple(main.text(separator=" ").split()) if main else (),
        tuple(_here(one, siteurl) for one in _values(main, "a[href]", "href")),
        tuple(_here(one, siteurl) for one in _values(main, "img", "src", "alt")),
        data,
        None if leads_to is None else _here(leads_to, siteurl),
        html,
    )


def without_shared_data(pages: Mapping[str, Page]) -> dict[str, Page]:
    """The pages without the nodes of data that most of them have, such as that of the site."""
    counted = Counter(node for page in pages.values() for node in page.data)
    shared = {node for node, number in counted.items() if 2 < len(pages) < 2 * number}
    return {path: replace(page, data=page.data - shared) for path, page in pages.items()}


def _target(tree: LexborHTMLParser) -> str | None:
    """Where `<meta http-equiv=refresh content="0; url=…">` leads."""
    refresh = tree.css_first('meta[http-equiv="refresh" i]')
    content = refresh.attributes.get("content") or "" if refresh else ""
    _, found, target = content.partition("url=")
    return target.strip() if found else None


def _nodes(tree: LexborHTMLParser) -> Iterator[str]:
    for script in tree.css('script[type="application/ld+json"]'):
        try:
            data: Any = json.loads(script.text())
        except ValueError:
            yield script.text()
            continue
        graph = data.get("@graph", data) if isinstance(data, dict) else data
        for node in graph if isinstance(graph, list) else [graph]:
            yield json.dumps(node, sort_keys=True)


def _values(main: LexborNode | None, selector: str, *names: str) -> Iterator[str]:
    for node in main.css(selector) if main else ():
        yield " ".join(node.attributes.get(name) or "" for name in names)


def _here(address: str, siteurl: str) -> str:
    return address.removeprefix(siteurl) if address.startswith(f"{siteurl}/") else address


def _plain(text: str) -> str:
    return " ".join(text.split())
