"""The live preview: a real server on real files."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.cms import commands
from tests.conftest import GARDEN, ROOT, copy_of_the_garden
from tests.previews import BASE, NOTE, PATIENCE, Preview, news, start, until
from tests.processes import run_python

NOTES = ["Prune the", *(f"Water {number} times the" for number in range(20))]
BUILD = "import sys; from plugins.cms import commands; sys.exit(commands.build('settings.py'))"
BROKEN = "---\ntitle: Weed\nsummery: <b>Bad</b>\n---\n"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Callable[..., Preview]]:
    """Starts a preview of the garden in `tmp_path`, and ends it."""
    started: list[Preview] = []

    def begin(host: str = "") -> Preview:
        started.append(start(tmp_path / "garden", host))
        return started[-1]

    copy_of_the_garden(tmp_path)
    yield begin
    for preview in started:
        if preview.process.poll() is None:
            preview.end()


@pytest.fixture(scope="module")
def meadow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A garden with a model of its own in `plugins`, beside the engine."""
    garden = copy_of_the_garden(tmp_path_factory.mktemp("meadow")).folder
    (garden / "plugins").mkdir()
    (garden / "plugins/__init__.py").touch()
    (garden / "plugins/cms").symlink_to(ROOT / "plugins/cms")
    shutil.copy(GARDEN / "subject.py", garden / "plugins/meadow.py")
    settings = garden / "settings.py"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("tests.garden.subject", "plugins.meadow"), encoding="utf-8")
    preview = start(garden)
    until(lambda: preview.ask()[0] == 200)
    yield preview
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
    before = preview.state("/notes/spring/")["page"]
    preview.edit(NOTE, "Prune the", "Water the")
    until(lambda: "Water the" in preview.body("/notes/spring/"))
    until(lambda: preview.state("/notes/spring/")["page"] != before)
    until(lambda: f" s: {NOTE}\n" in preview.log())


def test_a_browser_is_told_only_of_the_page_that_it_shows(preview: Preview) -> None:
    """After a change of another page there is a sign of life, and no news."""
    with preview.events("/plants/rose/") as events:
        assert next(events)
        preview.edit(NOTE, "Prune the", "Water the")
        assert next(events) is None
        assert "Water the" in preview.body("/notes/spring/")
        preview.edit("content/plants/rose.md", "title: Rose", "title: Dog rose")
        told = news(events)
        assert f'data-page="{told["page"]}"' in preview.body("/plants/rose/")


def test_styles_change_apart_from_the_page(preview: Preview) -> None:
    """When only styles have changed, their new address is told, and the page stays the same."""
    with preview.events("/plants/rose/") as events:
        before = news(events)
        preview.write("theme/styles/base.css", "em { color: #123456; }\n")
        after = news(events)
    assert before["page"] == after["page"] and before["styles"] != after["styles"]
    (sheet,) = after["sheets"]
    assert sheet not in before["sheets"]
    assert "#123456" in preview.body(sheet)


def test_a_page_is_out_of_date_when_its_picture_is(preview: Preview) -> None:
    """A picture with the same name and other content makes a browser load the page anew."""
    preview.edit(NOTE, "Prune the", "![A rose]({static}/images/rose.svg) Prune the")
    until(lambda: "<img" in preview.body("/notes/spring/"))
    page = preview.body("/notes/spring/")
    with preview.events("/notes/spring/") as events:
        before = news(events)
        preview.edit("content/images/rose.svg", "<svg ", '<svg id="new" ')
        after = news(events)
    assert before["page"] != after["page"]
    assert preview.body("/notes/spring/") == page.replace(before["page"], after["page"])


def test_drafts_and_future_entries_are_there(preview: Preview) -> None:
    """What readers cannot see yet is at an address of its own, and in no list."""
    preview.edit(NOTE, "date: 2026-03-01", "date: 2999-03-01")
    until(lambda: preview.ask("/drafts/note/spring/")[0] == 200)
    assert preview.ask("/drafts/plant/tulip/")[0] == 200
    assert preview.ask("/notes/spring/")[0] == 404
    assert '"/notes/spring/' not in preview.body("/notes/")


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
    panel = BeautifulSoup(preview.panel(), "html.parser").select_one(".panel")
    assert panel
    text = " ".join(panel.get_text().split())
    assert f"{NOTE}, line 9 there is no page for content/plants/nettle.md" in text
    assert "Take the link out, or lead it to another page" in text
    assert preview.body() == page
    until(lambda: "The site as it was is still at http://127.0.0.1:" in preview.log())
    assert f"{NOTE}:9:" in preview.log()
    preview.edit(NOTE, "See [this]({filename}/plants/nettle.md). ", "")
    until(lambda: not preview.panel())


def test_the_line_is_shown_with_a_caret_below_the_place(preview: Preview) -> None:
    """As at the terminal, the place in the line is pointed at."""
    preview.edit(NOTE, "summary:", "summery:")
    until(preview.panel)
    quote = BeautifulSoup(preview.panel(), "html.parser").pre
    assert quote and quote.get_text() == "summery: What to do in spring.\n^"


