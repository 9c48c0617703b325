"""Answers browsers on this machine: the pages of the site, with a script that keeps them fresh."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from mimetypes import MimeTypes
from pathlib import Path
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.datastructures import URL
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from ..outputs.headers import FILE as HEADERS
from ..outputs.headers import POLICY, from_text, headers_for, with_scripts
from ..search import FOLDER as INDEX
from .late_index import LateIndex
from .pages import Page
from .preview import Preview

HOSTS = ("127.0.0.1", "localhost", "[::1]")
"""The names under which this machine knows itself. Any other name is a foreign page that had
its own name point here, to read what is not published yet (DNS rebinding)."""

_FRESH = {"Cache-Control": "no-store"}
_NO_PAGE = "Mend the address, or write the page."
_NO_SITE = "It is being built, and appears here."
_GONE = "Somebody has deleted it. Save any file, and it is built again."
_BODY_END = re.compile(rb"</body\s*>", re.IGNORECASE)
_HERE = Path(__file__).parent

_TYPES = MimeTypes(filenames=())  # not the machine's list: the answer is the same everywhere
for _ending, _type in {
    ".avif": "image/avif",
    ".md": "text/markdown",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
}.items():
    _TYPES.add_type(_type, _ending)


def make_app(preview: Preview, cache: Path, names: Sequence[str] = ()) -> Starlette:
    """The application that serves a preview, under this machine's own names and some more."""

    async def events(request: Request) -> Response:
        path = unquote(request.query_params.get("path", "/"))  # as it is in the address
        stream = _events(preview, path)
        return StreamingResponse(stream, headers=_FRESH, media_type="text/event-stream")

    return Starlette(
        routes=[
            Route("/__preview__/events", events),
            Route("/__preview__/preview.js", _own_file),
            Route("/__preview__/panel.css", _own_file),
            Mount("/", _Site(preview, LateIndex(cache))),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=[*HOSTS, *names], www_redirect=False),
        ],
    )


async def _events(preview: Preview, path: str) -> AsyncIterator[str]:
    """The states of a page as Server-Sent Events.

    https://html.spec.whatwg.org/multipage/server-sent-events.html
    """
    yield "retry: 1000\n\n"
    async for state in preview.states(path):
        yield f"data: {state}\n\n" if state else ":\n\n"


async def _own_file(request: Request) -> Response:
    return FileResponse(_HERE / Path(request.url.path).name, headers=_FRESH)


class _Site:
    """The site as it is at the moment of each request."""

    def __init__(self, preview: Preview, index: LateIndex) -> None:
        self._preview = preview
        self._index = index

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(scope)
        for name, value in self._headers(scope["path"]):
            response.headers.append(name, value)
        await response(scope, receive, send)

    def _headers(self, path: str) -> Iterator[tuple[str, str]]:
        """The headers that a host would send, with leave for the script that keeps pages fresh."""
        file = self._preview.file(f"/{HEADERS}")
        for name, value in headers_for(from_text(file.read_text("utf-8")), path) if file else ():
            if name not in _FRESH:
                yield name, with_scripts(value) if name == POLICY else value

    async def _answer(self, scope: Scope) -> Response:
        path, preview = scope["path"], self._preview
        if scope["method"] not in {"GET", "HEAD"}:
            return Response(status_code=405, headers={**_FRESH, "Allow": "GET, HEAD"})
        early = preview.early_file(path)
        if early is not None:
            return Response(early, headers=_FRESH, media_type=_type_of(path))
        file = preview.file(path)
        if file is None and path.startswith(f"/{INDEX}/"):
            file = await self._index.file(path)
        page = None if file and file.suffix != ".html" else preview.page(path)
        if page:
            return HTMLResponse(self._with_script(page), page.status, _FRESH)
        if file:
            return FileResponse(file, headers=_FRESH, media_type=_type_of(file.name))
        if preview.file(f"{path}/"):
            return RedirectResponse(URL(scope=scope).replace(path=f"{path}/"), headers=_FRESH)
        if preview.site():
            text = preview.own_page("There is no such page", _NO_PAGE)
            return HTMLResponse(text, 404, _FRESH)
        if preview.was_built:
            text = preview.own_page("The site is gone", _GONE)
        else:
            text = preview.own_page("There is no site yet", _NO_SITE)
        return HTMLResponse(text, 503, _FRESH)

    def _with_script(self, page: Page) -> bytes:
        script = self._preview.script(page).encode()
        ends = [found.start() for found in _BODY_END.finditer(page.html)]
        end = ends[-1] if ends else len(page.html)
        return b"".join((page.html[:end], script, page.html[end:]))


def _type_of(name: str) -> str:
    kind, packed = _TYPES.guess_type(name)
    return kind if kind and not packed else "application/octet-stream"
