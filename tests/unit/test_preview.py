"""Which page a preview shows while a build goes on, and after one that was given up."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from starlette.types import Message

from plugins.cms.serve.app import make_app
from plugins.cms.serve.outcome import Outcome
from plugins.cms.serve.preview import Preview


class _Site:
    """A preview of an output folder that is a link, as that of a build is."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self.preview = Preview(top / "output")

    def folder(self, name: str, **pages: str) -> Path:
        """A folder with pages by the name of the folder of each."""
        for page, text in {"404.html": "missing", **pages}.items():
            file = self._top / name / (page if "." in page else f"{page}/index.html")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return self._top / name

    def switch(self, folder: Path) -> None:
        link = self._top / "next"
        link.symlink_to(folder)
        link.replace(self.preview.output)

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """The status, the media type and the body that a browser gets."""
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            sent.append(message)

        headers = [(b"host", b"localhost")]
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b""}
        app = make_app(self.preview, self._top)
        asyncio.run(app({**scope, "headers": headers}, receive, send))
        kind = dict(sent[0]["headers"])[b"content-type"].decode()
        return sent[0]["status"], kind, b"".join(part["body"] for part in sent[1:])

    def shown(self, path: str) -> str:
        page = self.preview.page(path)
        return page.html.decode() if page else ""


@pytest.fixture
def site(tmp_path: Path) -> _Site:
    return _Site(tmp_path)


def test_a_page_is_shown_before_the_site_is_finished(site: _Site) -> None:
    site.switch(site.folder("old", spring="old"))
    site.preview.tell_early(site.folder("build", spring="early"), "spring/index.html")
    assert site.shown("/spring/") == "early"


def test_a_page_is_shown_before_there_is_any_site(site: _Site) -> None:
    site.preview.tell_early(site.folder("build", spring="early"), "spring/index.html")
    assert site.shown("/spring/") == "early"


def test_a_page_that_a_build_without_end_told_is_gone_with_the_next_site(site: _Site) -> None:
    """The new site is there some moments before anybody says so, and has no such page."""
    site.switch(site.folder("old", spring="old"))
    site.preview.tell_early(site.folder("build", spring="early"), "spring/index.html")
    site.switch(site.folder("new", autumn="new"))
    assert site.shown("/spring/") == "missing"
    site.preview.tell_early(site.folder("another", autumn="newer"), "autumn/index.html")
    assert site.shown("/spring/") == "missing"
    assert site.shown("/autumn/") == "newer"


def test_an_early_page_is_gone_when_its_build_fails(site: _Site) -> None:
    site.switch(site.folder("old", spring="old"))
    site.preview.tell_early(site.folder("build", spring="early"), "spring/index.html")
    site.preview.tell(Outcome(failure="No."))
    assert site.shown("/spring/") == "old"


def test_what_an_early_page_shows_is_there_with_it(site: _Site) -> None:
    site.switch(site.folder("old", spring="old"))
    assert site.answer("/a.css")[0] == 404
    build = site.folder("build", **{"spring": "early", "a.css": "early"})
    site.preview.tell_early(build, "spring/index.html")
    assert site.answer("/a.css") == (200, "text/css; charset=utf-8", b"early")
    site.switch(site.folder("new", spring="new"))
    assert site.answer("/a.css")[0] == 404


def test_an_early_page_keeps_its_styles_while_something_newer_is_built(site: _Site) -> None:
    """The folder of a build that was given up is gone before the next one has the page."""
    site.switch(site.folder("old", spring="old"))
    styled = '<link rel="stylesheet" href="/a.css">'
    build = site.folder("build", **{"spring": styled, "a.css": "early"})
    site.preview.tell_early(build, "spring/index.html")
    shutil.rmtree(build)
    assert site.shown("/spring/") == styled
    assert site.answer("/a.css") == (200, "text/css; charset=utf-8", b"early")
    site.switch(site.folder("new", spring="new"))
    assert site.answer("/a.css")[0] == 404


def test_other_pages_of_an_unfinished_site_are_not_shown(site: _Site) -> None:
    """A draft may be there before the page that it takes the place of is gone."""
    site.switch(site.folder("old", spring="old"))
    build = site.folder("build", spring="early", draft="early")
    site.preview.tell_early(build, "spring/index.html")
    assert site.shown("/draft/") == "missing"
    assert site.answer("/draft/")[0] == 404


def test_a_page_of_an_unfinished_site_does_not_stand_for_one_of_ours(site: _Site) -> None:
    """As above, in a site without a page for what is missing."""
    site.switch(site.folder("old", spring="old"))
    (site.preview.output / "404.html").unlink()
    site.preview.tell_early(site.folder("build", draft="early"), "spring/index.html")
    assert site.answer("/draft/")[0] == 404
