"""The live preview: a real server on real files, and a real browser on it."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect, sync_playwright

from plugins.cms import commands
from tests.conftest import GARDEN, copy_of_the_garden
from tests.processes import surroundings
from tools.browser import BROWSER_FLAGS, find_browser

PATIENCE = 60.0
SERVE = """
import sys
from plugins.cms import commands
sys.exit(commands.serve(int(sys.argv[1]), "settings.py"))
"""
BROKEN = "---\ntitle: Weed\nsummery: <b>Bad</b>\n---\n"
NOTE = "content/notes/spring.md"
BASE = "theme/templates/base.html"


@dataclass
class Preview:
    """A running preview of a copy of the garden."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    def ask(self, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, str, str]:
        """The status, the headers and the body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, str(answer.headers).lower(), body

    def state(self) -> dict[str, str]:
        """What a browser is told when it connects."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", "/__preview__/events")
        events = connection.getresponse()
        while not (line := events.readline()).startswith(b"data: "):
            pass
        connection.close()
        state: dict[str, str] = json.loads(line[6:])
        return state

    def body(self, path: str = "/") -> str:
        return self.ask(path)[2]

    def panel(self) -> str:
        return self.state()["panel"]

    def log(self) -> str:
        """What the terminal shows."""
        return (self.folder.parent / "log").read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.folder / path
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal; return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def until(condition: Callable[[], object]) -> None:
    """Wait for something that is bound to happen."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def start(garden: Path) -> Preview:
    """A preview that answers; its first build may still run."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (garden.parent / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(port)],
            cwd=garden,
            env=surroundings(),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    preview = Preview(garden, port, process)
    until(lambda: process.poll() is not None or "preview is at" in preview.log())
    assert process.poll() is None, preview.log()
    return preview


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    preview = start(copy_of_the_garden(tmp_path_factory.mktemp("preview")).folder)
    until(lambda: "pages in" in preview.log())
    yield preview
    preview.end()


@pytest.fixture
def preview(running: Preview) -> Iterator[Preview]:
    """The preview that most tests share; afterward its files are as they were."""
    yield running
    for file in running.folder.rglob("weed*.md"):
        file.unlink()
    for path in (NOTE, BASE, "settings.py"):
        if (running.folder / path).read_bytes() != (GARDEN / path).read_bytes():
            shutil.copy(GARDEN / path, running.folder / path)
    until(lambda: not running.panel())


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Callable[[], Preview]]:
    """Starts a preview of the garden in `tmp_path`, and ends it."""
    started: list[Preview] = []

    def begin() -> Preview:
        started.append(start(tmp_path / "garden"))
        return started[-1]

    copy_of_the_garden(tmp_path)
    yield begin
    for preview in started:
        if preview.process.poll() is None:
            preview.end()


def test_a_page_keeps_itself_up_to_date_and_the_built_one_does_not(preview: Preview) -> None:
    """The server adds one script of its own to a page, and nothing to the file."""
    status, headers, body = preview.ask("/plants/rose/")
    assert status == 200
    assert "content-type: text/html; charset=utf-8" in headers
    assert "cache-control: no-store" in headers
    assert body.count('<script src="/__preview__/preview.js"') == 1
    assert "__preview__" not in (preview.folder / "output/plants/rose/index.html").read_text()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/images/rose.svg", "image/svg+xml"),
        ("/feeds/notes.atom.xml", "application/xml"),
        ("/__preview__/preview.js", "text/javascript"),
        ("/__preview__/panel.css", "text/css"),
    ],
)
def test_a_file_has_its_type_and_is_never_stored(preview: Preview, path: str, kind: str) -> None:
    """Whatever is served says what it is, and that it may be another thing next time."""
    status, headers, _ = preview.ask(path)
    assert status == 200
    assert f"content-type: {kind}" in headers
    assert "cache-control: no-store" in headers


def test_an_address_without_its_slash_leads_to_the_page(preview: Preview) -> None:
    """`/plants/rose` redirects to `/plants/rose/` on this machine."""
    status, headers, _ = preview.ask("/plants/rose")
    assert status == 307
    assert f"location: http://127.0.0.1:{preview.port}/plants/rose/\n" in headers


def test_head_gives_the_same_answer_without_the_page(preview: Preview) -> None:
    """HEAD has the status and the length of GET, and no body."""
    page = preview.body()
    status, headers, body = preview.ask(method="HEAD")
    assert (status, body) == (200, "")
    assert f"content-length: {len(page.encode())}\n" in headers