def test_warnings_are_shown_small_beside_the_new_page(preview: Preview) -> None:
    """What can wait keeps no page from being, and is folded away at first."""
    preview.edit(NOTE, "Prune the", "Water the   \n")
    until(preview.panel)
    assert "Water the" in preview.body("/notes/spring/")
    panel = BeautifulSoup(preview.panel(), "html.parser").select_one(".panel")
    assert panel and panel.summary and panel.summary.string == "1 warning"
    assert not panel.has_attr("open") and not panel.has_attr("data-said")
    assert NOTE in panel.get_text()


def test_what_an_author_wrote_cannot_become_code_in_the_panel(preview: Preview) -> None:
    """Names and values that a message quotes are shown as text."""
    preview.edit(NOTE, "summary:", '"<img src=x onerror=alert(1)>": 1\nsummary:')
    until(lambda: "&lt;img src=x onerror=alert(1)&gt;" in preview.panel())
    assert "<img" not in preview.panel()


def test_a_burst_of_changes_is_not_as_many_builds(preview: Preview) -> None:
    """Thirty new files lead to a few builds, and all are on the site."""
    before = preview.log().count("pages in")
    note = (preview.folder / NOTE).read_text(encoding="utf-8")
    (process,) = preview.builders()
    os.kill(process, signal.SIGSTOP)  # a build takes longer than the burst, however slow that is
    for number in range(30):
        preview.write(f"content/notes/weed-{number}.md", note)
    os.kill(process, signal.SIGCONT)
    until(lambda: preview.ask("/notes/weed-29/")[0] == 200)
    until(lambda: all(preview.ask(f"/notes/weed-{number}/")[0] == 200 for number in range(30)))
    preview.settle()
    assert preview.log().count("pages in") - before < 10


def test_a_file_whose_name_is_no_text_is_explained(preview: Preview) -> None:
    """A file from an old machine may be named in another encoding; the preview goes on."""
    preview.write("content/notes/b\udce4r.md", BROKEN)
    until(lambda: "Rename the file" in preview.panel())
    (preview.folder / "content/notes/b\udce4r.md").unlink()
    until(lambda: not preview.panel())
    preview.edit(NOTE, "Prune the", "Water the")
    until(lambda: "Water the" in preview.body("/notes/spring/"))


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
    before = preview.state("/plants/rose/")["page"]
    weed.unlink()
    until(lambda: preview.ask("/plants/rose/")[0] == 200)
    assert preview.state("/plants/rose/")["page"] != before


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


@pytest.mark.parametrize(
    ("path", "old", "new", "said", "line"),
    [
        (BASE, "</main>", "{% endfor %}</main>", "Encountered unknown tag 'endfor'", 9),
        (BASE, "</main>", "{{ SITENAME.no.more }}</main>", "has no attribute 'no'", 9),
        ("settings.py", "PATH =", "PATH ==", "", 8),
        ("settings.py", "PATH =", "PATH = no or", "name 'no' is not defined", 8),
        ("plugins/meadow.py", "evergreen: Flag", "evergreen: = Flag", "invalid syntax", 41),
        ("plugins/meadow.py", "Flag = False", "Flag = Falls", "name 'Falls' is not", 41),
    ],
)
def test_it_survives_a_fault_in_code(
    meadow: Preview, path: str, old: str, new: str, said: str, line: int
) -> None:
    """A fault in a template, in the settings or in the model is told with its place, and goes."""
    page = meadow.body()
    lines = (meadow.folder / path).read_text(encoding="utf-8").splitlines()
    assert old in lines[line - 1]
    meadow.edit(path, old, new)
    until(meadow.panel)
    panel = BeautifulSoup(meadow.panel(), "html.parser").select_one(".panel")
    assert panel and panel.pre
    assert said in panel.get_text()
    assert f"{path}, line {line}" in " ".join(panel.get_text().split()).replace("\xa0", " ")
    assert panel.pre.get_text().splitlines()[0] == lines[line - 1].replace(old, new).strip()
    assert meadow.body() == page
    meadow.edit(path, new, old)
    until(lambda: not meadow.panel())


def test_it_survives_a_theme_that_is_gone(preview: Preview) -> None:
    """Without its folder, the theme is asked for; when it is back, it is followed."""
    theme = preview.folder / "theme"
    page = preview.body()
    theme.rename(preview.folder.parent / "away")
    until(lambda: "There is no folder <code>theme</code> here" in preview.panel())
    assert preview.body() == page
    (preview.folder.parent / "away").rename(theme)
    until(lambda: not preview.panel())
    preview.edit(BASE, "<main>", "<main><p>It is back</p>")
    until(lambda: "It is back" in preview.body())


def test_another_build_meanwhile_does_no_harm(preview: Preview) -> None:
    """Somebody who builds in another window, and somebody who deletes all that was built."""
    done = run_python(BUILD, preview.folder)
    assert done.returncode == 0, done.stderr
    for folder in (preview.folder / ".output").glob("site-*"):
        shutil.rmtree(folder)
    status, _, body = preview.ask()
    assert status == 503 and "Save any file, and it is built again" in body
    preview.edit(NOTE, "Prune the", "Water the")
    until(lambda: "Water the" in preview.body("/notes/spring/"))


