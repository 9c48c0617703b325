"""The texts of a page as it is printed: citations are numbered, words explained, links set."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican.contents import Content

from ..tracing import note
from .contents import as_markup, at_site, note_links
from .pages import Pages


class PageTexts:
    """What a page remembers of its own texts while its template prints them."""

    def __init__(self, settings: Any, siteurl: str, address: str) -> None:
        self.contents: Mapping[str, Content] = settings["CMS_CONTENTS"]
        self.folder = Path(settings["PATH"])
        self.sources = settings["CMS_BIBLIOGRAPHY"].page()
        self._terms = settings["CMS_GLOSSARY"].get().page(siteurl, address)

    def printed(self, html: str, content: Content, siteurl: str, localsiteurl: str) -> Markup:
        """A text of an entry, as the page at hand has it."""
        note_links(html, content.entry)
        html = content._update_content(at_site(html, siteurl), localsiteurl)
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
        return texts.printed(html, self._content, context["SITEURL"], context["localsiteurl"])

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
        """The finished page. `context` is what Pelican gives to templates."""
        common = self._context
        own = {
            name: value
            for name, value in context.items()
            if name not in common or common[name] is not value
        }
        entry = getattr(context.get("article") or context.get("page"), "entry", None)
        pages: Pages = self._settings["CMS_PAGES"]
        return pages.page(own, self._template.name, entry, lambda: self._render({**common, **own}))

    def _render(self, context: Any) -> str:
        note("template", self._template.name)
        address = str(context["output_file"]).removesuffix("index.html")
        texts = PageTexts(self._settings, context["SITEURL"], address)
        context |= {"TEXTS": texts, "sources": texts.sources}
        content = context.get("article") or context.get("page")
        if getattr(content, "entry", None) is not None:
            context |= {"entry": content.entry, "body": Body(content, context)}
        html: str = texts.sources.resolve(self._template.render(context))
        return html
