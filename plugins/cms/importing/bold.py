"""Headings that somebody only typed in bold: a line by itself, with a text below it."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from .headings import NAMES
from .result import Findings

MAX_LENGTH = 80
"""Up to how many characters a line in bold may be a heading."""


def find_headings_in_bold(body: Tag, findings: Findings) -> None:
    """Make headings of such lines, and the title of the first, if the document has none else.

    A document with headings of its own keeps its bold lines as they are.
    """
    if len(body.find_all(NAMES)) > len(body.find_all(NAMES[0])) or len(body.find_all("h1")) > 1:
        return
    lines = [one for one in body.find_all("p", recursive=False) if _is_heading(one)]
    for line in lines:
        above = "".join(line.find_all_previous(string=True)).strip()
        line.name = "h2" if above else "h1"
        for bold in line.find_all(["strong", "b"]):
            bold.unwrap()
    if lines:
        findings.remark(
            "Lines that are all in bold became headings, and one at the very top the title. Take "
            "the signs # off where that is wrong:",
            " · ".join(line.get_text(" ", strip=True) for line in lines),
        )


def _is_heading(line: Tag) -> bool:
    """Whether a paragraph is short, all in bold, no sentence, and stands above a plain text."""
    words = line.get_text(" ", strip=True)
    if not words or len(words) > MAX_LENGTH or words.endswith((".", "!", ",", ";", ":")):
        return False
    below = line.find_next_sibling()
    return (
        not line.find("img")
        and _is_bold(line)
        and below is not None
        and not _is_bold(below)
        and below.name != "aside"
    )


def _is_bold(block: Tag) -> bool:
    """Whether all its words are in bold."""
    plain = BeautifulSoup(str(block), "html.parser")
    for bold in plain.find_all(["strong", "b"]):
        bold.decompose()
    return not plain.get_text(strip=True) and bool(block.get_text(strip=True))
