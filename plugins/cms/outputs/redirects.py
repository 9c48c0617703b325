"""Former addresses: a small page at each that leads to the new one."""

from __future__ import annotations

from html import escape

from ..entries import Entry
from ..site import Site

_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="robots" content="noindex">
<link rel="canonical" href="{target}">
<meta http-equiv="refresh" content="0; url={target}">
</head>
<body>
<p>This page has moved. <a href="{target}">{title}</a></p>
</body>
</html>
"""


def redirects(site: Site) -> dict[str, Entry]:
    """The file of each former address, with the entry that it leads to now.

    That is a published one. A former address of an expired entry leads to the note that
    stands in its place, or on to where its own address leads now.
    """
    published = {
        file: entry
        for entry in site.entries
        if site.is_published(entry)
        for file in _former_files(entry)
    }
    notes = {entry.save_as for entry in site.expired}
    expired = {
        file: published.get(entry.save_as or "", entry)
        for entry in site.expired
        for file in _former_files(entry)
        if file not in notes
    }
    return {**expired, **published}


def _former_files(entry: Entry) -> list[str]:
    """The files of the former addresses of an entry that has a page."""
    paths = [alias.removeprefix("/") for alias in entry.data.aliases if entry.url is not None]
    return [path if path.endswith(".html") else f"{path}index.html" for path in paths]


def redirect_page(entry: Entry, siteurl: str, lang: str) -> bytes:
    """The page at a former address of `entry`. `siteurl` has no ending slash."""
    target = escape(f"{siteurl}/{entry.url}", quote=True)
    html = _PAGE.format(lang=escape(entry.lang or lang), title=escape(entry.title), target=target)
    return html.encode()
