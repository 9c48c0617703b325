"""Markdown to safe HTML: what was refused, which links it has, which anchors it makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

import markdown
import nh3

EXTENSIONS = (
    "abbr",
    "attr_list",
    "def_list",
    "fenced_code",
    "footnotes",
    "sane_lists",
    "tables",
    "toc",
)

_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    "time": {"datetime"},
}
_TAGS = frozenset(
    """
    a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small
    span strong sub summary sup table tbody td tfoot th thead time tr u ul var
    """.split()
)
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_URL_ATTRIBUTES = frozenset({"href", "src", "cite"})

MAX_LINE = 20_000
"""The longest line of text, in characters; Python-Markdown's cost grows with its square."""

MAX_NESTING = 100
"""How many brackets, quotes or emphasis marks may follow each other or be open at once."""

MAX_LINES = 2_000
"""How many lines may follow each other without an empty one."""

_RUNS = re.compile(
    "|".join(
        f"(?:{mark}){{{MAX_NESTING},}}"
        for mark in (
            r"\[[^\[\]\n]{0,3}",
            r"\([^()\n]{0,3}",
            r"<[^<>\n]{0,3}",
            r"[ \t]{0,3}>",
            r"[*_~][ \t]?",
            r"`",
            r"&#?",
        )
    )
)
_BRACKETS = (("[", "]", r"[\[\]]"), ("(", ")", r"[()]"), ("<", ">", r"<(?=[A-Za-z!/?])|>"))
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_DEEP_INDENT = re.compile(rf"^[ ]{{{4 * MAX_NESTING},}}\S", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something in the text that may not go on the page; `needle` finds it in the source."""

    needle: str
    code: str
    message: str
    hint: str


class Heading(NamedTuple):
    """A heading of the second level, as a list of contents shows it."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML, and what it holds. `links` are as the author wrote them."""

    html: str
    links: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    anchors: frozenset[str] = frozenset()
    refused: tuple[Refusal, ...] = ()


@lru_cache(maxsize=20_000)
def render(text: str) -> Rendered:
    """Turn Markdown into HTML that is safe whatever the text holds.

    Jinja syntax is text. HTML outside the allow-list is taken out of `html` and
    named in `refused`. Work is bounded: text that would take long is refused unread.
    """
    heavy = _too_heavy(text)
    if heavy:
        return Rendered("", refused=(heavy,))
    converter = _converter()
    try:
        raw = converter.convert(text)
    except RecursionError:
        _converter.cache_clear()  # it would go on from the state in which it stopped
        needle = text.strip().split("\n", 1)[0]
        return Rendered("", refused=(_nested(needle),))
    finally:
        converter.reset()
    found = _Scan()
    found.feed(raw)
    found.close()
    clean = nh3.clean(
        raw,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        clean_content_tags={"script", "style"},
        filter_style_properties={"text-align"},
        link_rel=None,
        strip_comments=True,
        url_schemes=set(_SCHEMES),
    )
    return Rendered(
        clean,
        links=tuple(found.links),
        headings=tuple(found.headings),
        anchors=frozenset(found.anchors),
        refused=tuple(dict.fromkeys(found.refused)),
    )


def render_inline(text: str) -> str:
    """The HTML of a text of one paragraph without the paragraph around it; else as `render`."""
    html = render(text).html
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return inner if "<p>" not in inner and html.startswith("<p>") else html


@cache
def _converter() -> markdown.Markdown:
    return markdown.Markdown(
        extensions=list(EXTENSIONS), output_format="html", extension_configs={"toc": {"marker": ""}}
    )


def _too_heavy(text: str) -> Refusal | None:
    for line in text.split("\n"):
        if len(line) > MAX_LINE:
            return Refusal(
                line[:60],
                "line-too-long",
                f"the line has {len(line):,} characters; {MAX_LINE:,} is the most",
                "Break the text into paragraphs with an empty line between them.",
            )
    run = _RUNS.search(text) or _DEEP_INDENT.search(text)
    if run:
        return _nested(run[0][:60].strip("\n"))
    return next(filter(None, map(_too_heavy_block, _EMPTY_LINES.split(text))), None)


def _too_heavy_block(block: str) -> Refusal | None:
    """As `_too_heavy`, for lines that follow each other without an empty one."""
    lines = block.strip("\n").count("\n") + 1
    first = block.strip("\n").partition("\n")[0][:60]
    if lines > MAX_LINES:
        return Refusal(
            first,
            "block-too-long",
            f"{lines:,} lines follow each other without an empty one; {MAX_LINES:,} is the most",
            "Break the text into paragraphs with an empty line between them.",
        )
    for opening, closing, either in _BRACKETS:
        if block.count(opening) <= MAX_NESTING:
            continue
        still_open = 0
        for mark in re.findall(either, block):
            still_open = max(0, still_open - 1) if mark == closing else still_open + 1
            if still_open > MAX_NESTING:
                return _nested(first)
    return None


def _nested(needle: str) -> Refusal:
    return Refusal(
        needle,
        "too-deep",
        "too many brackets or marks follow each other here",
        "Take out the ones that are not needed.",
    )


class _Scan(HTMLParser):
    """Reads what Markdown made, before it is cleaned: links, anchors and what must go."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.headings: list[Heading] = []
        self.refused: list[Refusal] = []
        self._in_title = False
        self._heading: Heading | None = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "h2" and self._heading:
            self.headings.append(self._heading)
            self._heading = None

    def handle_data(self, data: str) -> None:
        if self._heading:
            self._heading = Heading(self._heading.anchor, self._heading.text + data)
        if self._in_title and data.strip():
            self._in_title = False
            self.refused.append(
                Refusal(
                    f"# {data.strip()}",
                    "second-title",
                    "the text has a heading of the first level, which is the page's title",
                    "Use `##` for the headings in the text.",
                )
            )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "h1":
            self._in_title = True
        elif tag not in _TAGS:
            self.refused.append(
                Refusal(
                    f"<{tag}",
                    "unsafe-html",
                    f"`<{tag}>` may not be used in a text",
                    "Take it out. If it is meant as text, write `&lt;` in place of `<`.",
                )
            )
            return
        allowed = _ATTRIBUTES["*"] | _ATTRIBUTES.get(tag, set())
        for name, value in attrs:
            if name not in allowed:
                self.refused.append(
                    Refusal(
                        name,
                        "unsafe-html",
                        f"`{name}` may not be used on `<{tag}>`",
                        f"Take `{name}` out.",
                    )
                )
            elif name in _URL_ATTRIBUTES:
                self._link((value or "").strip())
            elif name == "id" and value:
                self.anchors.add(value)
                if tag == "h2":
                    self._heading = Heading(value, "")

    handle_startendtag = handle_starttag

    def parse_html_declaration(self, i: int) -> int:
        """As a browser: `<![` outside of SVG begins a comment. Python's parser stops at some."""
        if self.rawdata.startswith("<![", i):
            return self.parse_bogus_comment(i)
        return super().parse_html_declaration(i)

    def _link(self, url: str) -> None:
        bare = re.sub(r"[\x00-\x20]", "", url)
        try:
            scheme = urlsplit(bare).scheme
        except ValueError:
            scheme = "?"
        if scheme and scheme not in _SCHEMES:
            self.refused.append(
                Refusal(
                    url,
                    "bad-link",
                    f"`{url[:60]}` is not an address that a page may link to",
                    "Use `https://…`, `mailto:…`, `tel:…` or `{filename}/folder/file.md`.",
                )
            )
        else:
            self.links.append(url)
