"""HTML of a document → the text of a draft that the check accepts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bs4 import Tag

from ..fields import MAX_TITLE
from .bold import find_headings_in_bold
from .citing import mark_citations
from .cleaning import clean
from .known import Known
from .lost import without_place, words_of
from .pictures import Nearby
from .result import Findings, Imported, Source
from .web import parse_html
from .weight import lighten, settle
from .writing import to_markdown

TITLE = "title"
"""The class of a heading that is the title of a document."""


def draft(
    source: Source,
    file: Path,
    title: str,
    known: Known,
    fields: Mapping[str, Any] | None = None,
) -> Imported:
    """The draft of a source. `title`, if any, goes before the one that the source has."""
    findings = source.findings
    soup = parse_html(source.html)
    body = soup.body
    assert body is not None  # the parser makes one
    if fields is None:
        find_headings_in_bold(body, findings, title)
    own = _take_title(body, title or source.title, bool(title))
    found = title or own or source.title or _first_heading(body)
    if not found:
        found = file.stem.replace("_", " ")
        findings.remark("The document has no title, so the name of the file became it:", found)
    short = shortened(found, findings)
    for tag in body.find_all(["aside", "span"]):
        tag.attrs.pop("data-raw", None)
        tag.attrs.pop("data-number", None)
    if fields is not None:
        mark_citations(body, soup, findings, known)
    clean(body, soup, findings, Nearby(file.parent, findings), known)
    counts = _count(body)
    text = settle(lighten(to_markdown(body), findings), findings)
    if not text.strip():
        findings.remark("The document has no text.")
    said = " ".join([words_of(text), found, *(one.text for one in findings.remarks)])
    for line in without_place(source.lines, said):
        findings.remark("A text that found no place in the draft:", line, kept=True)
    pictures, remarks = tuple(findings.pictures), tuple(findings.remarks)
    return Imported(short, text, pictures, remarks, counts, fields or {})


def _take_title(body: Tag, wanted: str, given: bool) -> str:
    """Take the heading out that is the title of the page; return its words, or nothing.

    It is the only one of the first level, or the only one that is marked as the title, and no
    text stands before it. One that says something else than a `given` title stays.
    """
    headings = [one for one in body.find_all("h1") if one.get_text(strip=True)]
    headings = [one for one in headings if TITLE in one.get_attribute_list("class")] or headings
    if len(headings) != 1 or headings[0].find("img"):
        return ""
    words = " ".join(headings[0].get_text(" ").split())
    before = headings[0].find_all_previous(string=lambda text: bool(text and text.strip()))
    is_other = given and words.casefold() != wanted.casefold()
    if before or is_other or len(words) > MAX_TITLE:
        return ""
    headings[0].decompose()
    return words


def _first_heading(body: Tag) -> str:
    for heading in body.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
        words = " ".join(heading.get_text(" ").split())
        if words:
            return words
    return ""


def shortened(title: str, findings: Findings) -> str:
    """A title in the length that the field takes."""
    title = " ".join(title.split())
    if len(title) <= MAX_TITLE:
        return title
    findings.remark(f"The title had to be cut to {MAX_TITLE} characters. It was:", title, kept=True)
    return title[: MAX_TITLE - 1].rsplit(" ", 1)[0] + "…"


def _count(body: Tag) -> Counter[str]:
    return Counter(
        headings=len(body.find_all(re.compile("^h[2-6]$"))),
        lists=len(body.find_all(["ul", "ol", "dl"])),
        tables=len(body.find_all("table")),
        links=len(body.find_all("a")),
        pictures=len(body.find_all("img")),
        footnotes=len(body.find_all("aside")),
    )
