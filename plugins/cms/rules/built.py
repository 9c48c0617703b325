"""What only the finished pages can show: links that lead nowhere on the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePosixPath
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link on the page at `page` (a path below the output folder) that leads nowhere."""

    page: str
    link: str
    reason: str


def broken_links(
    pages: Mapping[str, str], files: frozenset[str], siteurl: str
) -> Iterator[BrokenLink]:
    """Every link within the site whose file or anchor is missing.

    `pages` holds the HTML of each page and `files` every path in the output folder,
    both below it; `siteurl` is what stands before the addresses of this site.
    """
    read = {path: _read(html) for path, html in pages.items()}
    for path, (links, _) in read.items():
        for link in links:
            target = _target(link, path, siteurl)
            if target is None:
                continue
            file, anchor = target
            if file not in files:
                yield BrokenLink(
                    path, link, f"there is no page at `/{file.removesuffix('index.html')}`"
                )
            elif anchor and file in read and anchor not in read[file][1]:
                where = "this page" if file == path else "that page"
                yield BrokenLink(path, link, f"{where} has no heading or place `#{anchor}`")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: dict[str, None] = {}
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            elif name in {"href", "src", "poster"} and value is not None and tag != "base":
                self.links[value] = None


def _read(html: str) -> tuple[list[str], set[str]]:
    parser = _Links()
    parser.feed(html)
    return list(parser.links), parser.anchors


def _target(link: str, page: str, siteurl: str) -> tuple[str, str] | None:
    """(file, anchor) below the output folder, or None for an address elsewhere."""
    if siteurl and (link == siteurl or link.startswith(f"{siteurl}/")):
        link = link[len(siteurl) :] or "/"
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    if not path:
        return page, unquote(parts.fragment)
    if not path.startswith("/"):
        path = join("/", str(PurePosixPath(page).parent), path)
    file = normpath(path).lstrip("/")
    if path.endswith("/") or not file or file == ".":
        file = join(file, "index.html") if file not in {"", "."} else "index.html"
    return file, unquote(parts.fragment)
