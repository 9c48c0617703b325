"""The filters of templates: content to what a page shows of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jinja2 import pass_context
from markupsafe import Markup

from ..entries import Entry
from ..fields import ImagePath, MarkdownText
from ..markdown import render, render_inline
from ..pictures import size_of
from ..tracing import note
from .texts import Body, PageTexts


@pass_context
def md(context: Any, text: MarkdownText) -> Markup:
    """A Markdown field as HTML, with its links set for the page at hand."""
    return _linked(context, text, render(text).html)


@pass_context
def md_inline(context: Any, text: MarkdownText) -> Markup:
    """As `md`, without the paragraph around a text of one paragraph."""
    return _linked(context, text, render_inline(text))


def _linked(context: Any, text: MarkdownText, html: str) -> Markup:
    texts: PageTexts = context["TEXTS"]
    content = texts.contents[text.source]
    return texts.printed(html, content, context["SITEURL"], context["localsiteurl"])


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


def day(value: dt.date) -> str:
    """`November 23, 2026`, whatever the locale of the machine."""
    months = "January February March April May June July August September October November December"
    return f"{months.split()[value.month - 1]} {value.day}, {value.year}"


FILTERS = {
    "md": md,
    "md_inline": md_inline,
    "body": body,
    "day": day,
    "image_size": image_size,
}
"""By the names that templates call them."""
