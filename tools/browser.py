"""Finds a Chromium for the tests, or fetches one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache

from .apt import install
from .bootstrap import SetupFailure, say

BROWSER_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""How the tests start it: no window, and no connection of its own to anywhere."""

_WHERE = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""

_SECONDS = 600

_NAMES = ("chromium", "chromium-browser", "google-chrome")


@cache
def find_browser() -> str:
    """The path of a Chromium that starts; raises SetupFailure where none can be had.

    The environment variable CHROMIUM names one, otherwise it is looked for.
    """
    for path in _candidates():
        if _starts(path):
            return path
    raise SetupFailure(
        "The tests need the browser Chromium. Install it (on Debian: `sudo apt install "
        "chromium`), or name one that you have: `CHROMIUM=/path/to/chrome`."
    )


def _candidates() -> Iterator[str]:
    """Where one may be, from the cheapest to ask to the dearest; the last ones are installed."""
    named = os.environ.get("CHROMIUM")
    if named:
        yield named
        return
    yield from filter(None, map(shutil.which, _NAMES))
    yield from _of_playwright()
    say("Looking for a browser to download (once)…")
    if _output(sys.executable, "-m", "playwright", "install", "chromium") is not None:
        yield from _of_playwright()
    if install("chromium"):
        yield from filter(None, map(shutil.which, _NAMES))


def _of_playwright() -> Iterator[str]:
    """Where Playwright's own one is, or would be."""
    path = _output(sys.executable, "-c", _WHERE)
    if path:
        yield path.strip()


def _starts(path: str) -> bool:
    """Whether it runs here: one that was downloaded may lack libraries of the system."""
    return _output(path, "--version") is not None


def _output(*command: str) -> str | None:
    """What a program prints; None where it fails."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return done.stdout if done.returncode == 0 else None
