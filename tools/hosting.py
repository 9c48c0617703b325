"""Serves a finished folder as a host of static sites does: compressed, cached, with its rules.

What pages weigh, and what a browser may do on them, can only be said of pages that come as a
reader gets them. So this follows the file `_headers` of the folder, compresses texts with Brotli,
and answers an unknown address with the page 404.html.
"""

from __future__ import annotations

import mimetypes
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

MISSING = "/404.html"
"""The page for addresses where there is nothing; search engines are told to leave it out."""

CACHING = "public, max-age=600"
"""What hosts say of a file about which `_headers` says nothing."""

_BEST, _QUICK = 11, 5
"""How well Brotli compresses: beforehand, and when a text is asked for."""

_WAIT = 0.05
"""How many seconds a slow line takes for a piece: so long that a browser shows what is there."""

_PAGE = "text/html; charset=utf-8"
_PLACE = re.compile(rb"\n|(?=<(?:li|ol|p|ul)\b)")
"""Where a page may be cut: between lines, and before what stands on a line of its own."""

_TEXTS = (".css", ".csv", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".webmanifest", ".xml")
_TYPES = {".mjs": "text/javascript", ".webmanifest": "application/manifest+json"}


def free_port() -> int:
    """A port of this machine that nobody uses now; somebody may before it is used."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        port: int = one.getsockname()[1]
        return port


@dataclass(frozen=True)
class Asked:
    """A request: the path, and what the browser wants it for (`document`, `style`, `image`)."""

    path: str
    purpose: str


@dataclass
class Host:
    """A folder that is served; `siteurl`, the address it was built for, becomes the one here.

    On a slow line, pages come in so many `pieces`, one after the other, each some whole paragraphs.
    """

    folder: Path
    siteurl: str = ""
    address: str = ""
    pieces: int = 1
    asked: list[Asked] = field(default_factory=list)
    _packed: dict[Path, bytes] = field(default_factory=dict)
    _weights: dict[str, int] = field(default_factory=dict)

    def file(self, path: str) -> Path | None:
        """The file for the path of an address; None where there is none."""
        file = self.folder / unquote(path).lstrip("/")
        if path.endswith("/"):
            file = file / "index.html"
        inside = file.resolve().is_relative_to(self.folder.resolve())
        return file if inside and file.is_file() else None

    def weight(self, path: str) -> int:
        """The bytes of a file on its way to a reader: of a text, compressed as well as can be."""
        if path not in self._weights:
            file = self.file(path)
            body = file.read_bytes() if file else b""
            self._weights[path] = len(_packed(body, _BEST) if file and _is_text(file) else body)
        return self._weights[path]

    def body(self, file: Path, packed: bool) -> bytes:
        """What is sent of a file, with the address that it has here."""
        if packed and file in self._packed:
            return self._packed[file]
        body = file.read_bytes()
        if self.siteurl and _is_text(file):
            body = body.replace(self.siteurl.encode(), self.address.encode())
        if packed:
            body = self._packed[file] = _packed(body, _QUICK)
        return body

    def headers(self, path: str) -> dict[str, str]:
        """What `_headers` says for a path; of two values for a name, both hold."""
        found = {"Cache-Control": CACHING}
        given: dict[str, list[str]] = {}
        for pattern, name, value in self.rules:
            if not fnmatchcase(path, pattern):
                continue
            if value:
                given.setdefault(name, []).append(value)
            else:
                given.pop(name, None)
        return found | {name: ", ".join(values) for name, values in given.items()}

    @cached_property
    def rules(self) -> list[tuple[str, str, str]]:
        """Each line of `_headers`: for which paths, the name, the value; `! Name` has none."""
        file = self.folder / "_headers"
        rules, pattern = [], ""
        for line in file.read_text("utf-8").splitlines() if file.is_file() else ():
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            if not line[0].isspace():
                pattern = urlsplit(line.strip()).path
                continue
            name, _, value = line.strip().removeprefix("! ").partition(":")
            rules.append((pattern, name.strip(), value.strip()))
        return rules


def pages_of(folder: Path) -> list[str]:
    """The path of every page in a folder, but of those that only lead on to another one."""
    return sorted(
        "/" + file.relative_to(folder).as_posix().removesuffix("index.html")
        for file in folder.rglob("*.html")
        if b'http-equiv="refresh"' not in file.read_bytes()
    )


def types_of(pages: list[str]) -> list[str]:
    """A page of each type: every one at the top, and of those in one folder the first."""
    first: dict[str, str] = {}
    for page in pages:
        folder = page.rstrip("/").rpartition("/")[0]
        first.setdefault(folder or page, page)
    return sorted(first.values())


@contextmanager
def hosted(folder: Path, siteurl: str = "", pieces: int = 1) -> Iterator[Host]:
    """A folder on loopback, while it is looked at; see `Host`."""
    host = Host(folder.resolve(), siteurl, pieces=pieces)
    handler = type("Handler", (_Handler,), {"host": host})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        host.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield host
        server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    host: Host
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body leave together

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.host.asked.append(Asked(path, self.headers.get("Sec-Fetch-Dest", "")))
        file = self.host.file(path)
        if file is None and self.host.file(f"{path}/"):
            return self._answer(HTTPStatus.MOVED_PERMANENTLY, b"", {"Location": f"{path}/"})
        status = HTTPStatus.OK if file else HTTPStatus.NOT_FOUND
        file = file or self.host.file(MISSING)
        if file is None:
            return self._answer(status, b"", {})
        is_wanted = "br" in self.headers.get("Accept-Encoding", "")
        packed = is_wanted and _is_text(file) and self.host.pieces == 1
        headers = {"Content-Type": _type(file), **self.host.headers(path)}
        if packed:
            headers |= {"Content-Encoding": "br", "Vary": "Accept-Encoding"}
        return self._answer(status, self.host.body(file, packed), headers)

    do_HEAD = do_GET  # noqa: N815 - the name that the server looks for

    def _answer(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (*headers.items(), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self._send(body, self.host.pieces if headers.get("Content-Type") == _PAGE else 1)

    def _send(self, body: bytes, pieces: int) -> None:
        start = 0
        for number in range(1, pieces + 1):
            found = _PLACE.search(body, len(body) * number // pieces - 1)
            end = found.end() if found else len(body)
            if start:
                time.sleep(_WAIT)
            self.wfile.write(body[start:end])
            self.wfile.flush()
            start = end

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing: whoever asks says what matters."""


def _is_text(file: Path) -> bool:
    return file.suffix in _TEXTS


def _type(file: Path) -> str:
    named = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
    if named and (_is_text(file) and not named.endswith(("+xml", "json"))):
        return f"{named}; charset=utf-8"
    return named or "application/octet-stream"


def _packed(body: bytes, quality: int) -> bytes:
    import brotli

    packed: bytes = brotli.compress(body, quality=quality)
    return packed
