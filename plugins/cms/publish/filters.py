"""The filters of templates: content to what a page shows of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jinja2 import pass_context
from markupsafe import Markup

from ..entries import Entry
from ..fields import ImagePath, MarkdownText, Reference
from ..pictures import size_of
from ..site import Site
from ..tracing import note
from .texts import Body, PageTexts
from .words import day, direction, remembered, translated


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
    """The entries that a field names, in its order."""
    site: Site = context["site"]
    return [site[reference] for reference in references]


def links(entries: Iterable[Entry]) -> list[tuple[str, str | None]]:
    """The title of each entry, and the address of its page below the site."""
    return [(entry.title, entry.url) for entry in entries]


@pass_context
def body(context: Any, entry: Entry) -> Body:
    """The text of an entry, for pages that show more than one."""
    texts: PageTexts = context["TEXTS"]
    return Body(texts.contents[entry.path], context)


@pass_context
def image_size(context: Any, image: ImagePath) -> Markup:
    """`width` and `height` of a picture, after a space; nothing where its size is not known."""
    texts: PageTexts = context["TEXTS"]
    note("file", image)
    size = size_of(texts.folder / image)
    return Markup(' width="{}" height="{}"').format(*size) if size else Markup()


FILTERS = {
    "md": md,
    "md_inline": md_inline,
    "body": body,
    "entries": entries,
    "links": links,
    "day": day,
    "image_size": image_size,
    "remembered": remembered,
    "translated": translated,
    "direction": direction,
}
"""By the names that templates call them."""
