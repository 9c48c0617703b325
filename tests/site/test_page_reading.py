"""A page is read as a slower reader reads it, whatever its HTML; and it is kept as a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from plugins.cms.rules.pages import Page, from_text, read_page, to_text
from plugins.cms.rules.pages.addresses import target
from tests.conftest import Project

SITE = "https://example.org/sub"
PATH = "a/b/index.html"

# -- the slower reader: it walks from element to element, and resolves each link anew -----

NO_PROSE = frozenset("script style template svg code pre kbd samp cite".split())
WANTED = ":is([id], [href], [src], [srcset], [poster], img, h1, h2, h3, h4, h5, h6)"


def walked(path: str, html: str, siteurl: str) -> dict[str, Any]:
    """All that a page has to hold, by the names of its fields."""
    tree = LexborHTMLParser(html)
    ids: list[str] = []
    links: dict[str, None] = {}
    ways: dict[str, None] = {}
    headings: list[tuple[int, str, str]] = []
    pictures: list[tuple[Any, ...]] = []
    registered = {node.mem_id for node in tree.css("[data-register] [href]")}
    for node in tree.css(WANTED):
        tag, attributes = node.tag or "", node.attributes
        if attributes.get("id"):
            ids.append(attributes["id"] or "")
        found = [attributes.get(name) for name in ("href", "src", "poster")]
        found += [
            word.rstrip(",")
            for word in (attributes.get("srcset") or "").split()
            if not re.fullmatch(r"[\d.]+[wxh],?|,", word)
        ]
        if tag != "base":
            links.update(dict.fromkeys(link for link in found if link))
        if tag in {"a", "area"} and found[0]:
            if node.mem_id not in registered:
                ways[found[0]] = None
        elif tag == "img":
            src = attributes.get("src") or ""
            place = target(src, path, siteurl)
            sizes = (pixels(attributes.get("width")), pixels(attributes.get("height")))
            pictures.append((src, "alt" in attributes, *sizes, place and place[0]))
        elif re.fullmatch("h[1-6]", tag):
            headings.append((int(tag[1]), plain(node.text()), attributes.get("id") or ""))
    title = tree.css_first("head > title")
    lang = tree.root.attributes.get("lang") or "" if tree.root else ""
    inward = list(broken_at_most(links, set(ids), path, siteurl))
    places = [place for link in inward if (place := target(link, path, siteurl)) and place[1]]
    return {
        "path": path,
        "lang": lang,
        "title": plain(title.text()) if title else "",
        "description": plain(meta(tree, "description")),
        "noindex": "noindex" in meta(tree, "robots").lower(),
        "links": inward,
        "files": once(place[0] for link in inward if (place := target(link, path, siteurl))),
        "anchors": [part for place in dict.fromkeys(places) for part in place],
        "ways": once(
            place[0] for link in links if link in ways and (place := target(link, path, siteurl))
        ),
        "outside": once(elsewhere(links, path, siteurl)),
        "ids": ids,
        "pictures": pictures,
        "headings": headings,
        "passages": passages(tree, lang),
    }


def once(texts: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def broken_at_most(
    links: Mapping[str, None], ids: set[str], path: str, siteurl: str
) -> Iterator[str]:
    for link in links:
        place = target(link, path, siteurl)
        if place is None or "{filename}" in unquote(link):
            continue
        if place[0] != path or (place[1] and place[1] not in ids):
            yield link


def elsewhere(links: Mapping[str, None], path: str, siteurl: str) -> Iterator[str]:
    for link in links:
        address = link.partition("#")[0].strip()
        address = f"https:{address}" if address.startswith("//") else address
        is_web = address.lower().startswith(("http://", "https://"))
        if is_web and target(link, path, siteurl) is None:
            yield address


def meta(tree: LexborHTMLParser, name: str) -> str:
    node = tree.css_first(f"meta[name={name}]")
    return node.attributes.get("content") or "" if node else ""


def pixels(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdecimal() else None


def plain(text: str) -> str:
    return " ".join(text.split())


def passages(tree: LexborHTMLParser, lang: str) -> list[tuple[str, tuple[str, ...]]]:
    top = tree.css_first("main") or tree.body
    if top is None:
        return []
    main: list[str] = []
    found = [(top.attributes.get("lang") or lang, main)]
    waiting = [(child, main) for child in reversed(list(top.iter(include_text=True)))]
    while waiting:
        node, texts = waiting.pop()
        if node.tag == "-text":
            texts.append(node.text_content or "")
            continue
        attributes = node.attributes
        if node.tag in NO_PROSE or is_name(attributes):
            continue
        if attributes.get("lang"):
            texts = []
            found.append((attributes["lang"] or "", texts))
        waiting += [(child, texts) for child in reversed(list(node.iter(include_text=True)))]
    return [(spoken, sample(texts)) for spoken, texts in found]


def is_name(attributes: Mapping[str, str | None]) -> bool:
    return attributes.get("translate") == "no" or (attributes.get("id") or "").startswith("ref-")


def sample(texts: Sequence[str]) -> tuple[str, ...]:
    words = " ".join(texts).split()
    count = min(3, -(-len(words) // 40))
    last = max(0, len(words) - 40)
    starts = [last * number // max(1, count - 1) for number in range(count)]
    return tuple(" ".join(words[start : start + 40]) for start in starts)


def as_walked(page: Page) -> dict[str, Any]:
    """A page as `walked` tells of it."""
    lists = ("links", "files", "anchors", "ways", "outside", "ids", "pictures", "headings")
    lists += ("passages",)
    names = ("path", "lang", "title", "description", "noindex", *lists)
    return {
        name: list(getattr(page, name)) if name in lists else getattr(page, name) for name in names
    }


# -- pages of a theme, and odd ones -----------------------------------------------------


@pytest.fixture(scope="module")
def pages(clinic: Project) -> dict[str, str]:
    """The HTML of every page of the site."""
    found = {path: raw.decode() for path, raw in clinic.files().items() if path.endswith(".html")}
    assert len(found) > 40
    return found


def test_every_page_of_the_site_is_read_as_by_walking(pages: dict[str, str]) -> None:
    """Field by field, be it given as text or as bytes."""
    for path, html in pages.items():
        page = read_page(path, html, "")
        assert as_walked(page) == walked(path, html, "")
        assert read_page(path, html.encode(), "") == page


TAGS = (
    "a area base img source video h1 h2 h6 h7 p b span div ul li table tr td svg path use math "
    "mtext template code pre cite kbd script style title meta head body html main section "
    "select option selectedcontent textarea noscript br link form"
).split()
VALUES = (
    "x", "ref-x", "#x", "#gone", "../", "/a/", "index.html", "y.png 2x, z.png 3x", "no", "en", "de",
    "description", "robots", "NOINDEX", f"{SITE}/q/#x", "//e.org/a#b", "http://[", "%00", "#%00",
    "{filename}a.md", "mailto:a", " https://e.org ", "12", "", "?q", "a\nb", "&#0;c", "#a\nb",
)  # fmt: skip
NAMES = (
    "id href src srcset poster lang translate data-register alt width height name content HREF "
    "xlink:href"
).split()
TEXTS = ("Water it.", " ", "\n", "one two three " * 30, "&amp;", "\0", "<", "]]>", "é", "\u00a0x")

attribute = st.builds(lambda n, v: f' {n}="{v}"', st.sampled_from(NAMES), st.sampled_from(VALUES))
bare = st.sampled_from(NAMES).map(lambda name: f" {name}")
start = st.builds(
    lambda tag, found, end: f"<{tag}{''.join(found)}{end}",
    st.sampled_from(TAGS),
    st.lists(attribute | bare, max_size=3),
    st.sampled_from((">", ">", "/>")),
)  # fmt: skip
odd = st.sampled_from(("<!--", "-->", "<![CDATA[", "<!doctype html>", "<", "</", '"', "<a "))
piece = start | st.sampled_from(TAGS).map(lambda tag: f"</{tag}>") | st.sampled_from(TEXTS) | odd
whole = st.lists(piece, max_size=25).map("".join)
framed = whole.map(
    lambda body: f'<!doctype html><html lang="en"><title>A</title><main>{body}</main><p lang="de">b'
)


@given(whole | framed)
@settings(max_examples=300)
@example('<code><main id="x">a <svg><desc>b</desc></svg><cite>c</cite> d</main></code>')
@example('<main lang="de">a<p lang="fr">b<q lang="es">c</q></p><pre lang="it">d</pre></main>')
@example('<main>a</main><p lang="de">b</p><ul data-register><a href="/a/">c</a></ul>')
@example("<main><svg><g><svg>a</svg></g></svg><cite><code>b</code></cite>c</main>")
@example('<a data-register href="/a/">a</a><ul data-register><a href="/b/">b</a></ul>')
@example('<main>a <p id="ref-x">b</p><p translate="no">c</p><p translate="yes">d</p></main>')
@example('<a href="{filename}a.md"></a><a href="%7Bfilename}b.md">')
@example("<main><math><annotation-xml><cite>a</cite><![CDATA[b]]></math></main>")
@example('<main><select><button><selectedcontent id="a"></button><option id="b">c</select></main>')
def test_odd_html_is_read_as_by_walking(html: str) -> None:
    """Whatever a theme or an author comes up with, and however it is broken."""
    page = read_page(PATH, html, SITE)
    expected = walked(PATH, html, SITE)
    for name in ("files", "anchors", "ways", "links", "ids", "outside"):
        expected[name] = [text.replace("\0", "\ufffd") for text in expected[name]]
    assert as_walked(page) == expected
    assert from_text(to_text(page), None) == page


def test_a_page_comes_back_whole(pages: dict[str, str]) -> None:
    """Packed, as it is kept between builds."""
    for path, html in pages.items():
        page = read_page(path, html, "")
        assert from_text(to_text(page), None) == page
