"""HTML that is allowed on a page → the Markdown that authors write.

markdownify walks the HTML. What is said here is how our dialect writes each part; what it has
no sign for stays HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from bs4 import Tag
from markdownify import MarkdownConverter

from .escaping import escape, guard
from .lists import BLOCKS

_INDENT = "    "
_NOT_PLAIN = re.compile(r"[^\w ]|_")
_LOUD = frozenset({"b", "em", "i", "strong"})
_NO_PIPES = ("dl", "ol", "pre", "table", "ul", "blockquote", "h2", "h3", "h4", "h5", "h6")
"""What a cell of a Markdown table cannot hold."""


def to_markdown(body: Tag) -> str:
    """The text below the fields, ending with a line end."""
    text = _Writer().convert_soup(body)
    return re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", text).strip() + "\n"


def needs_html(block: Tag) -> bool:
    """Whether Markdown has no signs for a table or list, or for what is in it."""
    if block.name == "table":
        spans = block.find(lambda one: one.get("colspan") or one.get("rowspan"))
        return bool(spans or block.find(_NO_PIPES) or len(_widths(block)) != 1)
    if block.name in {"ul", "ol", "blockquote", "dl"}:
        return block.find(("pre", "table", "dl", "hr")) is not None
    return False


def _widths(table: Tag) -> set[int]:
    return {len(row.find_all(("td", "th"))) for row in table.find_all("tr")}


def _inline(name: str) -> Callable[[Any, Tag, str, set[str]], str]:
    def convert(self: Any, element: Tag, text: str, parent_tags: set[str]) -> str:
        return f"<{name}>{text}</{name}>" if text.strip() else text

    return convert


def _loud(sign: str, name: str) -> Callable[[Any, Tag, str, set[str]], str]:
    def convert(self: Any, element: Tag, text: str, parent_tags: set[str]) -> str:
        inner = text.strip()
        if not inner:
            return text
        before = text[: len(text) - len(text.lstrip())]
        after = text[len(text.rstrip()) :]
        beside = (element.previous_sibling, element.next_sibling)
        if any(isinstance(one, Tag) and one.name in _LOUD for one in beside):
            return f"{before}<{name}>{inner}</{name}>{after}"  # signs that touch would be misread
        if inner.startswith("*") or inner.endswith("*"):
            return f"{before}<{name}>{inner}</{name}>{after}"
        return f"{before}{sign}{inner}{sign}{after}"

    return convert


class _Writer(MarkdownConverter):
    """How our dialect writes what markdownify finds."""

    def __init__(self) -> None:
        super().__init__(wrap=True, wrap_width=None, heading_style="atx", bullets="-")

    def process_tag(self, node: Tag, parent_tags: set[str] | None = None) -> str:
        if needs_html(node):
            return f"\n\n{_as_html(node)}\n\n"
        text: str = super().process_tag(node, parent_tags)  # type: ignore[misc]
        return text

    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = escape(text)
        if "_inline" in parent_tags:
            text = text.replace("|", "\\|") if {"td", "th"} & parent_tags else text
            text = text.replace("#", "\\#")
        return text

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_inline" in parent_tags:
            return f"{text.strip()}<br>" if el.find_next_sibling("p") else text.strip()
        return f"\n\n{guard(text.strip())}\n\n" if text.strip() else ""

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if {"td", "th"} & parent_tags:
            return "<br>"
        return " " if "_inline" in parent_tags else "  \n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        text = " ".join(text.split())
        anchor = f" {{#{el['id']}}}" if el.get("id") else ""
        return f"\n\n{'#' * n} {text}{anchor}\n\n" if text else ""

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if not text.strip():
            return text
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{before}[{text.strip()}]({_address(el)}){after}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        size = " ".join(f'{name}="{el[name]}"' for name in ("width", "height") if name in el.attrs)
        if not el.get("alt"):
            return f'<img src="{_address(el)}"{f" {size}" if size else ""}>'
        return f"![{escape(str(el['alt']))}]({_address(el)}){f'{{: {size}}}' if size else ''}"

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "pre" in parent_tags:
            return text
        inner = " ".join(text.split())
        if "`" in inner or "|" in inner:
            shown = _NOT_PLAIN.sub(lambda sign: f"&#{ord(sign[0])};", inner)
            return f"<code>{shown}</code>"
        return f"`{inner}`" if inner else ""

    convert_kbd = convert_samp = convert_var = convert_code

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
        fence = "`" * (longest + 1)
        text = text.strip("\n")
        return f"\n\n{fence}\n{text}\n{fence}\n\n" if text.strip() else ""

    def convert_ul(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip(chr(10))}\n\n"

    convert_ol = convert_ul

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip()
        sign = "- "
        if el.parent is not None and el.parent.name == "ol":
            first = str(el.parent.get("start", ""))
            sign = f"{int(first or 1) + len(el.find_previous_siblings('li'))}.".ljust(4)
        loose = "\n\n" if len(el.find_all("p", recursive=False)) > 1 else "\n"
        return sign + _below(el, text) + loose

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{guard(' '.join(text.split()))}\n"

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f":   {_below(el, text)}\n"

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        rows = [
            [self._cell(cell) for cell in row.find_all(("td", "th"))] for row in el.find_all("tr")
        ]
        rows.insert(1, ["---"] * len(rows[0]))
        return "\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n\n"

    def _cell(self, cell: Tag) -> str:
        walk = self.process_element  # type: ignore[attr-defined]
        inner = "".join(walk(one, {"td", "_inline"}) for one in cell.children)
        return re.sub(r"(?:<br>\s*)+$", "", " ".join(inner.split()))

    convert_b = convert_strong = _loud("**", "strong")
    convert_i = convert_em = _loud("*", "em")
    convert_cite = convert_dfn = _loud("*", "em")
    convert_del = convert_s = _inline("s")
    convert_ins = _inline("ins")
    convert_u = _inline("u")
    convert_mark = _inline("mark")
    convert_sub = _inline("sub")
    convert_sup = _inline("sup")
    convert_q = _inline("q")
    convert_small = _inline("small")

    def convert_abbr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        title = html.escape(str(el.get("title") or ""))
        return f'<abbr title="{title}">{text}</abbr>' if title else text

    def convert_span(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A footnote or a citation stands in its own signs."""
        return str(el.get("data-raw") or text)

    def convert_aside(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """The text of a footnote, below its number."""
        return f"\n\n[^{el['data-number']}]: {_below(el, text)}\n\n"


def _below(element: Tag, text: str) -> str:
    """A text that stands after a sign: indented from its second line on."""
    lines = text.strip().split("\n")
    first = next((one for one in element.children if str(one).strip()), None)
    if not isinstance(first, Tag) or first.name not in BLOCKS:
        lines[0] = guard(lines[0])
    for number in range(1, len(lines)):
        if lines[number - 1].endswith("  "):
            lines[number] = guard(lines[number])
    return "\n".join([lines[0], *(f"{_INDENT}{line}" if line else "" for line in lines[1:])])


def _as_html(node: Tag) -> str:
    """A block as it is, without the empty lines that would end it."""
    for mark in node.find_all("span"):
        mark.name = "sup"
        mark.attrs = {}
    for code in node.find_all("pre"):
        code.string = code.get_text().replace("\n", _LINE_END)
    text = re.sub(r"\s*\n\s*", "\n", str(node)).strip()
    return text.replace(_LINE_END, "&#10;")


_LINE_END = "\ue000n\ue001"
_NOT_IN_ADDRESS = re.compile(r"[\s()<>\"\[\]\\|`]")


def _address(element: Tag) -> str:
    """Where a link leads, as Markdown takes it: without signs that would end it."""
    url = str(element.get("href") or element.get("src") or "")
    return _NOT_IN_ADDRESS.sub(lambda sign: quote(sign[0]), url)
