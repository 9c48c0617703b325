"""The finished pages, looked at in a build and a check; other sites only when asked for."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image

from plugins.cms import commands
from tests.conftest import Outcome, Project

PLANT = "title: Mint\nstatus: published\ndate: 2026-01-05\nsummary: A herb for tea.\nbed: border\n"


def plant(fields: str = "", body: str = "") -> str:
    return f"---\n{PLANT}{fields}---\n{body}"


def note(number: int, fields: str = "") -> str:
    return (
        f"---\ntitle: Note {number}\nstatus: published\ndate: 2026-04-{number + 1:02}\n"
        f"summary: Number {number}.\ncategory: C{number % 2}\ntags: [T{number % 3}]\n{fields}---\n"
    )


def codes(project: Project) -> list[str]:
    """What a check finds, as JSON."""
    outcome = project.check("json")
    return [problem["code"] for problem in json.loads(outcome.out)["problems"]]


def settings(project: Project, more: str) -> None:
    """Add settings to those of the garden."""
    file = project.folder / project.settings
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{more}\n", encoding="utf-8")


def edit(project: Project, path: str, old: str, new: str) -> None:
    """Change one place in a file of the project."""
    file = project.folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("conf", ["pelicanconf.py", "publishconf.py"])
def test_the_clinic_has_no_problems(clinic_copy: Project, conf: str) -> None:
    """Neither errors nor warnings, in the preview and as readers get it."""
    outcome = Project(clinic_copy.folder, conf).check()
    assert outcome == Outcome(0, outcome.out, "")
    assert outcome.out.startswith("No problems on ")


def test_a_demonstration_has_no_problems(clinic_copy: Project) -> None:
    """Every page of it is kept from search engines."""
    outcome = clinic_copy.publish(allow_placeholders=True)
    assert outcome.code == 0 and "warning" not in outcome.out


def test_a_blog_of_many_pages_has_no_problems(clinic_copy: Project) -> None:
    """Lists that go over pages have titles and descriptions of their own."""
    source = (clinic_copy.folder / "content/posts/first-visit.md").read_text(encoding="utf-8")
    for number in range(12):
        text = source.replace("title: ", f"title: No. {number}, ", 1)
        text = text.replace("summary: ", f"summary: No. {number}. ", 1)
        clinic_copy.write(f"posts/copy-{number}.md", text)
    assert "duplicate-description" not in (found := codes(clinic_copy)), found
    assert "duplicate-title" not in found
    assert clinic_copy.build().code == 0
    assert clinic_copy.page("blog/page/2/").select_one("meta[name=description]") is None


def test_a_picture_of_an_entry_says_its_size(clinic_copy: Project) -> None:
    """The theme reads it from the file."""
    (clinic_copy.folder / "content/images").mkdir()
    Image.new("RGB", (320, 200)).save(clinic_copy.folder / "content/images/room.jpg")
    edit(
        clinic_copy, "content/pages/about.md", "\nstatus:",
        "\nimage:\n  src: images/room.jpg\n  alt: A room\nstatus:",
    )  # fmt: skip
    assert codes(clinic_copy) == []
    assert clinic_copy.build().code == 0
    picture = clinic_copy.page("about/").select_one("figure img")
    assert picture and (picture["width"], picture["height"]) == ("320", "200")


def test_warnings_of_pages_stop_nothing(garden: Project) -> None:
    """The site is built, and what is to be seen to is said."""
    garden.write("plants/mint.md", plant("", "## Soil\n\n#### Water\n"))
    outcome = garden.build()
    assert outcome.code == 0
    assert "Warnings: heading-order 1." in outcome.out


def test_errors_of_pages_stop_the_build_and_come_with_the_warnings(garden: Project) -> None:
    """All in one run; the site of before stays."""
    assert garden.build().code == 0
    before = garden.files()
    text = "## Soil\n\n#### Water\n\n<p id='soil'>Wet.</p>\n\nSee [there](/gone/).\n"
    garden.write("plants/mint.md", plant("", text))
    outcome = garden.build()
    assert outcome.code == 1 and garden.files() == before
    assert [line.split(": ")[0] for line in outcome.err.splitlines() if "mint.md:" in line] == [
        f"content/plants/mint.md:{place}" for place in ("10:1", "12:7", "14:13")
    ]


def test_drafts_are_no_orphans(garden: Project) -> None:
    """Nobody links to them yet, and neither sitemap nor feed has them."""
    garden.write("notes/later.md", note(1).replace("published", "draft"))
    assert codes(garden) == []


def test_a_page_of_any_address_is_in_the_sitemap(garden: Project) -> None:
    """Also one whose address ends with `.html`."""
    garden.write(
        "pages/tools.md",
        "---\ntitle: Tools\nstatus: published\ndate: 2026-01-01\nsummary: What is needed.\n"
        "path: /tools.html\n---\n",
    )
    garden.write("plants/mint.md", plant("", "See [the tools]({filename}/pages/tools.md).\n"))
    assert codes(garden) == []


FEEDS = "\n".join(
    f'{prefix}_FEED_{form} = "feeds/{prefix.lower()}-{{{name}}}.{form.lower()}.xml"'
    for prefix, name in (("CATEGORY", "slug"), ("TAG", "slug"), ("TRANSLATION", "lang"))
    for form in ("ATOM", "RSS")
) + "\n".join(
    ("", 'FEED_ATOM = "feeds/own.atom.xml"', 'FEED_RSS = "feeds/own.rss.xml"',
     'FEED_ALL_RSS = "feeds/all.rss.xml"')
)  # fmt: skip


@pytest.mark.parametrize("most", [None, 3, 100])
@pytest.mark.parametrize("siteurl", ["", "https://example.org/sub"])
def test_every_feed_has_the_posts_that_it_should(
    garden: Project, most: int | None, siteurl: str
) -> None:
    """However many a feed holds, in every form that Pelican makes, with translations."""
    settings(garden, f"{FEEDS}\nFEED_MAX_ITEMS = {most}\nSITEURL = {siteurl!r}")
    for number in range(8):
        garden.write(f"notes/note-{number}.md", note(number))
        garden.write(f"notes/note-{number}-de.md", note(number, f"lang: de\nslug: note-{number}\n"))
    assert "not-in-feed" not in codes(garden)
    assert garden.build().code == 0
    assert len(list((garden.output / "feeds").iterdir())) > 12


@pytest.mark.parametrize(
    ("setting", "found"), [("", ["large-image"]), ("CMS_MAX_IMAGE_KB = 700", [])]
)
def test_the_limit_of_a_picture_is_a_setting(
    garden: Project, setting: str, found: list[str]
) -> None:
    """500 KB unless told."""
    garden.write("images/large.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>" + b" " * 600_000)
    settings(garden, setting)
    assert codes(garden) == found


def test_a_file_that_is_no_picture_ends_nothing(garden: Project) -> None:
    """Whatever its name says."""
    for suffix in ("png", "svg", "jpg", "webp"):
        garden.write(f"images/broken.{suffix}", b"no picture")
        garden.write(f"images/empty.{suffix}", b"")
    pictures = "\n\n".join(
        f"![a]({{static}}/images/{path.name})"
        for path in sorted((garden.folder / "content/images").iterdir())
    )
    garden.write("plants/mint.md", plant("", f"{pictures}\n"))
    assert set(codes(garden)) == {"image-without-size"}


# -- other sites ------------------------------------------------------------------


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever tries to reach another machine, or this one, fails the test."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_a_build_and_a_check_ask_no_other_site(garden: Project, no_network: None) -> None:
    """Unless somebody asks for it."""
    assert garden.build().code == 0
    assert garden.check().code == 0


@pytest.fixture
def host() -> Iterator[str]:
    """A site on this machine that has `/there` and nothing else."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(200 if self.path == "/there" else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_HEAD  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def external(project: Project, format: str = "text") -> Outcome:
    return project._run(commands.check, format=format, settings=project.settings, external=True)


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.usefixtures("clean_environment")
def test_check_asks_other_sites_when_told_to(garden: Project, host: str) -> None:
    """What is dead is an error at its line; nothing is written but the cache."""
    edit(garden, "content/plants/rose.md", "https://example.org/rose", f"{host}/there")
    assert external(garden).code == 0
    edit(garden, "content/plants/rose.md", f"{host}/there", f"{host}/gone")
    outcome = external(garden)
    assert outcome.code == 1 and outcome.err == ""
    assert outcome.out.startswith("content/plants/rose.md:15:7: dead-link")
    assert (garden.folder / ".cache/external-links.sqlite").is_file()
    assert not garden.output.exists()
    problems = json.loads(external(garden, "json").out)["problems"]
    assert [one["code"] for one in problems] == ["dead-link"]


def test_content_that_is_wrong_comes_first(garden: Project, no_network: None) -> None:
    """Other sites are not asked then, and that is said."""
    garden.write("plants/mint.md", plant("", "See [there](/gone/)."))
    outcome = external(garden)
    assert outcome.code == 1 and "broken-link" in outcome.out
    assert "links to other sites" in outcome.err


def test_the_cache_is_not_part_of_the_project() -> None:
    """Git passes it over."""
    ignored = Path(__file__).parent.parent.parent / ".gitignore"
    assert ".cache" in ignored.read_text(encoding="utf-8").splitlines()
