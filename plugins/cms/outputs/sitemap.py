"""sitemap.xml and robots.txt (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from xml.sax.saxutils import escape


def sitemap(pages: Iterable[tuple[str, dt.date | None]], siteurl: str) -> dict[str, bytes]:
    """List the pages: (address below the site, day of the last change where it is known).

    Without `siteurl` there is nothing to say to a search engine: robots.txt then keeps
    them out, since the copy is a preview.
    """
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ]
    for url, changed in sorted(pages, key=lambda page: page[0]):
        lastmod = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape(f'{siteurl}/{url}')}</loc>{lastmod}</url>")
    lines.append("</urlset>")
    return {"sitemap.xml": ("\n".join(lines) + "\n").encode()}


def robots(siteurl: str, hidden: bool) -> dict[str, bytes]:
    """Let search engines in, or keep them out of a preview or a demonstration."""
    lines = ["User-agent: *", "Disallow: /" if hidden else "Allow: /"]
    if not hidden:
        lines.append(f"Sitemap: {siteurl}/sitemap.xml")
    return {"robots.txt": ("\n".join(lines) + "\n").encode()}
