"""The texts of a page as it is printed: citations are numbered, words explained, links set."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from pelican.contents import Content

from ..bibliography import PageCitations
from ..fields import MarkdownText
from ..markdown import render, render_inline
from .contents import as_markup, at_site


class PageTexts:
    """What prints the texts of a page, and remembers what they have cited and explained so far.

    `siteurl` is the address of the site as links of this page have it.
    """

    def __init__(self, settings: Any, siteurl: str, address: str) -> None:
        self.siteurl = siteurl
        self.sources: PageCitations = settings["CMS_BIBLIOGRAPHY"].page()
        self.cite = self.sources.cite
        self._contents = settings["CMS_CONTENTS"]
        self._terms = settings["CMS_GLOSSARY"].page(siteurl, address)

    def md(self, text: MarkdownText) -> Markup:
        """A Markdown field as HTML."""
        return self._of_field(text, render(text).html)

    def md_inline(self, text: MarkdownText) -> Markup:
        """As `md`, without the paragraph around a text of one paragraph."""
        return self._of_field(text, render_inline(text))

    def _of_field(self, text: MarkdownText, html: str) -> Markup:
        if render(text).links:
            return self.printed(html, self._contents[text.source])
        return self._as_printed(html)

    def printed(self, html: str, content: Content) -> Markup:
        """A text of an entry, as the page at hand has it."""
        return self._as_printed(content._update_content(at_site(html, self.siteurl), self.siteurl))

    def _as_printed(self, html: str) -> Markup:
        self.sources.note(html)
        return as_markup(self._terms.link(html))


class Body:
    """The text of an entry as safe HTML, made when it is printed, for the page at hand."""

    def __init__(self, content: Content, context: Any) -> None:
        self._content = content
        self._context = context

    def __html__(self) -> str:
        context = self._context
        texts: PageTexts = context["TEXTS"]
        html = self._content.entry.body.html
        return texts.printed(html, self._content)

    def __str__(self) -> str:
        return self.__html__()

    def __bool__(self) -> bool:
        return bool(self._content.entry.body.html.strip())


class PageTemplate:
    """A template whose pages have texts with citations: they are put in once all are known."""

    def __init__(self, template: Any, settings: Any) -> None:
        self._template = template
        self._settings = settings

    def render(self, context: Any) -> str:
        """The finished page. `context` is what Pelican gives to templates."""
        address = str(context["output_file"]).removesuffix("index.html")
        texts = PageTexts(self._settings, context["SITEURL"], address)
        context |= {"TEXTS": texts, "sources": texts.sources}
        content = context.get("article") or context.get("page")
        if getattr(content, "entry", None) is not None:
            context |= {"entry": content.entry, "body": Body(content, context)}
        html: str = texts.sources.resolve(self._template.render(context))
        return html
