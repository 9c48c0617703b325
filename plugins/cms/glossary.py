"""A glossary's words in the texts of pages: the first use of each leads to what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import escape

from .entries import Entry
from .site import Site

_NOT_IN = frozenset("a abbr code dfn h1 h2 h3 h4 h5 h6 kbd pre samp".split())
"""Elements in which no word becomes a link."""

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")


class Glossary:
    """The words of a kind of entry: titles, and other forms from a field `also`.

    A word in capitals counts only as it is written; others also with a capital letter.
    """

    def __init__(self, site: Site) -> None:
        kind, self.address = site.subject.glossary or ("", "")
        self.slugs = {form: entry.slug for entry in site.all(kind) for form in _forms(entry)}
        longest_first = sorted(self.slugs, key=len, reverse=True)
        self._words = re.compile(
            r"(?<![\w-])(?:" + "|".join(map(_pattern, longest_first)) + r")(?![\w-])"
        )

    def page(self, siteurl: str, address: str) -> PageTerms:
        """The words of a page that is being printed; none on the glossary itself."""
        return PageTerms(self, siteurl, is_glossary=address == self.address)

    def find(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """The words in an HTML text without tags, each with the slug of its entry."""
        if self.slugs:
            for word in self._words.finditer(text):
                form = " ".join(word[0].split())
                yield word, self.slugs.get(form) or self.slugs[_uncapitalized(form)]


class PageTerms:
    """Which words a page has explained so far: each becomes a link once, where it stands first."""

    def __init__(self, glossary: Glossary, siteurl: str, is_glossary: bool) -> None:
        self._glossary = glossary
        self._start = f"{siteurl}/{glossary.address}"
        self._explained: set[str] = set()
        self._is_glossary = is_glossary

    def link(self, html: str) -> str:
        """The text with the words that are new to the page as links."""
        if self._is_glossary:
            return html
        parts: list[str] = []
        inside: list[str] = []
        last = 0
        for tag in _TAG.finditer(html):
            parts += (self._linked(html[last : tag.start()], bool(inside)), tag[0])
            last = tag.end()
            if tag[2] in _NOT_IN:
                inside = [*inside, tag[2]] if not tag[1] else inside[:-1]
        return "".join((*parts, self._linked(html[last:], bool(inside))))

    def _linked(self, text: str, is_inside: bool) -> str:
        if is_inside or not text.strip():
            return text
        parts: list[str] = []
        last = 0
        for word, slug in self._glossary.find(text):
            if slug not in self._explained:
                self._explained.add(slug)
                href = escape(f"{self._start}#{slug}")
                parts += (text[last : word.start()], f'<a class="term" href="{href}">{word[0]}</a>')
                last = word.end()
        return "".join((*parts, text[last:]))


def _forms(entry: Entry) -> tuple[str, ...]:
    """How a word may be written in HTML text."""
    forms = (entry.title, *getattr(entry.data, "also", ()))
    return tuple(str(escape(_uncapitalized(form))) for form in forms)


def _uncapitalized(word: str) -> str:
    """`Sham needle` as `sham needle`; a word in capitals, `GRADE`, stays."""
    first, _, rest = word.partition(" ")
    return word if first[1:] != first[1:].lower() else f"{first.lower()} {rest}".strip()


def _pattern(form: str) -> str:
    spaced = re.escape(form).replace(r"\ ", r"\s+")
    return f"(?i:{spaced[0]}){spaced[1:]}" if form[0].islower() else spaced
