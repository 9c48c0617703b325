"""Markdown with nothing unusual in it → what the whole way makes of it, without going it.

Most texts are paragraphs, headings, flat lists and tables, with bold and italic words, links and
citations, and have no sign in them that Markdown or HTML could take for anything else. For these
the outcome is plain. Every other text is left to Python-Markdown and what cleans after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from ..citations import Cite, read_citation
from .limits import is_light
from .rendered import Heading, Rendered

# Not the signs of Markdown and HTML, nor what nobody sees: spaces of all kinds, marks of
# direction, noncharacters.
_FORBIDDEN = re.compile(
    r"&(?! )|[^\n\ -;=?-Z\[\]a-z{|}"
    r"\xa1-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff\ue000-\ufdcf"
    r"\ufdf0-\ufefe\uff00-\uffef\U00010000-\U0001fffd]"
)
_TELLING = (" \n", "\n ", "]:", "] :", "![")
"""Spaces at the ends of lines may mean something; the others begin definitions and pictures."""

_HEADING = re.compile(r"(#{2,6}) ([^#&*\[\]{}\n ][^#&*\[\]{}\n]*)")
_ITEM = re.compile(r"(?:-|([0-9]{1,9})\.) ([^ ].*)")
_UNLIKE_PROSE = re.compile(r"^(?:[-+#=:]|\d+\.(?:[ \n]|$))", re.MULTILINE)

_DELIMITERS = re.compile(r"[|:\ -]+")
_STYLES = {
    (False, False): "",
    (True, False): ' style="text-align:left"',
    (False, True): ' style="text-align:right"',
    (True, True): ' style="text-align:center"',
}
"""How the cells of a column stand, by whether a colon begins and ends its delimiter."""

_HOST = r"(?:[a-z0-9]+(?:-[a-z0-9]+)*\.){1,4}[a-z]{2,12}"
_PLACE = rf"(?:\{{(?:filename|static)\}}/|/|https?://{_HOST}(?=[/)])|(?=\#))[\w./-]*(?:\#[\w-]+)?"
_ADDRESS = rf"tel:\+?[0-9-]+|mailto:[a-z0-9]+(?:[.-][a-z0-9]+)*@{_HOST}"
_BRACKETS = re.compile(
    rf"""
      \[ (?P<cites> @[\w@;,.\ :/-]+ ) \] (?![(\[])
    | \[ (?P<text> [^\[\]*@{{}}\n]+ ) \] \( (?P<url> {_PLACE} | {_ADDRESS} ) \)
    """,
    re.VERBOSE | re.ASCII,
)
_STARS = re.compile(r"(?<!\*)(\*\*?)(?![\s*])([^*]+)(?<!\s)\1")


class _Unusual(Exception):
    """A text that is to go the whole way."""


def render_usual(text: str) -> Rendered | None:
    """The same as the whole way makes of the text, or None where that has to be gone."""
    lines = f"\n{text}\n"
    if _FORBIDDEN.search(text) or any(sign in lines for sign in _TELLING) or not is_light(text):
        return None
    page = _Page()
    try:
        html = "\n".join(page.blocks(text))
    except _Unusual:
        return None
    return Rendered(
        html,
        tuple(page.links),
        tuple(page.citations),
        tuple(page.headings),
        frozenset(page.anchors),
    )


class _Page:
    """The blocks of a text, and what they hold."""

    def __init__(self) -> None:
        self.links: list[str] = []
        self.citations: list[Cite] = []
        self.headings: list[Heading] = []
        self.anchors: set[str] = set()

    def blocks(self, text: str) -> Iterator[str]:
        after_list = False
        for block in filter(None, (part.strip("\n") for part in text.split("\n\n"))):
            if "|" in block:
                yield self._table(block)
                after_list = False
                continue
            item = _ITEM.match(block)
            if block.startswith("#"):
                yield self._heading(block)
            elif not item:
                yield f"<p>{self._prose(block)}</p>"
            elif after_list or item[1] not in {None, "1"}:
                raise _Unusual  # it would go on with the list above, or begin with its number
            else:
                yield self._list("ol" if item[1] else "ul", block)
            after_list = item is not None

    def _heading(self, block: str) -> str:
        found = _HEADING.fullmatch(block)
        if not found:
            raise _Unusual
        from markdown.extensions.toc import slugify, unique

        level, title = len(found[1]), found[2]
        anchor = unique(slugify(title, "-"), self.anchors)
        if level == 2:
            self.headings.append(Heading(anchor, title))
        return f'<h{level} id="{anchor}">{title}</h{level}>'

    def _list(self, tag: str, block: str) -> str:
        items = []
        for line in block.split("\n"):
            item = _ITEM.fullmatch(line)
            if not item or bool(item[1]) != (tag == "ol"):
                raise _Unusual
            items.append(f"<li>{self._prose(item[2])}</li>")
        return "\n".join((f"<{tag}>", *items, f"</{tag}>"))

    def _table(self, block: str) -> str:
        lines = block.split("\n")
        framed = lines[0].startswith("|") or lines[0].endswith("|")
        header, *rest = (_cells(line, framed) for line in lines)
        if len(rest) < 2 or not _DELIMITERS.fullmatch(lines[1]):
            raise _Unusual
        if not 1 < len(header) == len(rest[0]):
            raise _Unusual
        styles = [_STYLES[cell[:1] == ":", cell[-1:] == ":"] for cell in rest[0]]
        head = self._row("th", header, styles)
        body = (self._row("td", cells, styles) for cells in rest[1:])
        return "\n".join(
            ("<table>", "<thead>", head, "</thead>", "<tbody>", *body, "</tbody>", "</table>")
        )

    def _row(self, tag: str, cells: list[str], styles: list[str]) -> str:
        """A row with as many cells as there are columns, whatever the number of its own."""
        found = zip_longest(cells[: len(styles)], styles, fillvalue="")
        html = (f"<{tag}{style}>{self._inline(text)}</{tag}>" for text, style in found)
        return "\n".join(("<tr>", *html, "</tr>"))

    def _prose(self, text: str) -> str:
        """The HTML of lines that belong together."""
        if _UNLIKE_PROSE.search(text):
            raise _Unusual
        return self._inline(text)

    def _inline(self, text: str) -> str:
        if "[" in text or "]" in text or "{" in text or "}" in text:
            text = self._with_brackets(text)
        if "*" in text:
            text = _STARS.sub(_star, text)
            if "*" in text:
                raise _Unusual
        return text.replace("&", "&amp;")

    def _with_brackets(self, text: str) -> str:
        outside = _BRACKETS.sub("", text)
        if any(sign in outside for sign in "[]{}"):
            raise _Unusual
        return _BRACKETS.sub(self._bracket, text)

    def _bracket(self, found: re.Match[str]) -> str:
        if not found["cites"]:
            self.links.append(found["url"])
            return f'<a href="{found["url"]}">{found["text"]}</a>'
        cites = read_citation(found["cites"])
        if cites is None:
            raise _Unusual
        self.citations += cites
        return f'<span data-cites="{found["cites"]}"></span>'


def _cells(row: str, framed: bool) -> list[str]:
    if framed:
        row = row.removeprefix("|").removesuffix("|")
    return [cell.strip(" ") for cell in row.split("|")]


def _star(found: re.Match[str]) -> str:
    tag = "em" if found[1] == "*" else "strong"
    return f"<{tag}>{found[2]}</{tag}>"
