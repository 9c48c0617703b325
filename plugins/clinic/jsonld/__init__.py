"""Pages as schema.org data in JSON-LD, for programs that read them.

Every page has one graph of nodes, each within the one that names it. A node has the same `@id` on
every page: the address of the page that is about it, and a fragment. Texts are those that readers
see.
https://www.w3.org/TR/json-ld11/ and https://schema.org
"""

from __future__ import annotations

import json
from collections.abc import Callable

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from plugins.cms.entries import Entry
from plugins.cms.site import Site

from ..models import Page
from .crumbs import trails
from .lists import BLOG
from .nodes import Node, Place
from .pages import json_ld

__all__ = ["BLOG", "Place", "json_ld", "script", "trails", "view"]

_ESCAPES = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""Signs that could end a script or begin something else in HTML: JSON has another way for them."""


def script(graph: Node) -> Markup:
    """A graph as an element of HTML, safe whatever its texts hold."""
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in _ESCAPES.items():  # `translate` looks at every sign: ten times as long
        text = text.replace(sign, escaped)
    return Markup(f'<script type="application/ld+json">{text}</script>')


def view(site: Site) -> Callable[..., Markup]:
    """For templates: `JSON_LD(entry, title, here)` prints the data of the page at hand.

    `entry` is none on a list that has no entry, `here` the address below the site. The
    page for addresses that do not exist has no data.
    """

    @pass_context
    def print_data(context: Context, entry: Entry | None, title: str, here: str) -> Markup:
        if entry and isinstance(entry.data, Page) and entry.data.layout == "not-found":
            return Markup()
        place = Place(context["SITEURL"], context["SITENAME"], here, title)
        return script(json_ld(site, entry, place))

    return print_data
