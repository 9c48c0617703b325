"""Lists of a document: whole, and not deeper than anybody can read."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from .result import Findings

MAX_NESTING = 10
"""How deep lists and quotations may be nested in a draft."""

BLOCKS = frozenset(
    """
    aside blockquote caption dd dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody td tfoot th
    thead tr ul
    """.split()
)
"""The tags that begin a line of their own and mean something in a text."""


def flatten(body: Tag, findings: Findings) -> None:
    """Take lists and quotations apart that are nested too deep; their words stay."""
    depth: dict[int, int] = {id(body): 0}
    too_deep = False
    for tag in body.find_all(True):
        own = tag.name in {"ul", "ol", "blockquote", "dl", "table", "sub", "sup", "u", "s", "q"}
        depth[id(tag)] = depth[id(tag.parent)] + own
    for tag in body.find_all(True):
        if depth[id(tag)] > MAX_NESTING:
            too_deep = True
            tag.insert_before(" ")
            tag.unwrap()
    if too_deep:
        findings.remark(f"Lists were nested more than {MAX_NESTING} deep; they are less deep now.")


def mend_lists(body: Tag, soup: BeautifulSoup) -> None:
    """Only items stand in a list, and items only in a list."""
    for item in body.find_all("li"):
        if item.parent is None or item.parent.name not in {"ul", "ol"}:
            item.name = "p" if not item.find(BLOCKS) else "blockquote"
    for group in body.find_all(["ul", "ol"]):
        last: Tag | None = None
        for child in list(group.children):
            if isinstance(child, Tag) and child.name == "li":
                last = child
            elif isinstance(child, Tag) or str(child).strip():
                if last is None:
                    last = soup.new_tag("li")
                    child.insert_before(last)
                last.append(child.extract())
        first = str(group.get("start", "1"))
        if group.name == "ol" and not (first.isascii() and first.isdigit() and len(first) < 7):
            del group["start"]
        for item in group.find_all("li", recursive=False):
            if not item.get_text(strip=True) and not item.find("img"):
                item.decompose()
        if not group.find("li"):
            group.unwrap()
    for group in body.find_all("dl"):
        if not group.find("dt") or not group.find("dd"):
            for part in group.find_all(["dt", "dd"]):
                part.name = "p"
            group.unwrap()
    for part in body.find_all(["dt", "dd"]):
        if not part.find_parent("dl"):
            part.name = "p" if not part.find(BLOCKS) else "blockquote"
