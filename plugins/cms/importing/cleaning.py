"""HTML as it comes → only what may stand in a text, and a remark for whatever that changes."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString, PreformattedString

from .footnotes import move_footnotes
from .headings import shift_headings
from .known import Known
from .links import settle_links
from .lists import BLOCKS, flatten, mend_lists
from .result import Findings, begin
from .tables import mend_tables
from .unknown import FindPicture, replace_unknown

_INLINE = frozenset(
    """
    a abbr b br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup u var
    """.split()
)
_PLAIN = frozenset(
    """
    acronym address article bdi bdo big body center col colgroup data details dir div fieldset
    figcaption figure font footer form header hgroup label legend main nav nobr noscript optgroup
    option output picture rb rp rt rtc ruby search section slot strike summary time tt wbr
    """.split()
)
"""What needs no remark when only its text is kept."""
_ENDS_LINE = frozenset(
    """
    address article center details dir div fieldset figcaption figure footer form header hgroup
    legend main nav option search section summary
    """.split()
)
_MARKS = {"aside": "data-number", "span": "data-raw"}
"""Tags that are ours: the text of a footnote, and what is written as it is."""
_SAME = {"strike": "s", "tt": "code", "acronym": "abbr"}
_KEPT = {
    "a": {"href"},
    "abbr": {"title"},
    "aside": {"data-number"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "span": {"data-raw"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_BREAK = {"data-break": "yes"}
_HOLDS_BLOCKS = ("[document]", "body", "blockquote", "dd", "aside")
_NO_HEADING_IN = ["li", "td", "th", "blockquote", "dd", "dt", "caption", "a", "aside"]


def clean(
    body: Tag,
    soup: BeautifulSoup,
    findings: Findings,
    find_picture: FindPicture,
    known: Known,
) -> None:
    """Change `body` to what may stand in a text; `soup` is the tree that it belongs to."""
    _drop_comments(body, findings)
    replace_unknown(body, soup, findings, find_picture)
    move_footnotes(body, soup)
    _rename(body, findings)
    shift_headings(body, soup, _NO_HEADING_IN)
    settle_links(body, findings, known)
    _unwrap(body, soup)
    flatten(body, findings)
    mend_lists(body, soup)
    mend_tables(body, findings)
    _mend_texts(body)
    _wrap_texts(body, soup)
    for tag in body.find_all(True):
        kept = _KEPT.get(tag.name, set()) | ({"id"} if tag.name[0] == "h" else set())
        tag.attrs = {name: value for name, value in tag.attrs.items() if name in kept}


def _drop_comments(body: Tag, findings: Findings) -> None:
    for text in [one for one in body.descendants if isinstance(one, PreformattedString)]:
        if isinstance(text, Comment) and text.strip():
            findings.remark("A note hidden in the HTML was left out.", text)
        text.extract()


def _rename(body: Tag, findings: Findings) -> None:
    for tag in body.find_all(True):
        tag.name = _SAME.get(tag.name, tag.name)
        if tag.name not in _INLINE | BLOCKS | _PLAIN:
            findings.remark(f"`<{tag.name}>` is not known here; its text was kept.", tag.get_text())
        title = str(tag.get("title") or "").strip()
        if title and tag.name != "abbr" and title not in tag.get_text():
            findings.remark(
                f"A hint shows when the pointer is over “{begin(tag.get_text())}”:",
                title,
                kept=True,
            )


def _unwrap(body: Tag, soup: BeautifulSoup) -> None:
    """Take away every tag that says nothing in a text; what it held stays."""
    for tag in body.find_all(True):
        if tag.name == "summary":
            tag.wrap(soup.new_tag("p"))
            tag.name = "strong"
        elif tag.name in _ENDS_LINE and not tag.find(BLOCKS | _ENDS_LINE):
            tag.name = "p"
        elif tag.name in _MARKS and not tag.get(_MARKS[tag.name]):
            tag.unwrap()
        elif tag.name not in _INLINE | BLOCKS:
            if tag.name in _ENDS_LINE:
                _break_around(tag)
            tag.unwrap()
        elif tag.name in _INLINE and tag.name != "a" and tag.find(BLOCKS | _ENDS_LINE):
            tag.unwrap()
    for link in body.find_all("a"):
        for block in link.find_all(BLOCKS):
            block.insert_before(" ")
            block.insert_after(" ")
            block.unwrap()
    for tag in body.find_all(["b", "strong", "em", "i"]):
        if tag.find_parent([tag.name]):
            tag.unwrap()


def _break_around(tag: Tag) -> None:
    """Keep texts apart that a block kept apart."""
    if tag.previous_sibling is not None:
        tag.insert_before(Tag(name="hr", attrs=_BREAK))
    if tag.next_sibling is not None:
        tag.insert_after(Tag(name="hr", attrs=_BREAK))


def _mend_texts(body: Tag) -> None:
    for pre in body.find_all("pre"):
        for line_break in pre.find_all("br"):
            line_break.replace_with("\n")
        pre.string = pre.get_text()
    for code in body.find_all(["code", "kbd", "samp", "var"]):
        code.string = code.get_text()
    for tag in body.find_all(["p", "h2", "h3", "h4", "h5", "h6"]):
        if not tag.get_text(strip=True) and not tag.find(["img", "span"]):
            tag.decompose()


def _wrap_texts(body: Tag, soup: BeautifulSoup) -> None:
    """Every text that stands between blocks becomes a paragraph."""
    for holder in [body, *body.find_all(_HOLDS_BLOCKS)]:
        _wrap_children(holder, soup)
    for item in body.find_all("li"):
        if item.find(["p", "pre", "table", "blockquote", "dl"], recursive=False):
            _wrap_children(item, soup)
    for mark in body.find_all("hr", attrs={"data-break": True}):
        mark.decompose()


def _wrap_children(holder: Tag, soup: BeautifulSoup) -> None:
    paragraph: Tag | None = None
    for child in list(holder.children):
        inline = not isinstance(child, Tag) or child.name in _INLINE
        if not inline:
            paragraph = None
            continue
        if paragraph is None:
            if isinstance(child, NavigableString) and not child.strip():
                continue
            paragraph = soup.new_tag("p")
            child.insert_before(paragraph)
        paragraph.append(child.extract())
