"""What tests and measurements see is what a host would send."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest

from tools.hosting import Host, hosted, pages_of, types_of

HEADERS = """
/*
  X-Kind: page
  Cache-Control: no-cache
/search/*
  ! X-Kind
  X-Kind: search
"""


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """A small site that was built for another address."""
    for path, text in {
        "index.html": "<a href='https://a.test/search/'>Search</a>",
        "search/index.html": "Search" * 100,
        "old/index.html": '<meta http-equiv="refresh" content="0">',
        "404.html": "Nothing here",
        "_headers": HEADERS,
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    with hosted(tmp_path, "https://a.test") as host:
        yield host


def ask(host: Host, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(urlsplit(host.address).netloc, timeout=60)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


def test_links_lead_to_where_the_site_is_served(host: Host) -> None:
    """The address that a site was built for becomes the one that it has."""
    assert ask(host, "/")[2].decode() == f"<a href='{host.address}/search/'>Search</a>"


def test_rules_of_the_host_file_are_followed(host: Host) -> None:
    """Headers come from the file `_headers`, a later rule can take one back."""
    assert ask(host, "/")[1]["X-Kind"] == "page"
    assert ask(host, "/search/")[1]["X-Kind"] == "search"
    assert ask(host, "/search/")[1]["Cache-Control"] == "no-cache"


def test_texts_are_compressed_for_whoever_can_read_it(host: Host) -> None:
    """With Brotli, if the browser names it; a weight is that of the best compression."""
    _, headers, body = ask(host, "/search/", **{"Accept-Encoding": "gzip, br"})
    assert headers["Content-Encoding"] == "br" and brotli.decompress(body) == b"Search" * 100
    assert len(ask(host, "/search/")[2]) == 600
    assert host.weight("/search/") == len(brotli.compress(b"Search" * 100, quality=11))


def test_an_address_without_a_page_is_answered_as_such(host: Host) -> None:
    """It gets the page for that with the status 404; one that lacks its slash is led on."""
    assert ask(host, "/nowhere/")[::2] == (404, b"Nothing here")
    assert ask(host, "/../../etc/passwd")[0] == 404
    assert ask(host, "/search")[1]["Location"] == "/search/"


def test_pages_are_told_from_what_leads_on(host: Host) -> None:
    """Pages of a site are known by their addresses; each folder of them is a type."""
    assert pages_of(host.folder) == ["/", "/404.html", "/search/"]
    assert types_of(["/", "/a/", "/a/b/", "/a/c/", "/d/"]) == ["/", "/a/", "/a/b/", "/d/"]
