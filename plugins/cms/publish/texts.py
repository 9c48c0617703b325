"""The texts of a page as it is printed: citations are numbered, words explained, links set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from pelican.contents import Content

from ..bibliography import Bibliography
from ..fields import MarkdownText
from ..markdown import render, render_inline
from ..outputs.short_names import shortened
from ..rules.links import TO_FILES, file_linked
from ..tracing import note
from ..translations import N_
from .contents import LINKED, as_markup, at_site, note_links
from .pages import Pages
from .photos import Photos
from .styles import Styles
from .words import Words

_AS_TYPED = ("<pre", "<textarea")
_INDENT = re.compile(r"\n\s+")

_BETWEEN = "<wbr>"
"""A tag that Markdown never gives."""


class PageTexts:
    """What prints the texts of a page, and remembers what they have cited and explained so far.

    `siteurl` is the address of the site as links of this page have it.
    """

    def __init__(self, settings: Any, siteurl: str, address: str) -> None:
        self.siteurl = siteurl
        self.contents: Mapping[str, Content] = settings["CMS_CONTENTS"]
        self.folder = Path(settings["PATH"])
        self._photos: Photos = settings["CMS_PHOTOS"]
        words: Words = settings["CMS_WORDS"]
        bibliography: Bibliography = settings["CMS_BIBLIOGRAPHY"]
        self.sources = bibliography.page(word=words.text(N_("Source")))
        self._is_own = words.lang == words.own
        self._own = words.own
        self.cite = self.sources.cite
        self._terms = settings["CMS_GLOSSARY"].get().page(siteurl, address, self._is_own)

    def md(self, text: MarkdownText) -> Markup:
        """A Markdown field as HTML."""
        return self._of_field(text, render(text).html)

    def md_inline(self, text: MarkdownText) -> Markup:
        """As `md`, without the paragraph around a text of one paragraph."""
        return self._of_field(text, render_inline(text))

    def md_lines(self, lines: Iterable[MarkdownText]) -> list[Markup]:
        """Several texts as `md_inline` has each: this is faster."""
        return self._explained([self._noted(line, render_inline(line)) for line in lines])

    def cited_lines(self, items: Iterable[Any]) -> list[Markup]:
        """The texts of items as `md_inline` has each, with the numbers of its references."""
        return self._explained(
            [
                f"{self._noted(item.text, render_inline(item.text))}{self.cite(item.references)}"
                for item in items
            ]
        )

    def picture(self, path: str, alt: str, lazy: bool) -> Markup:
        """A picture of the content folder."""
        attributes = {"src": f"{self.siteurl}/{quote(path)}", "alt": alt}
        attributes |= {"loading": "lazy"} if lazy else {}
        return Markup(self._photos.shown(path, attributes, self.siteurl))

    def _of_field(self, text: MarkdownText, html: str) -> Markup:
        return as_markup(self._terms.link(self._noted(text, html)))

    def _noted(self, text: MarkdownText, html: str) -> str:
        if render(text).links:
            html = self._linked(html, self.contents[text.source])
        self.sources.note(html)
        return html

    def _linked(self, html: str, content: Content) -> str:
        html = self._photos.in_text(html, content.entry.path, self.siteurl)
        note_links(html, content.entry)
        if not self._is_own:
            html = self._with_languages(html, content)
        linked: str = content._update_content(at_site(html, self.siteurl), self.siteurl)
        return linked

    def _with_languages(self, html: str, content: Content) -> str:
        """Safe HTML whose links say where they lead to a page in another language."""
        own = content.entry
        folder = own.path.partition("/")[0]

        def said(link: re.Match[str]) -> str:
            file = file_linked(unescape(link[1]), own.path, TO_FILES)
            to = self.contents.get(f"{folder}/{file}")
            if to is None or to.entry.lang == own.lang:
                return link[0]
            return f'{link[0]} hreflang="{to.entry.lang or self._own}"'

        return LINKED.sub(said, html)

    def _explained(self, lines: list[str]) -> list[Markup]:
        # All at once: each look for words takes its time. No text has the tag between them.
        html = self._terms.link(_BETWEEN.join(lines))
        return list(map(as_markup, html.split(_BETWEEN))) if lines else []

    def printed(self, html: str, content: Content) -> Markup:
        """A text of an entry, as the page at hand has it."""
        html = self._linked(html, content)
        self.sources.note(html)
        return as_markup(self._terms.link(html))


class Body:
    """The text of an entry as safe HTML, made when it is printed, for the page at hand."""

    def __init__(self, content: Content, texts: PageTexts) -> None:
        self._content = content
        self._texts = texts

    def __html__(self) -> str:
        return self._texts.printed(self._content.entry.body.html, self._content)

    def __str__(self) -> str:
        return self.__html__()

    def __bool__(self) -> bool:
        return bool(self._content.entry.body.html.strip())


class PageTemplate:
    """A template whose pages have texts with citations: they are put in once all are known."""

    def __init__(self, template: Any, settings: Any, context: Any) -> None:
        self._template = template
        self._settings = settings
        self._context = context

    def render(self, context: Any) -> str:
        """The finished page; see `Pages.page`.

        `context` is what Pelican gives to templates, or what is the page's own of that.
        """
        common = self._context
        own = {
            name: value
            for name, value in context.items()
            if name not in common or common[name] is not value
        }
        entry = getattr(context.get("article") or context.get("page"), "entry", None)
        styles: Styles = self._settings["CMS_STYLES"]
        own["STYLESHEET"], own["SHORT_NAMES"] = styles.of(self._template.name)
        pages: Pages = self._settings["CMS_PAGES"]
        return pages.page(own, self._template.name, entry, lambda: self._render({**common, **own}))

    def _render(self, context: Any) -> str:
        note("template", self._template.name)
        address = str(context["output_file"]).removesuffix("index.html")
        content = context.get("article") or context.get("page")
        words: Words = self._settings["CMS_WORDS"]
        with words.speaking(getattr(content, "lang", None) or context["DEFAULT_LANG"]):
            texts = PageTexts(self._settings, context["SITEURL"], address)
            context |= {"TEXTS": texts, "sources": texts.sources}
            if getattr(content, "entry", None) is not None:
                context |= {"entry": content.entry, "body": Body(content, texts)}
            html = without_indents(texts.sources.resolve(self._template.render(context)))
            return shortened(html, context["SHORT_NAMES"])


def without_indents(html: str) -> str:
    """The same without empty lines and the spaces that begin lines, which readers never see.

    A page with text that is shown as it is typed stays as it is.
    """
    return html if any(tag in html for tag in _AS_TYPED) else _INDENT.sub("\n", html)
