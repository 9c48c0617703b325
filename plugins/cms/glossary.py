"""A glossary's words in the texts of pages: the first use of each leads to what it means."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from functools import cache, lru_cache
from operator import itemgetter

from markupsafe import escape

from .entries import Entry
from .site import Site

_NOT_IN = frozenset("a abbr code dfn h1 h2 h3 h4 h5 h6 kbd pre samp".split())
"""Elements in which no word becomes a link."""

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")
_WORD = re.compile(r"\w+")
_SIGNS = bytes(sign if chr(sign).isascii() and chr(sign).isalnum() else 32 for sign in range(256))
"""Leaves letters and digits of ASCII as they are, as bytes, and a space for all else."""

_KEPT, _SHORT = 5_000, 2_000
"""How many texts are remembered with their words, and how long they may be: short ones of an
entry stand on many pages, long ones on their own alone."""

Found = tuple[tuple[int, int, str], ...]
"""Words in a text: where each begins and ends, and the slug of its entry."""


class Glossary:
    """The words of a kind of entry: titles, and other forms from a field `also`.

    A word in capitals counts only as it is written; others also with a capital letter.
    """

    def __init__(self, site: Site) -> None:
        kind, self.address = site.subject.glossary or ("", "")
        forms = {form: entry.slug for entry in site.all(kind) for form in _forms(entry)}
        self._slugs = {_capitalized(form): slug for form, slug in forms.items()} | forms
        by_first: dict[str, list[str]] = {}
        for form in sorted(self._slugs, key=len, reverse=True):
            by_first.setdefault(_first(form), []).append(form)
        self._by_words: dict[bytes, list[str]] = {}
        for first in by_first:
            self._by_words.setdefault(next(iter(_words(first)), b""), []).append(first)
        self._pattern = cache(lambda first: _pattern(first, by_first[first]))
        self._remembered = lru_cache(_KEPT)(self._find)

    def page(self, siteurl: str, address: str, is_own: bool = True) -> PageTerms:
        """The words of a page that is being printed; none on the glossary itself.

        `is_own` says whether the page is in the language of the words.
        """
        return PageTerms(self, siteurl, explains=is_own and address != self.address)

    def find(self, html: str) -> Found:
        """The words in an HTML text that may become links."""
        if not self._slugs:
            return ()
        return self._remembered(html) if len(html) <= _SHORT else self._find(html)

    def _find(self, html: str) -> Found:
        # Few texts have any: to look for first words is fast, and for all words at once is not.
        known, words = self._by_words.keys(), (*_words(html), b"")
        if known.isdisjoint(words):
            return ()
        firsts = [first for word in known & {*words} for first in self._by_words[word]]
        found = [word for first in firsts for word in self._pattern(first).finditer(html)]
        return tuple(self._outermost(html, found)) if found else ()

    def _outermost(self, html: str, found: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
        """Those of some words that stand in a text and not in one that begins before."""
        texts = list(_texts(html))
        last = 0
        for word in sorted(found, key=lambda word: word.start()):
            start, end = word.start(), word.end(1)
            text = bisect(texts, start, key=itemgetter(0)) - 1
            if start >= last and text >= 0 and end <= texts[text][1]:
                yield start, end, self._slugs[" ".join(html[start:end].split())]
                last = end


class PageTerms:
    """Which words a page has explained so far: each becomes a link once, where it stands first."""

    def __init__(self, glossary: Glossary, siteurl: str, explains: bool) -> None:
        self._glossary = glossary
        self._start = f"{siteurl}/{glossary.address}"
        self._explained: set[str] = set()
        self._explains = explains

    def link(self, html: str) -> str:
        """The text with the words that are new to the page as links."""
        parts: list[str] = []
        last = 0
        for start, end, slug in self._glossary.find(html) if self._explains else ():
            if slug not in self._explained:
                self._explained.add(slug)
                href = escape(f"{self._start}#{slug}")
                parts += (html[last:start], f'<a class="term" href="{href}">{html[start:end]}</a>')
                last = end
        return "".join((*parts, html[last:])) if parts else html


def _words(text: str) -> list[bytes]:
    """The words of a text, and pieces of those with other letters in them: this is fast."""
    return text.encode(errors="replace").translate(_SIGNS).split()


def _texts(html: str) -> Iterator[tuple[int, int]]:
    """Where the texts between the tags begin and end, without those in which no word is a link."""
    depth = 0
    last = 0
    for tag in _TAG.finditer(html):
        if not depth:
            yield last, tag.start()
        last = tag.end()
        if tag[2] in _NOT_IN:
            depth = max(depth - 1, 0) if tag[1] else depth + 1
    if not depth:
        yield last, len(html)


def _forms(entry: Entry) -> tuple[str, ...]:
    """How a word may be written in HTML text."""
    forms = (entry.title, *entry.also)
    return tuple(str(escape(_uncapitalized(form))) for form in forms)


def _uncapitalized(word: str) -> str:
    """`Sham needle` as `sham needle`; a word in capitals, `GRADE`, stays."""
    first, _, rest = word.partition(" ")
    return word if first[1:] != first[1:].lower() else f"{first.lower()} {rest}".strip()


def _capitalized(form: str) -> str:
    """`sham needle` as it begins a sentence."""
    return f"{form[0].upper()}{form[1:]}" if form[0].islower() else form


def _first(form: str) -> str:
    """The word that a form begins with, or nothing where it begins with a sign."""
    word = _WORD.match(form)
    return word[0] if word else ""


def _pattern(first: str, forms: list[str]) -> re.Pattern[str]:
    """Where one of some forms with the same first word begins; its group 1 ends where it ends."""
    rest = "|".join(re.escape(form.removeprefix(first)).replace(r"\ ", r"\s+") for form in forms)
    return re.compile(rf"{first}(?<![\w-]{first})(?=({rest})(?![\w-]))")
