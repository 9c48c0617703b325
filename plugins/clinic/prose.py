"""The sentences of an entry's texts, each with its place in the file."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from plugins.cms.entries import Entry, Whole
from plugins.cms.errors import FieldPath, Location
from plugins.cms.tracing import note

_BLOCKS = frozenset("p li h2 h3 h4 h5 h6 dt dd td th blockquote figcaption caption".split())
_SKIPPED = frozenset({"code", "pre"})
_CITED = "\ue010"
"""Stands where a citation is: a private character, which counts as no word."""

# As the cleaner of `markdown` writes tags. An attribute may have a `>` in it.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [\w-]+="[^"]*")*)>')
_CITING = re.compile(r'(?: [\w-]+="[^"]*")*? data-cites="')

# Looks back, so that a text is read once: what ends in a short form is no sentence.
_END = re.compile(
    r"[.!?](?<!\b[A-Za-z]\.)(?<!\b(?:e\.g|i\.e)\.)(?<!\b(?:[DM]r|Ms|St|vs|No)\.)"
    rf"(?<!\b(?:Mrs|Fig)\.)(?<!\bapprox\.)[\"”’)]*{_CITED}*\s+(?=[\"“(]?[A-Z0-9])"
)


class Sentence(NamedTuple):
    """One sentence as a reader sees it; `folded` is the same in small letters, to search in.

    `is_cited` says that a citation follows in it or later in the same paragraph or list item.
    """

    text: str
    folded: str
    is_heading: bool
    is_cited: bool


def sentences(entry: Entry) -> tuple[tuple[FieldPath | None, Sentence], ...]:
    """Every sentence of the Markdown texts: fields with their paths, then the body with None."""
    note("data", entry.path)
    note("body", entry.path)
    return _sentences(entry, entry.whole())


@lru_cache(maxsize=1)  # each rule asks for them, for one entry after the other
def _sentences(entry: Entry, _whole: Whole) -> tuple[tuple[FieldPath | None, Sentence], ...]:
    said = [(path, one) for path, text in entry.texts() for one in sentences_in(text.html)]
    # All at once, which is faster. No sentence has a line break in it.
    small = folded("\n".join(text for _, (text, _, _) in said)).split("\n")
    return tuple(
        (path, Sentence(text, letters, is_heading, is_cited))
        for (path, (text, is_heading, is_cited)), letters in zip(said, small, strict=False)
    )


def folded(text: str) -> str:
    """A text in small letters. Whatever a pattern finds in any letters is found in it too."""
    return text.replace("İ", "i").replace("ı", "i").replace("ſ", "s").lower()


def place_of(entry: Entry, text: str, path: FieldPath | None) -> Location:
    """Where a text that a reader sees stands in the file: its first words, else its field."""
    document = entry.document
    first = document.body_line if path is None else document.where(*path).line
    offset = sum(len(line) + 1 for line in document.text.split("\n")[: first - 1])
    words = re.findall(r"\w+", text)[:6]
    while words:
        found = re.compile(r"[\W_]+".join(map(re.escape, words))).search(document.text, offset)
        if found:
            return Location.in_text(document.path, document.text, found.start())
        words.pop()
    return Location(document.path, first, 1)


def sentences_in(page: str) -> list[tuple[str, bool, bool]]:
    """The sentences of a text in HTML, as `markdown.render` makes it.

    Each with whether it is a heading, and whether it is cited, as in Sentence.
    """
    found = []
    for block, tag in _blocks(page):
        text, start = " ".join(block.split()), 0
        is_heading, last_cited = tag.startswith("h"), text.rfind(_CITED)
        for end in _END.finditer(text):
            found.append((_said(text[start : end.end()]), is_heading, last_cited >= start))
            start = end.end()
        rest = text[start:]
        if rest.strip(f"{_CITED} "):
            found.append((_said(rest), is_heading, last_cited >= start))
    return found


def _said(text: str) -> str:
    return " ".join(text.replace(_CITED, "").split()) if _CITED in text else text.strip(" ")


def _blocks(page: str) -> Iterator[tuple[str, str]]:
    """Each stretch of text between the tags of blocks, and the tag that it is in."""
    parts = iter(_TAG.split(page))
    block, around, skipped = _plain(next(parts)), "p", 0
    for slash, tag, attributes, text in zip(parts, parts, parts, parts, strict=True):
        if tag in _BLOCKS:
            if block.strip():
                yield block, around
            block, around = "", "p" if slash else tag
        elif tag in _SKIPPED:
            skipped += -1 if slash else 1
        if not skipped:
            if tag == "br":
                block += " "
            elif attributes and _CITING.match(attributes):
                block += _CITED
            block += _plain(text)
    yield block, around


def _plain(text: str) -> str:
    return html.unescape(text) if "&" in text else text
