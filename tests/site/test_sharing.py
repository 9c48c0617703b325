"""What other sites and programs get of this one: cards, feeds, icons, languages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from tests.conftest import Project, copy_of_the_clinic
from tests.site.test_pages import codes, edit, settings

SITE = "https://clinic.test/sub"
ATOM = "{http://www.w3.org/2005/Atom}"

SPANISH = """---
title: La primera sesión
status: published
date: 2026-11-24
lang: es
slug: first-visit
summary: Una primera visita.
category: Your visit
authors: [website-team]
reviewed: not yet
---

Una visita es sobre todo una conversación.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The real site with an address, no placeholders, a post in two languages and a draft."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITEURL", SITE)
        project = copy_of_the_clinic(tmp_path_factory.mktemp("shared"))
        details = project.folder / "content/clinic.yaml"
        text = details.read_text("utf-8").replace("[placeholder] ", "")
        details.write_text(text.replace("Your email address", "hello@clinic.test"), "utf-8")
        project.write("posts/first-visit-es.md", SPANISH)
        draft = SPANISH.replace("published", "draft").replace("lang: es", "lang: fr")
        project.write("posts/first-visit-fr.md", draft)
        outcome = project.publish()
        assert outcome.code == 0, outcome.err
    return project


def pages(site: Project) -> dict[str, BeautifulSoup]:
    """Each page that readers may share, by its address below the site."""
    found = {
        path.removesuffix("index.html"): BeautifulSoup(content, "html.parser")
        for path, content in site.files().items()
        if path.endswith(".html") and path != "404.html"
    }
    assert len(found) > 40
    return found


def said(page: BeautifulSoup, name: str) -> str:
    """What a `meta` says."""
    found = page.select(f'meta[property="{name}"], meta[name="{name}"]')
    assert len(found) == 1, name
    return str(found[0]["content"])


def test_each_page_says_what_it_is_where_it_is_shared(site: Project) -> None:
    """Its own title, description, address and picture, all of them whole addresses."""
    seen: dict[str, set[str]] = {"title": set(), "og:description": set(), "og:image": set()}
    for address, page in pages(site).items():
        assert page.title and page.h1
        assert said(page, "og:title") == page.h1.get_text(strip=True)
        assert said(page, "og:description") == said(page, "description")
        assert said(page, "og:url") == f"{SITE}/{address}"
        assert said(page, "og:image") == f"{SITE}/{address}card.png"
        is_post = bool(page.select_one("article"))
        assert said(page, "og:type") in (("article", "website") if is_post else ("website",))
        assert said(page, "twitter:card") == "summary_large_image"
        for name, values in seen.items():
            value = page.title.get_text() if name == "title" else said(page, name)
            assert value not in values, (name, value)
            values.add(value)


def test_each_card_is_there_and_small(site: Project) -> None:
    """1200 by 630 pixels and at most 40 kB, another one for each title."""
    files = site.files()
    cards = {path: content for path, content in files.items() if path.endswith("card.png")}
    assert len(cards) == len(pages(site))
    titles = {said(page, "og:title") for page in pages(site).values()}
    assert len(set(cards.values())) == len(titles)
    for path, content in cards.items():
        assert Image.open(BytesIO(content)).size == (1200, 630), path
        assert len(content) <= 40_000, path


def test_what_is_not_for_readers_is_not_shared(site: Project) -> None:
    """Neither the page for addresses that do not exist nor, in the preview, a draft."""
    lost = site.page("404.html")
    assert not lost.select('meta[property^="og:"][property!="og:description"], link[rel=canonical]')
    edit(site, "pelicanconf.py", 'SITEURL = ""', f"SITEURL = {SITE!r}")
    try:
        preview = Project(site.folder, "pelicanconf.py")
        assert preview.build().code == 0
        draft = preview.page("drafts/fr/post/first-visit/")
        assert not draft.select('meta[property="og:image"], link[rel=canonical]')
    finally:
        edit(site, "pelicanconf.py", f"SITEURL = {SITE!r}", 'SITEURL = ""')
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SITEURL", SITE)
            assert site.publish().code == 0