def test_a_missing_page_is_the_sites_own_or_a_plain_one(preview: Preview) -> None:
    """An address without a page gives 404.html, or says so itself, with status 404."""
    status, _, body = preview.ask("/nowhere/")
    assert status == 404 and "There is no such page" in body
    file = preview.folder / "output/404.html"
    file.write_text("<html><body>Lost among the roses</body></html>", encoding="utf-8")
    status, _, body = preview.ask("/nowhere/")
    file.unlink()
    assert status == 404 and "Lost among the roses" in body and "preview.js" in body


@pytest.mark.parametrize(
    "path",
    [
        "/../settings.py",
        "/../../settings.py",
        "/%2e%2e/%2e%2e/settings.py",
        "/..%2f..%2fsettings.py",
        "/plants/../../../settings.py",
        "/__preview__/../../settings.py",
        "/__preview__/app.py",
        "//etc/passwd",
        "/%00",
        "/" + "a" * 5000,
    ],
)
def test_nothing_outside_the_site_is_served(preview: Preview, path: str) -> None:
    """A path that leaves the folder, or is none, leads nowhere."""
    status, _, body = preview.ask(path)
    assert status == 404
    assert "PLUGINS" not in body and "import" not in body and "root:" not in body


def test_only_this_machines_names_are_answered(preview: Preview) -> None:
    """A page elsewhere whose name points here is refused (DNS rebinding)."""
    for host in ("127.0.0.1", f"localhost:{preview.port}", "LOCALHOST", "[::1]:80"):
        assert preview.ask(Host=host)[0] == 200, host
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", "[::2]"):
        for path in ("/", "/__preview__/events"):
            status, _, body = preview.ask(path, Host=host)
            assert status == 400 and "garden" not in body, host


def test_an_edit_is_on_the_page_and_named_in_the_terminal(preview: Preview) -> None:
    """After a change of content there is a new page, a new version and one more line."""
    before = preview.state()["version"]
    preview.edit(NOTE, "Prune the", "Water the")
    until(lambda: "Water the" in preview.body("/notes/spring/"))
    until(lambda: preview.state()["version"] != before)
    until(lambda: f" s: {NOTE}\n" in preview.log())


def test_a_change_of_code_counts(preview: Preview) -> None:
    """Settings and templates are read anew by each build."""
    preview.edit("settings.py", '"Garden"', '"Orchard"')
    preview.edit(BASE, "<main>", "<main><p>{{ SITENAME }}!</p>")
    until(lambda: "<p>Orchard!</p>" in preview.body())


def test_a_mistake_leaves_the_page_and_is_explained(preview: Preview) -> None:
    """Broken content is listed with file, line and remedy; mended, it is listed no more."""
    page = preview.body()
    preview.edit(NOTE, "---\nPrune", "---\nSee [this]({filename}/plants/nettle.md). Prune")
    until(lambda: "nettle" in preview.panel())
    panel = BeautifulSoup(preview.panel(), "html.parser").select_one("[role=alert]")
    assert panel
    text = " ".join(panel.get_text().split())
    assert f"{NOTE}, line 9 there is no page for content/plants/nettle.md" in text
    assert "Take the link out, or lead it to another page" in text
    assert preview.body() == page
    until(lambda: "The site as it was is still at http://127.0.0.1:" in preview.log())
    assert f"{NOTE}:9:" in preview.log()
    preview.edit(NOTE, "See [this]({filename}/plants/nettle.md). ", "")
    until(lambda: not preview.panel())


def test_what_an_author_wrote_cannot_become_code_in_the_panel(preview: Preview) -> None:
    """Names and values that a message quotes are shown as text."""
    preview.edit(NOTE, "summary:", '"<img src=x onerror=alert(1)>": 1\nsummary:')
    until(lambda: "&lt;img src=x onerror=alert(1)&gt;" in preview.panel())
    assert "<img" not in preview.panel()


def test_a_burst_of_changes_is_not_as_many_builds(preview: Preview) -> None:
    """Thirty new files lead to a few builds, and all are on the site."""
    before = preview.log().count("pages in")
    note = (preview.folder / NOTE).read_text(encoding="utf-8")
    for number in range(30):
        (preview.folder / f"content/notes/weed-{number}.md").write_text(note, encoding="utf-8")
    until(lambda: preview.ask("/notes/weed-29/")[0] == 200)
    until(lambda: all(preview.ask(f"/notes/weed-{number}/")[0] == 200 for number in range(30)))
    assert preview.log().count("pages in") - before < 10


def test_what_a_build_writes_is_not_a_change(preview: Preview) -> None:
    """Every line of a build but the first names what an author changed, and no other file."""
    preview.edit(NOTE, "Prune the", "Prune a")
    until(lambda: "Prune a" in preview.body("/notes/spring/"))
    first, *others = (line for line in preview.log().splitlines() if " pages in " in line)
    assert first.endswith(" s")
    for line in others:
        assert re.search(r" s: (content/|theme/|settings\.py)", line)
        assert "output" not in line