def test_what_somebody_deletes_of_the_site_is_back_with_the_next_save(preview: Preview) -> None:
    """A save is enough, be it of other pages or without a change."""
    rose = preview.folder / "content/plants/rose.md"
    shutil.rmtree(preview.folder / "output/notes")
    rose.touch()
    until(lambda: preview.ask("/notes/spring/")[0] == 200)
    preview.settle()
    shutil.rmtree(preview.folder / "output/plants/rose")
    preview.edit("content/plants/rose.md", "Dig a hole", "Dig a deep hole")
    until(lambda: "Dig a deep hole" in preview.body("/plants/rose/"))


def test_one_process_makes_all_builds_and_does_not_grow(preview: Preview) -> None:
    """After twenty edits the same process builds, with about the memory that it had."""
    for number in range(20):
        if number == 5:
            ((process, size),) = preview.builders().items()
        preview.edit(NOTE, NOTES[number], NOTES[number + 1])
        until(lambda: NOTES[number + 1] in preview.body("/notes/spring/"))  # noqa: B023
    ((same, later),) = preview.builders().items()
    assert same == process
    assert later - size < 8_000, "KiB"


def test_a_process_that_is_killed_is_replaced(preview: Preview) -> None:
    """When the system ends the process that builds, the next save has a new one."""
    (process,) = preview.builders()
    os.kill(process, signal.SIGKILL)
    preview.edit(NOTE, "Prune the", "Water the")
    until(lambda: "Water the" in preview.body("/notes/spring/"))
    assert not preview.panel()
    assert process not in preview.builders()


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
    assert preview.log().splitlines()[1:] == ["The preview has ended."]
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)
    connection.close()


def test_it_outlives_the_terminal_where_it_was_told_to(
    own: Callable[[], Preview], tmp_path: Path
) -> None:
    """Under `nohup`, the end of the terminal is not the end of the preview."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        preview = own()
    finally:
        signal.signal(signal.SIGHUP, before)
    preview.process.send_signal(signal.SIGHUP)
    until(lambda: "pages in" in preview.log())
    preview.edit(NOTE, "Prune the", "Water the")
    until(lambda: "Water the" in preview.body("/notes/spring/"))


def test_it_ends_while_somebody_reads_slowly(own: Callable[[], Preview], tmp_path: Path) -> None:
    """Whoever is cut off is no fault that anybody had to read of."""
    output = tmp_path / "garden/output"
    output.mkdir()
    with (output / "long.bin").open("wb") as file:
        file.truncate(100_000_000)
    (tmp_path / "garden/settings.py").write_text("import time\ntime.sleep(600)\n", encoding="utf-8")
    preview = own()
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
    connection.request("GET", "/long.bin")
    assert connection.getresponse().status == 200
    assert preview.end() == 0
    assert preview.log().splitlines()[1:] == ["The preview has ended."]
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


def test_only_a_host_that_was_asked_for_is_answered(
    own: Callable[..., Preview],
) -> None:
    """With `--host`, the address is printed with a warning, and only it is answered besides."""
    preview = own("0.0.0.0")
    until(lambda: "They see drafts, posts that are not due yet" in preview.log())
    assert "Leave out `--host`" in preview.log()
    with socket.create_connection(("127.0.0.2", preview.port), PATIENCE):
        pass  # every address of this machine leads here
    assert preview.ask("/__preview__/preview.js", Host="localhost")[0] == 200
    for name in re.findall(r"http://([^:]+):\d+ or|open http://([^:]+):", preview.log()):
        assert preview.ask("/__preview__/preview.js", Host="".join(name))[0] == 200
    assert preview.ask("/__preview__/preview.js", Host="evil.example")[0] == 400
    assert preview.ask("/__preview__/preview.js", Host="192.0.2.77")[0] == 400


def test_an_address_of_this_machine_is_its_name(own: Callable[..., Preview]) -> None:
    """With `--host` and one address, that one is answered."""
    preview = own("127.0.0.2")
    assert f"http://127.0.0.2:{preview.port}" in preview.log()
    connection = http.client.HTTPConnection("127.0.0.2", preview.port, timeout=PATIENCE)
    connection.request("GET", "/__preview__/preview.js")
    assert connection.getresponse().status == 200
    connection.close()


def test_without_a_host_only_this_machine_is_served(preview: Preview) -> None:
    """Nothing warns, since no other address of the machine leads to the preview."""
    assert "Careful" not in preview.log()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", preview.port), PATIENCE)


@pytest.mark.parametrize("host", ["192.0.2.7", "nowhere.invalid"])
def test_an_address_that_is_elsewhere_is_refused(
    host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code is 2, and the message says what to write."""
    assert commands.serve(8765, host=host) == 2
    said = capsys.readouterr().err
    assert f"This machine has no address {host}." in said
    assert "--host 0.0.0.0" in said