def test_languages_name_each_other(site: Project) -> None:
    """All versions on each of them, itself included; where there is one only, nothing is said."""
    translated = ("blog/first-visit/", "conditions/sciatica/")
    for address, page in pages(site).items():
        own = address.removeprefix("es/")
        expected = {"en": f"{SITE}/{own}", "es": f"{SITE}/es/{own}"} if own in translated else {}
        links = {
            str(link["hreflang"]): str(link["href"])
            for link in page.select("link[rel=alternate][hreflang]")
        }
        assert links == expected, address


def test_a_translation_that_comes_changes_the_other_page_and_no_more(tmp_path: Path) -> None:
    """In an incremental build: the page that was there before names the new one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITEURL", SITE)
        project = copy_of_the_clinic(tmp_path)
        project.publish(allow_placeholders=True)
        details = project.folder / "content/clinic.yaml"
        details.write_text(details.read_text("utf-8").replace("[placeholder] ", ""), "utf-8")
        assert project.publish().code == 0
        project.write("posts/first-visit-es.md", SPANISH)
        assert project.publish().code == 0
    links = project.page("blog/first-visit/").select("link[hreflang]")
    assert {str(link["hreflang"]) for link in links} == {"en", "es"}
    assert not project.page("blog/soreness-afterward/").select("link[hreflang]")


# -- feeds ------------------------------------------------------------------------


def test_the_feeds_are_found_from_every_page(site: Project) -> None:
    """In three forms from the first page and the blog, in one elsewhere, and each is there."""
    for path, page in pages(site).items():
        found = {
            str(link["type"]): str(link["href"]).removeprefix(f"{SITE}/")
            for link in page.select("link[rel=alternate][type]")
        }
        others = {
            "application/rss+xml": "feeds/blog.rss.xml",
            "application/feed+json": "feeds/blog.json",
        }
        shown = others if path == "" or path.startswith("blog/") else {}
        assert found == {"application/atom+xml": "feeds/blog.atom.xml", **shown}
        assert all((site.output / path).is_file() for path in found.values())


def is_whole(address: str) -> bool:
    return urlsplit(address).scheme in {"https", "tag", "tel"} and bool(urlsplit(address).path)


def test_atom_holds_what_its_standard_asks_for(site: Project) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: ids, titles, moments, authors and links, no id twice."""
    for file in (site.output / "feeds").rglob("*.atom.xml"):
        feed = ElementTree.parse(file).getroot()
        assert feed.tag == f"{ATOM}feed"
        entries = feed.findall(f"{ATOM}entry")
        ids = [one.findtext(f"{ATOM}id") or "" for one in entries]
        assert ids and len(set(ids)) == len(ids)
        path = file.relative_to(site.output).as_posix()
        own = [
            link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"
        ]
        assert own == [f"{SITE}/{path}"]
        for one in (feed, *entries):
            for name in ("id", "title", "updated"):
                assert len(one.findall(f"{ATOM}{name}")) == 1, name
            assert is_whole(one.findtext(f"{ATOM}id") or "")
            assert re.fullmatch(
                r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", one.findtext(f"{ATOM}updated") or ""
            )
            ways = [link for link in one.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
            assert len(ways) == 1 and is_whole(ways[0].get("href") or "")
        for one in entries:
            assert one.findtext(f"{ATOM}author/{ATOM}name")
            for text in (one.find(f"{ATOM}summary"), one.find(f"{ATOM}content")):
                assert text is not None and text.get("type") == "html" and text.text
        updated = [one.findtext(f"{ATOM}updated") or "" for one in entries]
        assert feed.findtext(f"{ATOM}updated") == max(updated)


def test_rss_holds_what_its_specification_asks_for(site: Project) -> None:
    """RSS 2.0: a channel with title, link and description; items with ids that are no links."""
    root = ElementTree.parse(site.output / "feeds/blog.rss.xml").getroot()
    channel = root.find("channel")
    assert root.tag == "rss" and root.get("version") == "2.0" and channel is not None
    assert [len(channel.findall(name)) for name in ("title", "link", "description")] == [1, 1, 1]
    assert channel.findtext("description") and channel.findtext("language") == "en"
    assert channel.findtext("link") == f"{SITE}/"
    own = channel.find(f"{ATOM}link")
    assert own is not None and own.get("href") == f"{SITE}/feeds/blog.rss.xml"
    guids = set()
    for item in channel.findall("item"):
        assert item.findtext("title") and is_whole(item.findtext("link") or "")
        assert parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo
        guid = item.find("guid")
        assert guid is not None and guid.get("isPermaLink") == "false" and guid.text
        guids.add(guid.text)
    assert len(guids) == len(channel.findall("item")) == 7


def test_the_json_feed_holds_what_its_specification_asks_for(site: Project) -> None:
    """JSON Feed 1.1: the same posts as Atom in the same order, each with its text."""
    feed = json.loads((site.output / "feeds/blog.json").read_bytes())
    assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"]
    assert feed["feed_url"] == f"{SITE}/feeds/blog.json" and feed["home_page_url"] == f"{SITE}/"
    atom = ElementTree.parse(site.output / "feeds/blog.atom.xml").getroot()
    links = [link.get("href") for link in atom.findall(f"{ATOM}entry/{ATOM}link")]
    assert sorted(item["url"] for item in feed["items"]) == sorted(links)
    days = [item["date_published"] for item in feed["items"]]
    assert days == sorted(days, reverse=True)
    for item in feed["items"]:
        assert item["id"] == item["url"] and item["title"] and item["summary"]
        assert re.fullmatch(r"[\d-]{10}T[\d:]{8}[+-]\d\d:\d\d", item["date_published"])
        body = BeautifulSoup(item["content_html"], "html.parser")
        assert body.get_text(strip=True)
        assert all(is_whole(str(link["href"])) for link in body.select("a[href]"))
        assert item["authors"] == [{"name": "Website team", "url": f"{SITE}/people/website-team/"}]
        assert all(isinstance(tag, str) for tag in item["tags"]) and item["tags"]
    assert {item.get("language") for item in feed["items"]} == {None, "es"}


def test_the_json_feed_is_one_that_a_check_looks_at(garden: Project) -> None:
    """It has all posts, in every language."""
    settings(garden, 'FEED_ALL_JSON = "feeds/notes.json"')
    assert codes(garden) == []
    assert garden.build().code == 0
    feed = json.loads((garden.output / "feeds/notes.json").read_bytes())
    assert {item["title"] for item in feed["items"]} == {"Spring", "Frühling"}


# -- icons and notices ------------------------------------------------------------


def test_the_manifest_names_icons_that_are_there(site: Project) -> None:
    """In the sizes that it says; one may be cut to any shape."""
    manifest = json.loads((site.output / "site.webmanifest").read_bytes())
    assert manifest["name"] == "Dry needling" and manifest["start_url"] == f"{SITE}/"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert [icon.get("purpose") for icon in manifest["icons"]].count("maskable") == 1
    for icon in manifest["icons"]:
        image = Image.open(site.output / icon["src"].removeprefix(f"{SITE}/"))
        assert f"{image.width}x{image.height}" == icon["sizes"] and image.format == "PNG"
    assert Image.open(site.output / "apple-touch-icon.png").size == (180, 180)
    for page in pages(site).values():
        assert page.select_one(f'link[rel=manifest][href="{SITE}/site.webmanifest"]')


def test_those_who_made_the_site_are_named_as_they_are(site: Project) -> None:
    """The people that have a page here, and nobody else."""
    assert (site.output / "humans.txt").read_text("utf-8") == (
        "/* TEAM */\nWebsite team: Writes and edits this site\n"
    )


def test_a_contact_for_security_is_a_real_one(site: Project, clinic: Project) -> None:
    """RFC 9116: a contact, and until when it holds; with a placeholder there is no file."""
    assert (site.output / ".well-known/security.txt").read_text("utf-8") == (
        "Contact: mailto:hello@clinic.test\nExpires: 2027-05-24T00:00:00Z\n"
    )
    assert not (clinic.output / ".well-known").exists()


def test_the_sitemap_says_when_an_entry_changed(site: Project) -> None:
    """By its own words, not by the clock of the build."""
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    tree = ElementTree.parse(site.output / "sitemap.xml").getroot()
    days = {one.findtext(f"{space}loc"): one.findtext(f"{space}lastmod") for one in tree}
    assert days[f"{SITE}/es/blog/first-visit/"] == "2026-11-24"
    assert days[f"{SITE}/blog/"] is None
    assert all(day is None or day <= "2026-11-25" for day in days.values())


# -- what is drawn again ----------------------------------------------------------


def damaged(folder: Path) -> None:
    for file in (folder / ".cache/drawn").rglob("??/*"):
        file.write_bytes(b"nothing")


def shortened(folder: Path) -> None:
    (folder / ".cache/drawn.log").write_bytes(b"{")


@pytest.mark.parametrize("harm", [lambda _: None, damaged, shortened])
def test_what_is_kept_is_drawn_as_before_whatever_became_of_it(
    garden: Project, harm: Callable[[Path], None]
) -> None:
    """Cards and photos are the same, byte for byte, from a cache that is whole, damaged or gone."""
    share(garden)
    assert garden.build().code == 0
    before = garden.files()
    harm(garden.folder)
    assert garden.build().code == 0
    assert garden.files() == before


def share(garden: Project) -> None:
    """Give the garden cards, and a photo."""
    (garden.folder / "content/images").mkdir(exist_ok=True)
    Image.linear_gradient("L").resize((500, 300)).save(garden.folder / "content/images/a.jpg")
    settings(garden, 'SITEURL = "https://garden.test"')
    (garden.folder / "theme/card.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630">'
        '<rect width="1200" height="630" fill="var(--paper)"/>'
        '<rect id="site" x="50" y="500" fill="#ffffff" font-size="30"/>'
        '<rect id="title" x="50" y="50" width="1000" height="400" fill="#000000"/></svg>'
    )
    edit(
        garden, "theme/templates/base.html", "</head>",
        '{% if entry is defined %}<meta property="og:title" content="{{ entry.title }}">'
        '<meta property="og:image" content="{{ SITEURL }}/{{ output_file | card }}">{% endif %}'
        "</head>",
    )  # fmt: skip


def test_a_card_follows_its_title(garden: Project) -> None:
    """When a title changes, its card is another one, and the others are the same files."""
    share(garden)
    assert garden.build().code == 0
    before = {path: one for path, one in garden.files().items() if path.endswith("card.png")}
    stamps = {path: (garden.output / path).stat().st_mtime_ns for path in before}
    edit(garden, "content/plants/lavender.md", "title: ", "title: Blue ")
    assert garden.build().code == 0
    after = garden.files()
    assert len(before) == 7
    assert [path for path in before if after[path] != before[path]] == ["plants/lavender/card.png"]
    same = before.keys() - {"plants/lavender/card.png"}
    assert {path: (garden.output / path).stat().st_mtime_ns for path in same} == {
        path: stamps[path] for path in same
    }


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("theme/styles/colors.css", "#00ff00", "#0000ff"),
        ("theme/card.svg", "var(--paper)", "#ff0000"),
        ("settings.py", 'SITENAME = "Garden"', 'SITENAME = "Park"'),
    ],
)
def test_cards_follow_the_theme_and_the_name_of_the_site(
    garden: Project, file: str, old: str, new: str
) -> None:
    """With another drawing, color or name, each card is another one."""
    share(garden)
    (garden.folder / "theme/styles/colors.css").write_text(":root { --paper: #00ff00; }")
    assert garden.build().code == 0
    before = {path: one for path, one in garden.files().items() if path.endswith("card.png")}
    edit(garden, file, old, new)
    assert garden.build().code == 0
    assert all(garden.files()[path] != one for path, one in before.items())


def test_a_card_that_nobody_draws_is_a_broken_link(garden: Project) -> None:
    """A page may name another picture, which must be there."""
    share(garden)
    edit(garden, "theme/templates/base.html", "{{ output_file | card }}", "none.png")
    assert "broken-link" in codes(garden)


@pytest.mark.parametrize("name", ["card.svg", "static/icon.svg"])
def test_a_drawing_that_cannot_be_used_is_named(garden: Project, name: str) -> None:
    """The build says which file it is; the site is as it was."""
    share(garden)
    (garden.folder / "theme" / name).write_text("<svg")
    outcome = garden.build()
    assert outcome.code != 0 and f"{name} cannot be used" in outcome.err