def test_without_a_site_the_page_is_the_problem_and_comes_alive(
    own: Callable[[], Preview], tmp_path: Path
) -> None:
    """Where the first build fails, the problems are the page, until they are mended."""
    weed = tmp_path / "garden/content/notes/weed.md"
    weed.write_text(BROKEN, encoding="utf-8")
    preview = own()
    until(preview.panel)
    status, _, body = preview.ask("/plants/rose/")
    assert status == 503
    assert "There is no site yet" in body and "weed.md" in body
    assert preview.log().rstrip().endswith("It appears as soon as this is mended.")
    before = preview.state()["version"]
    weed.unlink()
    until(lambda: preview.ask("/plants/rose/")[0] == 200)
    assert preview.state()["version"] != before


def test_a_missing_folder_is_named_and_seen_when_it_is_back(
    own: Callable[[], Preview], tmp_path: Path
) -> None:
    """Without `content` the preview says so, waits, and follows the folder that comes."""
    content = tmp_path / "garden/content"
    content.rename(tmp_path / "elsewhere")
    preview = own()
    until(lambda: "There is no folder `content` here." in preview.log())
    (tmp_path / "elsewhere").rename(content)
    until(lambda: preview.ask()[0] == 200)
    preview.edit(NOTE, "Prune the", "Water the")
    until(lambda: "Water the" in preview.body("/notes/spring/"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_with_all_that_it_started(
    own: Callable[[], Preview], tmp_path: Path, number: int
) -> None:
    """Ctrl-C or SIGTERM ends it with exit code 0 and no traceback, and a running build with it."""
    settings = tmp_path / "garden/settings.py"
    mark = tmp_path / "pid"
    settings.write_text(
        "import os, pathlib, time\n"
        f"pathlib.Path({str(mark)!r}).write_text(f'{{os.getpid()}}\\n')\n"
        "time.sleep(600)\n",
        encoding="utf-8",
    )
    preview = own()
    until(lambda: mark.exists() and mark.read_text().endswith("\n"))
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
    connection.request("GET", "/__preview__/events")
    assert connection.getresponse().readline()
    assert preview.end(number) == 0
    assert "Traceback" not in preview.log()
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)
    connection.close()


def test_a_port_in_use_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """The message says what is wrong and which option helps; the exit code is 3."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert commands.serve(port) == 3
    said = capsys.readouterr().err
    assert f"Port {port} is in use" in said
    assert "python3 tasks.py serve --port " in said


@pytest.mark.parametrize("port", [-1, 0, 65536])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    """The exit code is 2: the command was used wrongly."""
    assert commands.serve(port) == 2


def test_a_browser_reloads_and_shows_what_is_wrong(preview: Preview) -> None:
    """A page is renewed in its place; a mistake lies over it, can be hidden, and goes."""
    # In a thread of its own: in this one, the Playwright of other tests may still be running.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_look, preview).result()


def _look(preview: Preview) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=list(BROWSER_FLAGS)
        )
        page = browser.new_page(viewport={"width": 320, "height": 500})
        page.set_default_timeout(PATIENCE * 1000)
        expect.set_options(timeout=PATIENCE * 1000)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        _reload_in_place(preview, page)
        _show_and_hide(preview, page)
        assert all(url.startswith(f"http://127.0.0.1:{preview.port}/") for url in asked)
        browser.close()


def _reload_in_place(preview: Preview, page: Page) -> None:
    long = "\n\nA line of its own." * 100
    preview.edit(NOTE, "Prune the", f"Rake.{long}\n\nPrune the")
    until(lambda: "Rake." in preview.body("/notes/spring/"))
    page.goto(f"http://127.0.0.1:{preview.port}/notes/spring/")
    page.evaluate("scrollTo(0, 1000)")
    preview.edit(NOTE, "Rake.", "Sweep.")
    expect(page.get_by_text("Sweep.")).to_have_count(1)
    page.wait_for_function("scrollY === 1000")


def _show_and_hide(preview: Preview, page: Page) -> None:
    alert = page.get_by_role("alert")
    preview.edit(NOTE, "summary:", "summery:")
    expect(alert).to_contain_text("Did you mean summary?")
    expect(alert).to_contain_text(NOTE)
    expect(page.get_by_text("Sweep.")).to_have_count(1)
    page.get_by_role("button", name="Hide").press("Enter")
    expect(alert).to_have_count(0)
    preview.edit(NOTE, "summery:", "sumary:")
    expect(alert).to_contain_text("sumary")
    preview.edit(NOTE, "sumary:", "summary:")
    expect(alert).to_have_count(0)
    expect(page.get_by_text("Sweep.")).to_have_count(1)
