"""Redirects from a file, to the pages that lead on."""

from __future__ import annotations

import pytest

from plugins.cms.outputs.redirects import redirect_page, redirects, redirects_file
from plugins.cms.redirects import parse_redirects
from tests.conftest import Project
from tests.unit.conftest import Linked, content_of, plant

EXPIRED = plant("expires_at: 2026-06-01 08:00\naliases: [/was/mint/]\n")


@pytest.mark.parametrize("text", ["", "# Nothing yet.\n\n", "# a\n~\n"])
def test_a_file_without_redirects_is_no_mistake(text: str) -> None:
    """Nothing but words for whoever comes next."""
    redirects, problems = parse_redirects(text.encode(), "redirects.yaml")
    assert not problems and redirects.items == () and redirects.is_read


def test_a_mistake_in_one_line_leaves_the_others() -> None:
    """What is right is used, and what is wrong is known by its address."""
    raw = b"/a/: /b/\n/c/: d\n/e.csv: /f.csv\n/g/: /h/#i\n/j/: https://example.org/?k#l\n"
    redirects, problems = parse_redirects(raw, "redirects.yaml")
    assert [(one.old, one.new) for one in redirects.items] == [
        ("/a/", "/b/"), ("/e.csv", "/f.csv"), ("/g/", "/h/#i"), ("/j/", "https://example.org/?k#l"),
    ]  # fmt: skip
    assert [str(one.location) for one in problems] == ["redirects.yaml:2:6"]
    assert redirects.faulty == {"/c/"} and redirects.is_read


@pytest.mark.parametrize(
    "new",
    [
        "b", "/b", "/B/", "/b/#", "/b/#c d", "/../b/", "//b/", "ftp://b/", "javascript:b",
        "https://", '"/b c/"',
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_no_destination(new: str) -> None:
    """An address of this site as it is written in a browser, or that of another site."""
    _, problems = parse_redirects(f"/a/: {new}\n".encode(), "redirects.yaml")
    assert [one.code for one in problems] == ["bad-destination"]


def test_the_file_is_not_an_attachment(garden: Project) -> None:
    """It is read for what it says, and cannot be linked to as a file."""
    garden.write("redirects.yaml", "/a/: /plants/rose/\n")
    content = content_of(garden)
    assert "redirects.yaml" not in content.assets and not content.problems


def test_a_page_leads_to_its_place_on_the_new_one(garden: Project, linked: Linked) -> None:
    """With the title of the page; search engines get its address alone."""
    garden.write("redirects.yaml", "/a/: /plants/rose/#planting\n")
    html = redirect_page(redirects(linked()[0])["a/index.html"], "https://garden.test", "en")
    assert b'url=https://garden.test/plants/rose/#planting"' in html
    assert b'rel="canonical" href="https://garden.test/plants/rose/"' in html
    assert b"<title>Rose</title>" in html and b"noindex" in html


def test_a_page_may_lead_to_another_site(garden: Project, linked: Linked) -> None:
    """The address is taken as it is, and search engines may follow."""
    garden.write("redirects.yaml", "/a/: https://example.org/?b&c\n")
    html = redirect_page(redirects(linked()[0])["a/index.html"], "https://garden.test", "en")
    assert b'<a href="https://example.org/?b&amp;c">' in html and b"noindex" not in html


def test_hosts_get_a_list_of_all_redirects(garden: Project, linked: Linked) -> None:
    """Those of entries and those of the file, in the order of their addresses."""
    garden.write("redirects.yaml", "/z.html: https://example.org/\n/a/: /plants/rose/#planting\n")
    files = redirects_file(redirects(linked()[0]))
    assert files["_redirects"].decode() == (
        "/a/ /plants/rose/#planting 301\n/old/rose/ /plants/rose/ 301\n"
        "/z.html https://example.org/ 301\n"
    )
    assert redirects_file({}) == {}


def test_an_expired_page_is_a_poor_place_to_lead_to(garden: Project, linked: Linked) -> None:
    """That is a warning: the clock alone must not stop a deploy."""
    garden.write("plants/mint.md", EXPIRED)
    garden.write("redirects.yaml", "/a/: /plants/mint/\n")
    assert [(one.code, one.severity) for one in linked()[1]] == [("redirect-to-expired", "warning")]


def test_an_address_of_a_draft_may_lead_elsewhere_meanwhile(
    garden: Project, linked: Linked
) -> None:
    """Both its own and its former one; once it is published, one of the two must go."""
    source = plant("aliases: [/was/mint/]\n")
    garden.write("redirects.yaml", "/plants/mint/: /plants/rose/\n/was/mint/: /plants/rose/\n")
    garden.write("plants/mint.md", source.replace("status: published", "status: draft"))
    site, problems = linked()
    assert not problems
    assert redirects(site)["was/mint/index.html"].new == "/plants/rose/"
    garden.write("plants/mint.md", source)
    assert [one.code for one in linked()[1]] == ["duplicate-address"] * 2


def test_no_entry_leads_on_to_one_that_is_to_come(garden: Project, linked: Linked) -> None:
    """A redirect at the address of a scheduled page would be in its way on that day."""
    garden.write("redirects.yaml", "/plants/mint/: /plants/rose/\n")
    garden.write("plants/mint.md", plant("publish_at: 2027-01-01 08:00\n"))
    assert [one.code for one in linked(drafts=False)[1]] == ["duplicate-address"]


@pytest.mark.parametrize("length", [1, 2, 3, 50])
def test_every_circle_is_found_once(garden: Project, linked: Linked, length: int) -> None:
    """However many steps it has, and whatever leads into it."""
    lines = [f"/{number}/: /{(number + 1) % length}/\n" for number in range(length)]
    garden.write("redirects.yaml", "".join(["/into/: /0/\n", *lines]))
    assert [(one.code, one.location.line) for one in linked()[1]] == [("redirect-loop", 2)]


def test_a_long_way_is_named_at_each_step(garden: Project, linked: Linked) -> None:
    """Each redirect but the last is told the end of the way."""
    garden.write("redirects.yaml", "/a/: /b/\n/b/: /c/\n/c/: /old/rose/\n")
    found = [(one.code, one.hint) for one in linked()[1]]
    assert [code for code, _ in found] == ["redirect-chain"] * 3
    assert all("write `/plants/rose/` in place of" in hint for _, hint in found)
