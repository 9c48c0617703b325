"""Headings that somebody only typed in bold: a line by itself, with a text below it."""

from __future__ import annotations

from bs4 import Tag

from .headings import NAMES
from .result import Findings

MAX_LENGTH = 80
"""Up to how many characters a line in bold may be a heading."""


def find_headings_in_bold(body: Tag, findings: Findings, title: str) -> None:
    """Make headings of such lines, if the document has none but its title.

    One at the very top becomes the title, if there is no other `title` given.
    """
    if len(body.find_all(NAMES)) > len(body.find_all(NAMES[0])) or len(body.find_all("h1")) > 1:
        return
    lines = [one for one in body.find_all("p", recursive=False) if _is_heading(one)]
    for line in lines:
        line.name = "h2"
        for bold in line.find_all(["strong", "b"]):
            bold.unwrap()
    if lines:
        words = lines[0].get_text(" ", strip=True)
        if body.get_text(" ", strip=True).startswith(words) and title in {"", words}:
            lines[0].name = "h1"
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
    texts = [text for text in block.find_all(string=True) if text.strip()]
    return bool(texts) and all(text.find_parent(["strong", "b"]) for text in texts)
