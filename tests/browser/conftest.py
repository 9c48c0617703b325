"""A real browser on the built site, served on loopback."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

from plugins.cms.outputs.headers import from_text, headers_for
from tests.conftest import Project
from tools.browser import BROWSER_FLAGS, find_browser


class Host(SimpleHTTPRequestHandler):
    """A host of static files as the site expects one: with its headers, and its page for 404."""

    def end_headers(self) -> None:
        file = Path(self.directory, "_headers")
        rules = from_text(file.read_text("utf-8")) if file.exists() else {}
        for name, value in headers_for(rules, unquote(urlsplit(self.path).path)):
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, *arguments: Any, **more: Any) -> None:
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.exists():
            super().send_error(code, *arguments, **more)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing: the tests say what matters."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on loopback, while it is looked at."""
    handler = functools.partial(Host, directory=str(folder.resolve()))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def address(clinic: Project) -> Iterator[str]:
    """Where the built site is served."""
    with served(clinic.output) as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One headless browser for all tests here of a worker.

    Playwright's event loop runs until it is closed, and no other one can begin meanwhile.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=list(BROWSER_FLAGS)
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    root = Path(__file__).parents[2]
    return (root / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
