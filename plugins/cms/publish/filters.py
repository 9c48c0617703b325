"""The filters of templates: content to what a page shows of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jinja2 import pass_context
from markupsafe import Markup

from ..drawing.card import card_path
from ..entries import Entry
from ..fields import ImagePath, MarkdownText, Reference
from ..site import Site
from .texts import Body, PageTexts
from .words import day, direction, hreflang, lang, language, remembered, translated, words_of


@pass_context
def md(context: Any, text: MarkdownText) -> Markup:
    """A Markdown field as HTML, with its links set for the page at hand."""
    texts: PageTexts = context["TEXTS"]
    return texts.md(text)


@pass_context
def md_inline(context: Any, text: MarkdownText) -> Markup:
    """As `md`, without the paragraph around a text of one paragraph."""
    texts: PageTexts = context["TEXTS"]
    return texts.md_inline(text)


@pass_context
def entries(context: Any, references: Iterable[Reference]) -> list[Entry]:
    """The entries that a field names, in its order, in the language of the page if need be."""
    site: Site = context["site"]
    words = words_of(context.environment)
    found = (site[reference] for reference in references)
    if words.lang == words.own:
        return list(found)
    return [site.translated(one, words.lang) for one in found]


def links(entries: Iterable[Entry]) -> list[tuple[str, str | None, str | None]]:
    """The title of each entry, the address of its page below the site, and its language."""
    return [(entry.title, entry.url, entry.lang) for entry in entries]


@pass_context
def body(context: Any, entry: Entry) -> Body:
    """The text of an entry, for pages that show more than one."""
    texts: PageTexts = context["TEXTS"]
    return Body(texts.contents[entry.path], texts)


@pass_context
def picture(context: Any, image: ImagePath, alt: str, lazy: bool = True) -> Markup:
    """A picture with its size; of a photo, the versions that a browser chooses from.

    What is seen at once when the page opens is not `lazy`.
    """
    texts: PageTexts = context["TEXTS"]
    return texts.picture(image, alt, lazy)


FILTERS = {
    "md": md,
    "md_inline": md_inline,
    "body": body,
    "entries": entries,
    "links": links,
    "card": card_path,
    "day": day,
    "picture": picture,
    "remembered": remembered,
    "translated": translated,
    "direction": direction,
    "hreflang": hreflang,
    "lang": lang,
    "language": language,
}
"""By the names that templates call them."""
