"""What is made from the site as a whole: sitemap, robots and redirects."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from plugins.cms.outputs.redirects import redirect_page, redirects
from plugins.cms.outputs.sitemap import robots, sitemap
from tests.conftest import Project
from tests.unit.conftest import Linked, plant

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_sitemap_lists_pages_with_their_last_change() -> None:
    """Pages come in the order of their addresses, with a date where it is known."""
    pages = [("b/", None), ("", dt.date(2026, 1, 2)), ("a/", dt.date(2026, 3, 4))]
    tree = ElementTree.fromstring(sitemap(pages, "https://example.org")["sitemap.xml"])
    found = [(url.findtext(f"{NAMESPACE}loc"), url.findtext(f"{NAMESPACE}lastmod")) for url in tree]
    assert found == [
        ("https://example.org/", "2026-01-02"),
        ("https://example.org/a/", "2026-03-04"),
        ("https://example.org/b/", None),
    ]


def test_the_sitemap_is_xml_whatever_an_address_holds() -> None:
    """An ampersand in an address is escaped."""
    tree = ElementTree.fromstring(sitemap([("a&<b>/", None)], "https://x")["sitemap.xml"])
    assert tree[0].findtext(f"{NAMESPACE}loc") == "https://x/a&<b>/"


def test_search_engines_are_let_in_or_kept_out() -> None:
    """A published site names its sitemap; a preview keeps robots out."""
    assert robots("https://x", hidden=False)["robots.txt"] == (
        b"User-agent: *\nAllow: /\nSitemap: https://x/sitemap.xml\n"
    )
    assert robots("", hidden=True)["robots.txt"] == b"User-agent: *\nDisallow: /\n"


def test_former_addresses_lead_to_published_pages(garden: Project, linked: Linked) -> None:
    """Each former address has a file; one of a draft has none."""
    garden.write("plants/mint.md", plant("aliases: [/tea/, /mint.html]\n"))
    draft = plant("aliases: [/draft/]\n").replace("published", "draft")
    garden.write("plants/dill.md", draft)
    site, _ = linked()
    found = {path: way.new for path, way in redirects(site).items()}
    assert found == {
        "old/rose/index.html": "/plants/rose/", "tea/index.html": "/plants/mint/",
        "mint.html": "/plants/mint/",
    }  # fmt: skip


@pytest.mark.parametrize(
    "title",
    ['"><script>alert(1)</script>', "a' onload=x", "</title><img src=x>", "{title} {0} %s", "&lt;"],
)
def test_a_redirect_shows_any_title_as_text(garden: Project, linked: Linked, title: str) -> None:
    """Whatever the title of the new page is, the page between holds the same few elements."""
    quoted = title.replace("'", "''")
    garden.write("plants/mint.md", plant("aliases: [/tea/]\n").replace("Mint", f"'{quoted}'", 1))
    way = redirects(linked()[0])["tea/index.html"]
    page = BeautifulSoup(redirect_page(way, "https://example.org", "en"), "html.parser")
    assert [one.name for one in page.find_all(True)] == [
        "html", "head", "meta", "meta", "meta", "title", "meta", "link", "meta", "body", "p", "a",
    ]  # fmt: skip
    assert page.title and page.title.string == title
    assert page.a and (page.a["href"], page.a.string) == (
        "https://example.org/plants/mint/", title,
    )  # fmt: skip


def test_a_redirect_is_in_the_language_of_its_page(garden: Project, linked: Linked) -> None:
    """A translated page keeps its language at a former address."""
    garden.write("plants/mint.md", plant("lang: de\naliases: [/tea/]\n"))
    way = redirects(linked()[0])["tea/index.html"]
    assert b'<html lang="de">' in redirect_page(way, "", "en")
