"""Answers browsers on this machine: the pages of the site, with a script that keeps them fresh."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from mimetypes import MimeTypes
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from .preview import Preview

HOSTS = ("127.0.0.1", "localhost", "[::1]")
"""The names under which this machine knows itself. Any other name is a foreign page that had
its own name point here, to read what is not published yet (DNS rebinding)."""

_FRESH = {"Cache-Control": "no-store"}
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


def make_app(preview: Preview) -> Starlette:
    """The application that serves a preview."""

    async def events(_request: Request) -> Response:
        return StreamingResponse(_events(preview), headers=_FRESH, media_type="text/event-stream")

    async def not_found(_request: Request, _error: Exception) -> Response:
        page = preview.page("There is no such page", "Mend the address, or write the page.")
        return HTMLResponse(page, 404, _FRESH)

    return Starlette(
        routes=[
            Route("/__preview__/events", events),
            Route("/__preview__/preview.js", _own_file),
            Route("/__preview__/panel.css", _own_file),
            Mount("/", _Pages(preview)),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False),
        ],
        exception_handlers={404: not_found},
    )


async def _events(preview: Preview) -> AsyncIterator[str]:
    """The states as Server-Sent Events.

    https://html.spec.whatwg.org/multipage/server-sent-events.html
    """
    yield "retry: 1000\n\n"
    async for state in preview.states():
        yield f"data: {state}\n\n"


async def _own_file(request: Request) -> Response:
    return FileResponse(_HERE / Path(request.url.path).name, headers=_FRESH)


class _Pages:
    """The site as it is at the moment of each request."""

    def __init__(self, preview: Preview) -> None:
        self._preview = preview

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        site = self._preview.site()
        if site:
            await _Folder(site, self._preview)(scope, receive, send)
            return
        page = self._preview.page("There is no site yet", "It is being built, and appears here.")
        await HTMLResponse(page, 503, _FRESH)(scope, receive, send)


class _Folder(StaticFiles):
    """A folder of finished pages, with clean addresses."""

    def __init__(self, folder: Path, preview: Preview) -> None:
        super().__init__(directory=folder, html=True)
        self._preview = preview

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if not isinstance(response, FileResponse):
            response.headers.update(_FRESH)
            return response
        kind, packed = _TYPES.guess_type(response.path)
        if kind == "text/html":
            page = self._with_script(Path(response.path).read_bytes())
            return HTMLResponse(page, response.status_code, _FRESH)
        kind = kind if kind and not packed else "application/octet-stream"
        return FileResponse(response.path, response.status_code, _FRESH, kind)

    def is_not_modified(self, response_headers: Headers, request_headers: Headers) -> bool:
        """Say never: what is not stored cannot be asked for again."""
        return False

    def _with_script(self, page: bytes) -> bytes:
        ends = [found.start() for found in _BODY_END.finditer(page)]
        end = ends[-1] if ends else len(page)
        return b"".join((page[:end], self._preview.script().encode(), page[end:]))
