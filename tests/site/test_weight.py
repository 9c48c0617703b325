"""What a first visit costs a reader: the page, its style sheet and the icon, as they are sent."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import brotli
import pytest
from bs4 import BeautifulSoup

from tests.conftest import Project
from tools.trial import SITEURL

ANY_PAGE = 14_336
"""What fits into the first answer of a server."""

CONDITION = 10_240
STYLES = 4_096


@pytest.fixture(scope="module")
def sent(published: Project) -> dict[str, bytes]:
    """The files of the published site, as a server sends them."""
    return {
        path: brotli.compress(content) if path.endswith((".css", ".html", ".svg")) else content
        for path, content in published.files().items()
    }


def asked_for(page: bytes) -> list[str]:
    """The files that a browser asks for when it shows a page, besides pictures."""
    links = BeautifulSoup(brotli.decompress(page), "html.parser").select(
        "link[rel~=stylesheet], link[rel~=icon], script[src]"
    )
    return [urlsplit(str(one.get("href") or one["src"])).path.lstrip("/") for one in links]


def visits(sent: dict[str, bytes], pattern: str) -> dict[str, int]:
    """The bytes of a first visit of each page at such a path."""
    return {
        path: len(page) + sum(len(sent[name]) for name in asked_for(page))
        for path, page in sent.items()
        if re.fullmatch(pattern, path)
    }


def test_a_condition_is_light(sent: dict[str, bytes]) -> None:
    """All of a page about a condition comes in 10 kB, in whatever language."""
    found = visits(sent, r"([a-z-]+/)?conditions/[^/]+/index\.html")
    assert {"conditions/sciatica/index.html", "es/conditions/sciatica/index.html"} < found.keys()
    assert {path: size for path, size in found.items() if size > CONDITION} == {}


def test_every_page_is_light(sent: dict[str, bytes]) -> None:
    """No page is larger than the first answer of a server may be, with its style and icon."""
    found = visits(sent, r".*\.html")
    assert {path: size for path, size in found.items() if size > ANY_PAGE} == {}


def test_styles_are_light(sent: dict[str, bytes]) -> None:
    """No style sheet is larger than 4 kB."""
    sheets = {path: len(css) for path, css in sent.items() if path.endswith(".css")}
    assert len(sheets) > 5
    assert {path: size for path, size in sheets.items() if size > STYLES} == {}


def test_a_page_asks_for_two_files(sent: dict[str, bytes]) -> None:
    """A page asks for one style sheet and one icon, and for no script where it only informs."""
    for path, page in sent.items():
        if re.fullmatch(r"(conditions|blog|people|safety|benefits)/.*\.html", path):
            assert sorted(name.rpartition(".")[2] for name in asked_for(page)) == ["css", "svg"]


def test_names_are_those_of_the_sheet(sent: dict[str, bytes]) -> None:
    """Pages and sheets share letters for classes; the search, which has a script, keeps names."""
    for path in ("conditions/sciatica/index.html", "safety/index.html", "search/index.html"):
        html = brotli.decompress(sent[path])
        (sheet,) = (name for name in asked_for(sent[path]) if name.endswith(".css"))
        styled = set(re.findall(r"\.([a-zA-Z][\w-]*)", brotli.decompress(sent[sheet]).decode()))
        used = {
            name
            for one in BeautifulSoup(html, "html.parser").find_all(class_=True)
            for name in one["class"]
        }
        assert len(used & styled) > 20, path
        assert (max(map(len, styled)) > 2) == (path == "search/index.html"), path


def test_a_leaflet_has_the_code_of_its_page(sent: dict[str, bytes]) -> None:
    """The code on paper is a file beside the page, which screens do not ask for."""
    path = "conditions/sciatica/"
    page = BeautifulSoup(brotli.decompress(sent[f"{path}index.html"]), "html.parser")
    code = page.select_one("p > img[loading=lazy]")
    assert code and str(code["src"]).endswith(f"/{path}qr.svg")
    assert brotli.decompress(sent[f"{path}qr.svg"]).startswith(b"<svg ")
    assert f"{SITEURL}/{path}" in page.get_text()
