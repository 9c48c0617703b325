"""A page as a browser shows it: its bytes, and by what it is known that they are out of date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

MISSING = "404.html"
"""The page that stands in for one that is not there."""


@dataclass(frozen=True)
class Page:
    """A finished page.

    `version` changes with whatever the page shows apart from its styles, `styles` with those
    alone. `sheets` are the addresses of its style sheets; they change with what is in them, which
    `looks` has by their files.
    """

    html: bytes
    status: int
    version: str
    styles: str
    sheets: tuple[str, ...]
    looks: Mapping[str, bytes]


class Folder:
    """A finished site, or what is finished of one; `below` has what is not in it yet."""

    def __init__(self, folder: Path, below: Folder | None = None) -> None:
        self.path = folder.resolve()
        self._below = below

    def page(self, path: str) -> Page | None:
        """The page at a path such as `/plants/rose/`, or the one that stands in for it.

        None where the path leads to something else, or nothing stands in for it.
        """
        name = file_at(path)
        if name.endswith(".html") and (html := self._read(name)):
            return self._page(html, 200, path)
        if self._at(name) or not (html := self._read(MISSING)):
            return None
        return self._page(html, 404, path)

    def file(self, path: str) -> Path | None:
        """The file at a path; None where there is none, or it lies elsewhere."""
        file = self._at(file_at(path))
        return file if file and file.is_file() else None

    def bytes_of(self, path: str) -> bytes | None:
        """What is in the file at a path, if this folder has it: it may go at any moment."""
        with suppress(OSError):
            file = self._at(file_at(path))
            return file.read_bytes() if file else None
        return None

    def _read(self, name: str) -> bytes:
        found = self.bytes_of(f"/{name}")
        if found is None and self._below:
            return self._below._read(name)
        return found or b""

    def _at(self, name: str) -> Path | None:
        with suppress(OSError, ValueError):  # a name may be too long, or be none at all
            file = (self.path / name).resolve()
            if file.is_relative_to(self.path) and file.exists():
                return file
        return None

    def _page(self, html: bytes, status: int, path: str) -> Page:
        tree = LexborHTMLParser(html)
        text, looks, sheets = html, {}, []
        for address, name in _own(tree, "link[rel~=stylesheet]", "href", path):
            text = text.replace(address.encode(), b"")  # its name may change with its content
            looks[name] = self._read(name)
            sheets.append(f"{address}?{_digest([looks[name]])}")
        shown = (self._read(name) for _, name in _own(tree, "[src]", "src", path))
        version, styles = _digest([text, *shown]), _digest(looks.values())
        return Page(html, status, version, styles, tuple(sheets), looks)


def file_at(path: str) -> str:
    """The file below the output folder that a path leads to."""
    name = path.removeprefix("/")
    return f"{name}index.html" if not name or name.endswith("/") else name


def _own(
    tree: LexborHTMLParser, selector: str, attribute: str, path: str
) -> Iterator[tuple[str, str]]:
    """The addresses within the site that elements name, each with its file."""
    for node in tree.css(selector):
        address = node.attributes.get(attribute) or ""
        with suppress(ValueError):
            parts = urlsplit(urljoin(f"//site{quote(path)}", address))
            if parts.netloc == "site":
                yield address, file_at(unquote(parts.path))


def _digest(parts: Iterable[bytes]) -> str:
    found = hashlib.blake2b(digest_size=8)
    for part in parts:
        found.update(b"%d:" % len(part))
        found.update(part)
    return found.hexdigest()
