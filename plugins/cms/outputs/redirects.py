"""Former addresses: what stands at each, to lead readers to the new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import unquote

from ..addressing import address
from ..errors import Location
from ..site import Site

_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
{robots}<link rel="canonical" href="{canonical}">
<meta http-equiv="refresh" content="0; url={target}">
</head>
<body>
<p>This page has moved. <a href="{target}">{title}</a></p>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Way:
    """From one address to another.

    Both are written as a browser shows them, from the first slash on; `new` may be of another
    site. `title` and `lang` are those of the new page, and `place` is where an author wrote this.
    """

    old: str
    new: str
    title: str
    lang: str | None
    place: Location

    @property
    def file(self) -> str:
        """The file at the old address, below the output folder."""
        return file_at(self.old)

    @property
    def target(self) -> str | None:
        """The file at the new address; None where that is on another site."""
        return file_at(self.new) if self.new.startswith("/") else None

    @property
    def is_page(self) -> bool:
        return self.file.endswith(".html")


def redirects(site: Site) -> dict[str, Way]:
    """The way on from each address that has moved, by the file at the old address."""
    ways = {way.file: way for way in (*_of_entries(site), *_of_the_file(site))}
    return {file: _to_its_end(way, ways) for file, way in ways.items()}


def _to_its_end(way: Way, ways: Mapping[str, Way]) -> Way:
    """The way itself, or straight on where the page that it leads to has expired and moved on."""
    passed = [way]
    while (after := ways.get(passed[-1].target or "")) and after not in passed:
        passed.append(after)
    return replace(passed[-1], old=way.old, place=way.place)


def _of_entries(site: Site) -> Iterator[Way]:
    shown = [one for one in site.entries if site.is_published(one)]
    for entry in (*site.expired, *shown):
        for index, alias in enumerate(entry.face.aliases if entry.url is not None else ()):
            place = entry.document.where("aliases", index)
            yield Way(alias, f"/{entry.url}", entry.title, entry.lang, place)


def _of_the_file(site: Site) -> Iterator[Way]:
    at = {address(one.url): one for one in site.entries if one.url is not None}
    for one in site.redirects.items:
        entry = at.get(address(one.new)) if one.new.startswith("/") else None
        title, lang = (entry.title, entry.lang) if entry else (one.new, None)
        yield Way(one.old, one.new, title, lang, one.place)


def file_at(path: str) -> str:
    """The file below the output folder that an address of the site stands for."""
    file = unquote(path.partition("#")[0]).removeprefix("/")
    return f"{file}index.html" if not file or file.endswith("/") else file


def redirect_page(way: Way, siteurl: str, lang: str) -> bytes:
    """The page at a former address. `siteurl` has no ending slash.

    One that leads to another site is no page that search engines must forget: nothing else
    tells them where it went.
    """
    target = f"{siteurl}{way.new}" if way.target else way.new
    html = _PAGE.format(
        lang=escape(way.lang or lang),
        title=escape(way.title),
        robots='<meta name="robots" content="noindex">\n' if way.target else "",
        canonical=escape(target.partition("#")[0], quote=True),
        target=escape(target, quote=True),
    )
    return html.encode()


def redirects_file(ways: Mapping[str, Way]) -> dict[str, bytes]:
    """`_redirects`, from which some hosts answer with the status 301.

    https://developers.cloudflare.com/pages/configuration/redirects/
    """
    lines = [f"{way.old} {way.new} 301\n" for _, way in sorted(ways.items())]
    return {"_redirects": "".join(lines).encode()} if lines else {}
