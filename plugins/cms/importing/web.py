"""A web page → the HTML of its main part, and what stood around that."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString
from selectolax.lexbor import LexborHTMLParser

from .charset import decode
from .result import Findings, Source, Unusable, begin

_AROUND = {
    "nav": "a menu of the site",
    "header": "the head of the page",
    "footer": "the foot of the page",
}
MAX_DEPTH = 500
"""How deep the parts of a document may stand in each other."""

_CODE = ("script", "style")
_UNSEEN = frozenset({"script", "style", "template", "noscript", "title"})


def read_web(raw: bytes) -> Source:
    """Read a page in any character set. Raises Unusable for what is no text."""
    findings = Findings()
    soup = parse_html(decode(raw, findings, is_html=True))
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    body = soup.body or soup
    lines = texts(body)
    main = _main(body)
    for part in body.find_all(list(_AROUND)):
        holds_main = main is part or main in part.descendants
        inside = (main is not body and main in part.parents) or part.find_parent("article")
        if part.decomposed or inside or holds_main:
            continue
        if part.get_text(strip=True):
            findings.remark(f"Left out: {_AROUND[part.name]}.", part.get_text(" "))
        part.decompose()
    for tag in body.find_all(list(_CODE)):
        main.append(tag.extract())
    described = soup.find("meta", attrs={"name": "description"})
    if described and str(described.get("content") or "").strip():
        words = str(described["content"])
        findings.remark("For search engines the page says of itself:", words, kept=True)
    if main is not body:
        _leave_rest(body, main, findings)
    return Source(main.decode_contents(), title, lines, findings)


def parse_html(text: str) -> BeautifulSoup:
    """The tree that a browser makes of a text; the parser of bs4 alone leaves `<li>` open.

    Raises Unusable for one that is nested too deep to be read.
    """
    soup = BeautifulSoup(LexborHTMLParser(text).html or "", "html.parser")
    _check_depth(soup)
    if soup.head and soup.body:
        for tag in soup.head.find_all(list(_CODE)):
            soup.body.append(tag.extract())
    return soup


def _check_depth(soup: BeautifulSoup) -> None:
    depth = {id(soup): 0}
    for tag in soup.find_all(True):
        depth[id(tag)] = depth[id(tag.parent)] + 1
        if depth[id(tag)] > MAX_DEPTH:
            raise Unusable(
                f"The document is nested more than {MAX_DEPTH} deep, which no person writes. Copy "
                "its text into a new Word document, and import that."
            )


def texts(body: Tag) -> list[str]:
    """Every text in a part of a page, and what stands in place of its pictures."""
    found = [
        str(text)
        for text in body.find_all(string=True)
        if not isinstance(text, PreformattedString)
        and not (text.parent and (text.parent.name in _UNSEEN))
    ]
    return [*found, *(str(picture["alt"]) for picture in body.find_all("img", alt=True))]


def _main(body: Tag) -> Tag:
    articles = [one for one in body.find_all("article") if not one.find_parent("article")]
    found = body.find_all("main") or body.find_all(role="main") or articles
    return found[0] if len(found) == 1 else body


def _leave_rest(body: Tag, main: Tag, findings: Findings) -> None:
    """Name the texts outside of the main part; they go to the end of the draft."""
    inside = {id(one) for one in main.descendants}
    words = [
        text.strip()
        for text in body.find_all(string=True)
        if id(text) not in inside
        and text.strip()
        and not isinstance(text, PreformattedString)
        and not (text.parent and text.parent.name in _UNSEEN)
    ]
    if words:
        findings.remark(
            "Outside of the main part of the page there is:",
            " ".join(words),
            kept=True,
        )
    for picture in body.find_all("img"):
        if id(picture) not in inside:
            name = str(picture.get("alt") or picture.get("src") or "")
            findings.remark(
                f"The picture “{begin(name)}” outside of the main part was left out.", name
            )
