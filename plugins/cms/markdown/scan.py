"""What Markdown made, read before it is cleaned: what it holds and what must go."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from ..citations import Cite, read_citation
from .refusal import Refusal
from .rendered import Heading

ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"start"},
    "span": {"data-cites"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    "time": {"datetime"},
}
TAGS = frozenset(
    """
    a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small
    span strong sub summary sup table tbody td tfoot th thead time tr u ul var
    """.split()
)
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_URL_ATTRIBUTES = frozenset({"href", "src", "cite"})


class Scan(HTMLParser):
    """Lists links, citations, headings, anchors and refusals."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.citations: list[Cite] = []
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
        elif tag not in TAGS:
            self.refused.append(
                Refusal(
                    f"<{tag}",
                    "unsafe-html",
                    f"`<{tag}>` may not be used in a text",
                    "Take it out. If it is meant as text, write `&lt;` in place of `<`.",
                )
            )
            return
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
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
            elif name == "data-cites":
                self._citation(value or "")
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

    def _citation(self, text: str) -> None:
        cites = read_citation(text)
        if cites is None:
            self.refused.append(
                Refusal(
                    f"[{text.partition(chr(10))[0]}",
                    "bad-citation",
                    f"`[{text[:60]}]` is not a citation",
                    "Write only keys between the brackets, with a place in the source if need "
                    "be: `[@one-2020]` or `[@one-2020, p. 3; @two-2021]`.",
                )
            )
        self.citations += cites or ()

    def _link(self, url: str) -> None:
        bare = re.sub(r"[\x00-\x20]", "", url)
        try:
            scheme = urlsplit(bare).scheme
        except ValueError:
            scheme = "?"
        if scheme and scheme not in SCHEMES:
            is_file = scheme == "file" or re.match(r"[a-zA-Z]:[\\/]", bare)
            self.refused.append(
                Refusal(
                    url,
                    "bad-link",
                    f"`{url[:60]}` is a file on your own computer, which no reader can open"
                    if is_file
                    else f"`{url[:60]}` is not an address that a page may link to",
                    "Write `{filename}/folder/file.md` for a page, or `{static}/images/name.jpg` "
                    "for a picture that is in `content/images/`."
                    if is_file
                    else "Use `https://…`, `mailto:…`, `tel:…` or `{filename}/folder/file.md`.",
                )
            )
        else:
            self.links.append(url)
