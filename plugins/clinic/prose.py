"""The sentences of an entry's texts, each with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from plugins.cms.entries import Entry
from plugins.cms.errors import FieldPath, Location

_BLOCKS = frozenset("p li h2 h3 h4 h5 h6 dt dd td th blockquote figcaption caption".split())
_SKIPPED = frozenset({"code", "pre"})
_CITED = "\ue010"
"""Stands where a citation is: a private character, which counts as no word."""

_SHORT_FORM = re.compile(r"(?:\b(?:[A-Za-z]|e\.g|i\.e|[DM]r|Mrs|Ms|St|vs|approx|No|Fig)\.)$")
_END = re.compile(rf"[.!?][\"”’)]*{_CITED}*\s+(?=[\"“(]?[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as a reader sees it.

    `is_cited` says that a citation follows in it or later in the same paragraph or list item.
    """

    text: str
    is_heading: bool
    is_cited: bool

    @property
    def words(self) -> list[str]:
        return [word for word in self.text.split() if re.search(r"\w", word)]


def sentences(entry: Entry) -> Iterator[tuple[FieldPath | None, Sentence]]:
    """Every sentence of the Markdown texts: fields with their paths, then the body with None."""
    for path, text in entry.texts():
        for sentence in _sentences_of(text.html):
            yield path, sentence


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


@lru_cache(maxsize=20_000)
def _sentences_of(html: str) -> tuple[Sentence, ...]:
    reader = _Blocks()
    reader.feed(html)
    reader.close()
    return tuple(one for block, tag in reader.blocks for one in _split(block, tag))


def _split(block: str, tag: str) -> Iterator[Sentence]:
    block = " ".join(block.split())
    start = 0
    for end in _END.finditer(block):
        if _SHORT_FORM.search(block[: end.start() + 1]):
            continue
        yield _sentence(block[start : end.end()], block[start:], tag)
        start = end.end()
    if block[start:].strip(_CITED + " "):
        yield _sentence(block[start:], block[start:], tag)


def _sentence(text: str, rest: str, tag: str) -> Sentence:
    plain = " ".join(text.replace(_CITED, "").split())
    return Sentence(plain, tag.startswith("h"), _CITED in rest)


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[tuple[str, str]] = [("", "p")]
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.blocks.append(("", tag))
        elif tag in _SKIPPED:
            self._skipped += 1
        elif tag == "br":
            self.handle_data(" ")
        if any(name == "data-cites" for name, _ in attrs):
            self.handle_data(_CITED)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.blocks.append(("", "p"))
        elif tag in _SKIPPED:
            self._skipped -= 1

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            text, tag = self.blocks[-1]
            self.blocks[-1] = text + data, tag
