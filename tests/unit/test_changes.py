"""Two built sites are compared as a reader would compare them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.cms.changes import to_json, to_markdown, to_text
from plugins.cms.changes.compare import Changed, Changes, Edit, File, Place, Redirect, read_snapshot
from plugins.cms.changes.compare import compare as compare_snapshots

SITE = "https://site.invalid"

Files = Mapping[str, str | bytes]
Compare = Callable[[Files, Files], Changes]


def page(main: str = "<p>Text.</p>", title: str = "A", head: str = "", frame: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>{title} · Site</title>{head}</head>"
        f"<body><header>{frame}</header><main><h1>{title}</h1>{main}</main></body></html>"
    )


def redirect(to: str) -> str:
    return f'<html><head><meta http-equiv="refresh" content="0; url={SITE}{to}"></head></html>'


def data(*nodes: str) -> str:
    graph = ", ".join(nodes)
    return f'<script type="application/ld+json">{{"@graph": [{graph}]}}</script>'


@pytest.fixture
def compare(tmp_path: Path) -> Compare:
    """A function from the files of two sites to what is different."""

    def run(before: Files, after: Files) -> Changes:
        snapshots = []
        for name, files in (("before", before), ("after", after)):
            (tmp_path / name).mkdir()
            for path, content in files.items():
                file = tmp_path / name / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content if isinstance(content, bytes) else content.encode())
            snapshots.append(read_snapshot(tmp_path / name, SITE))
        return compare_snapshots(*snapshots)

    return run


def test_two_sites_alike_differ_in_nothing(compare: Compare) -> None:
    """Nothing is found where nothing is different, and that is said."""
    files = {"a/index.html": page(), "old/index.html": redirect("/a/"), "b.png": b"x"}
    changes = compare(files, files)
    assert not changes
    assert to_text(changes, "main") == "Nothing would change on the site, compared with main."


def test_pages_come_and_go_by_their_address(compare: Compare) -> None:
    """A page is named by its address and its heading."""
    changes = compare({"a/index.html": page(title="A")}, {"b.html": page(title="B")})
    assert changes.added == (Place("/b.html", "B"),)
    assert changes.removed == (Place("/a/", "A"),)


def test_a_page_whose_old_address_leads_on_has_moved(compare: Compare) -> None:
    """It is neither added nor removed, and what changed on the way is said."""
    changes = compare(
        {"a/index.html": page(title="A")},
        {"b/index.html": page(title="B"), "a/index.html": redirect("/b/")},
    )
    edits = (Edit("title"), Edit("words", 1, 1))
    assert changes == Changes(moved=(Changed("/b/", "B", "/a/", "A", edits),))


def test_a_page_that_leads_to_no_page_was_removed(compare: Compare) -> None:
    """A redirect into the void moves nothing."""
    changes = compare({"a/index.html": page(title="A")}, {"a/index.html": redirect("/gone/")})
    assert changes.removed == (Place("/a/", "A"),)
    assert changes.redirects == (Redirect("/a/", None, "/gone/"),)


@pytest.mark.parametrize(
    ("before", "after", "edits"),
    [
        (page("<p>one two</p>"), page("<p>one <b>two</b></p>"), ()),
        (page("<p>one two</p>"), page("<p>one two three</p>"), (Edit("words", 1, 0),)),
        (page("<p>one two</p>"), page("<p>two one</p>"), (Edit("words"),)),
        (page('<a href="/a/">x</a>'), page('<a href="/b/">x</a>'), (Edit("links", 1, 1),)),
        (page('<img src="a" alt="b">'), page('<img src="a" alt="c">'), (Edit("pictures", 1, 1),)),
        (page('<img src="a">'), page(""), (Edit("pictures", 0, 1),)),
        (
            page(head='<meta name="description" content="A.">'),
            page(head='<meta name="description" content="B.">'),
            (Edit("description"),),
        ),
        (page(head=data('{"a": 1}')), page(head=data('{"a": 2}')), (Edit("structured data"),)),
        (page(head=data('{"a": 1, "b": 2}')), page(head=data('{"b": 2, "a": 1}')), ()),
        (page(head=data("{")), page(head=data("[")), (Edit("structured data"),)),
    ],
)
def test_what_changed_on_a_page_is_said(
    compare: Compare, before: str, after: str, edits: tuple[Edit, ...]
) -> None:
    """Title, description, words, links, pictures and data, with how many came and went."""
    changes = compare({"a/index.html": before}, {"a/index.html": after})
    expected = (Changed("/a/", "A", "/a/", "A", edits),) if edits else ()
    assert changes.changed == expected


def test_a_new_frame_is_told_once(compare: Compare) -> None:
    """Style sheet, menu and markup mark no page: their number is given."""
    link = '<link rel="stylesheet" href="/theme/site.{}.css">'
    before = {f"{name}.html": page(head=link.format("aa")) for name in "abc"}
    after = {f"{name}.html": page(head=link.format("bb"), frame="Menu") for name in "abc"}
    changes = compare(before, after)
    assert changes == Changes(framed=3)
    assert "The frame of 3 pages changed" in to_text(changes, "main")


def test_data_that_pages_share_belongs_to_the_frame(compare: Compare) -> None:
    """A new telephone number of the clinic does not mark every page."""

    def site(phone: int, own: str) -> dict[str, str]:
        shared = f'{{"@id": "clinic", "telephone": {phone}}}'
        return {f"{name}.html": page(head=data(shared, f'"{own}{name}"')) for name in "abc"}

    assert compare(site(1, ""), site(2, "")) == Changes(framed=3)


def test_the_address_of_the_site_makes_no_difference(compare: Compare) -> None:
    """A link within the site is the same with the site's address and without."""
    with_site = page(f'<a href="{SITE}/b/">b</a>')
    assert compare({"a.html": with_site}, {"a.html": page('<a href="/b/">b</a>')}).changed == ()


