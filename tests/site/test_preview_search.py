"""The search of a preview: its index is made when somebody searches, and is as new as the site."""

from __future__ import annotations

import http.client
import json
import os
import signal

import pytest

from plugins.cms.publish.blobs import Blobs
from plugins.cms.publish.session import Session
from plugins.cms.search import ENTRY, FOLDER
from tests.conftest import Project
from tests.previews import NOTE, PATIENCE, Preview, start, until


def pages(preview: Preview) -> int:
    """How many things can be found in the language of the site."""
    status, _, body = preview.ask(f"/{FOLDER}/{ENTRY}?ts=1")
    assert status == 200
    return int(json.loads(body)["languages"]["en"]["page_count"])


def test_the_index_of_a_preview_comes_when_it_is_asked_for(preview: Preview) -> None:
    """No build makes one; a browser that asks gets it, and a new one after a change.

    It is no page that is missing, for which another one could stand in.
    """
    (preview.folder / "output/404.html").write_text("<p>Lost among the roses", encoding="utf-8")
    assert not (preview.folder / "output" / FOLDER).exists()
    before = pages(preview)
    assert before > 3
    assert not (preview.folder / "output" / FOLDER).exists()
    preview.edit(NOTE, "status: published", "status: draft")
    until(lambda: pages(preview) == before - 1)


SLOW = """
import os, pathlib, time
pathlib.Path("pid").write_text(f"{os.getpid()}\\n")
time.sleep(600)
"""
"""What takes the place of Pagefind, and says which process waits for it."""


def test_an_index_that_is_made_ends_with_the_preview(garden: Project) -> None:
    """Nothing is left running of what a browser had asked for."""
    (garden.folder / "pagefind_bin.py").write_text(SLOW, encoding="utf-8")
    mark = garden.folder / "pid"
    preview = start(garden.folder)
    try:
        until(lambda: "pages in" in preview.log())
        connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
        connection.request("GET", f"/{FOLDER}/{ENTRY}")
        until(lambda: mark.exists() and mark.read_text().endswith("\n"))
    finally:
        code = preview.end(signal.SIGTERM)
    assert code == 0 and preview.log().splitlines()[2:] == ["The preview has ended."]
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)
    connection.close()


def test_what_was_lost_of_a_page_can_be_found_again(garden: Project) -> None:
    """A page of which the cache has lost what can be found is made again, and no other."""
    settings, path = garden.folder / garden.settings, "notes/spring/index.html"
    before = Session(settings).build((), CMS_INDEX="later").settings["CMS_PAGES"].searched
    blobs = Blobs(garden.folder / ".cache/pages")
    lost = blobs.find(before[path])
    assert lost
    lost.unlink()
    later = Session(settings).build((), CMS_INDEX="later")
    assert later.work.made == {path} and blobs.find(before[path])
    assert later.settings["CMS_PAGES"].searched == before


def test_a_preview_keeps_to_the_policy(preview: Preview) -> None:
    """Pages have the headers of a host, with leave for the script of the preview and no more."""
    _, headers, _ = preview.ask("/notes/spring/")
    name = "content-security-policy: "
    policies = [line for line in headers.splitlines() if line.startswith(name)]
    of_all, of_notes = policies
    assert "default-src 'none'" in of_notes and "script-src 'self';" not in of_all
    for policy in policies:
        assert "script-src 'self'" in policy and "connect-src 'self'" in policy
    assert "wasm" not in of_notes and "unsafe-inline" not in headers
    assert headers.count("cache-control") == 1 and "no-store" in headers