def test_redirects_and_files_are_compared(compare: Compare) -> None:
    """Former addresses by where they lead, pictures by what they hold; no feed or style sheet."""
    a = {"a/index.html": page()}
    changes = compare(
        {**a, "x.html": redirect("/a/"), "p.png": b"1", "q.svg": b"1", "r.pdf": b"1", "f.xml": "1"},
        {**a, "y.html": redirect("/a/"), "p.png": b"22", "q.svg": b"2", "s.jpg": b"1", "f.css": ""},
    )
    assert changes == Changes(
        redirects=(Redirect("/x.html", "/a/", None), Redirect("/y.html", None, "/a/")),
        files=(
            File("/p.png", 1, 2),
            File("/q.svg", 1, 1),
            File("/r.pdf", 1, None),
            File("/s.jpg", None, 1),
        ),
    )
    text = to_text(changes, "main")
    assert "/x.html -> nowhere (/a/ before)" in text
    assert "/p.png  changed (1 bytes before, 2 bytes now)" in text
    assert "/s.jpg  added (1 bytes)" in text


MANY = Changes(
    added=tuple(Place(f"/new/{number}/", f"New {number}") for number in range(21)),
    removed=(Place("/gone/", "Gone"),),
    moved=(Changed("/b/", "B", "/a/", "A", (Edit("title"),)),),
    changed=(Changed("/c/", "C", "/c/", "C", (Edit("words", 12, 3), Edit("links", 1, 0))),),
)


def test_the_text_lists_group_by_group() -> None:
    """The first line counts; each page has its address, its title and what changed."""
    lines = to_text(MANY, "main").split("\n")
    assert lines[0] == (
        "21 pages added, 1 page removed, 1 page moved, 1 page changed, compared with main."
    )
    assert "  /a/ -> /b/  B (title)" in lines
    assert "  /c/  C (words: 12 added, 3 removed; links: 1 added)" in lines


def test_a_comment_folds_long_tables_and_links_what_is_there() -> None:
    """More than twenty rows are folded; what readers have now is linked, what is new is not."""
    source = to_markdown(MANY, "abc", "https://clinic.test")
    html = BeautifulSoup(source, "html.parser")
    folded = html.select("details table tr")
    assert len(folded) == 1 + 21
    assert source.startswith("**21 pages added, 1 page removed, 1 page moved, 1 page changed**")
    assert [str(one["href"]) for one in html.select("a")] == [
        "https://clinic.test/gone/",
        "https://clinic.test/a/",
        "https://clinic.test/c/",
    ]
    assert not BeautifulSoup(to_markdown(MANY, "abc"), "html.parser").select("a")


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        "</code></td></tr></table> @everyone #1",
        "`a` | b \\| [x](javascript:x) ![y](z)",
        "one\n\n# two",
        '"><img src=x onerror=y>',
        "&lt;b&gt; <!-- -->",
    ],
)
def test_a_title_in_a_comment_is_nothing_but_text(title: str) -> None:
    """Whatever it holds, the elements stay the same, and it stands where nobody is notified."""

    def tags(text: str) -> list[str]:
        return [one.name for one in BeautifulSoup(text, "html.parser").find_all(True)]

    def of(title: str, url: str) -> str:
        page = Changed(url, title, url, title, (Edit("title"),))
        place = (Place(url, title),)
        redirects = (Redirect(url, url, url),)
        files = (File(url, 1, 2),)
        changes = Changes(place, place, (page,), (page,), redirects, files)
        return to_markdown(changes, "main", "https://clinic.test")

    plain, source = of("Title", "/a/"), of(title, f"/{title}/")
    assert tags(source) == tags(plain)
    assert source.count("\n") == plain.count("\n")
    html = BeautifulSoup(source, "html.parser")
    for code in html.find_all("code"):
        code.extract()
    assert "everyone" not in html.get_text()
    for table in re.findall(r"<table>.*?</table>", source, re.DOTALL):
        assert "\n\n" not in table


def test_a_comment_is_never_too_long() -> None:
    """Where there is too much, the rest is counted."""
    many = tuple(Place(f"/{number}/", "é" * 300) for number in range(2000))
    source = to_markdown(Changes(added=many, removed=many), "main")
    assert 1000 < len(source.encode()) <= 60_000
    assert source.count("<p>… and ") == 2 and "2000" in source


def test_the_data_has_everything() -> None:
    """Counts, titles and addresses before and after, with a version."""
    found = json.loads(to_json(MANY, "abc"))
    assert (found["version"], found["against"], len(found["added"])) == (1, "abc", 21)
    assert found["moved"] == [
        {
            "url": "/b/",
            "title": "B",
            "before": {"url": "/a/", "title": "A"},
            "edits": [{"what": "title", "added": 0, "removed": 0}],
        }
    ]
