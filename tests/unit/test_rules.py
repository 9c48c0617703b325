"""The checks that hold for any subject."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from plugins.cms.errors import Problem
from plugins.cms.rules import all_problems, endings, entry_problems, images, links
from tests.conftest import Project
from tests.unit.conftest import Linked, plant, said_by


@pytest.mark.parametrize(
    "link",
    [
        "{filename}/plants/rose.md",
        "{filename}rose.md",
        "{filename}../plants/rose.md#planting",
        "{filename}../pages/home.md",
        "{filename}/notes/spring.md?a=b",
        "{static}/images/rose.svg",
        "{attach}../images/rose.svg",
        "|filename|/plants/rose.md",
        "{tag}pruning",
        "{category}seasons",
        "{index}",
        "/notes/",
        "#drought",
        "https://example.org/",
        "mailto:a@example.org",
        "tel:+15550100",
    ],
)
def test_a_link_that_holds_is_passed_over(garden: Project, linked: Linked, link: str) -> None:
    """Each kind of link that authors may write is understood, in a text and in a field."""
    garden.write("plants/mint.md", plant(f"about: '[a]({link})'\n", f"[a]({link})"))
    site, _ = linked()
    assert said_by(links.check, site) == []


@pytest.mark.parametrize(
    ("link", "code", "hint"),
    [
        ("{filename}/plants/rosse.md", "broken-link", "{filename}/plants/rose.md"),
        ("{filename}/../plants/rose.md", "broken-link", "{filename}/plants/rose.md"),
        ("{filename}/beds/border.md", "broken-link", "another page"),
        ("{filename}/plants/tulip.md", "links-a-draft", "Publish content/plants/tulip.md"),
        ("{filename}/images/rose.svg", "broken-link", ""),
        ("{static}/images/rosse.svg", "broken-link", "images/rose.svg"),
        ("{static}/../settings.py", "broken-link", "Put the file there"),
        ("{filenme}/plants/rose.md", "bad-link", "{filename}"),
        ("{filename}//[x", "bad-link", "{filename}"),
        ("{tag}//[x", "bad-link", "{filename}"),
        ("rose.md", "bad-link", "{filename}/plants/rose.md"),
        ("//example.org/", "bad-link", "https:"),
        ("", "bad-link", "{filename}"),
    ],
)
def test_a_link_that_leads_nowhere_is_placed(
    garden: Project, linked: Linked, link: str, code: str, hint: str
) -> None:
    """A link that does not hold is found in the body, with what was probably meant."""
    garden.write("plants/mint.md", plant("", f"Text.\n\nSee [a](<{link}>)."))
    site, _ = linked()
    problems = said_by(links.check, site)
    assert [(one.code, one.location.line) for one in problems] == [(code, 10 if link else 8)]
    assert hint in problems[0].hint


def test_a_draft_may_link_to_a_draft(garden: Project, linked: Linked) -> None:
    """What is not public yet may lead to what is not public yet."""
    draft = plant("", "[a]({filename}/plants/tulip.md)").replace("published", "draft")
    garden.write("plants/mint.md", draft)
    site, _ = linked()
    assert said_by(links.check, site) == []


def test_a_file_that_is_linked_to_is_known(garden: Project, linked: Linked) -> None:
    """Files beside the pages are found in texts and fields, by the path below the content."""
    garden.write(
        "plants/mint.md",
        plant("about: '[a]({attach}a%20b.pdf)'\n", "[b]({static}/images/c&d.svg) [e](/x/)"),
    )
    site, _ = linked()
    mint = site.entry("plant", "mint")
    assert mint and links.linked_files(mint) == {"plants/a b.pdf", "images/c&d.svg"}


def test_a_picture_that_is_not_there_is_named(garden: Project, linked: Linked) -> None:
    """A field that names a missing picture is reported with the nearest one."""
    garden.write("plants/mint.md", plant("photo: images/rosse.svg\n"))
    site, _ = linked()
    problems = said_by(images.check, site)
    assert [str(one.location) for one in problems] == ["content/plants/mint.md:7:8"]
    assert "images/rose.svg" in problems[0].hint


@pytest.mark.parametrize(
    "name", ["rose.MD", "rose.markdown", "rose.docx", "rose.rst", "rose.txt", "rose", "rose.odt"]
)
def test_a_text_with_another_ending_is_named(garden: Project, linked: Linked, name: str) -> None:
    """It would not be on the site; but what a text links to is there to be fetched."""
    garden.write(f"plants/{name}", "Rose")
    found = list(endings.check(linked()[0]))
    assert [(one.location.path, one.code) for one in found] == [
        (f"content/plants/{name}", "wrong-ending")
    ]
    garden.write("plants/mint.md", plant(body=f"[Read]({{attach}}{name})\n"))
    assert not list(endings.check(linked()[0]))


@pytest.mark.parametrize("link", ["{static}//[x", "{attach}http://[x", "{filename}\\\\/[x"])
def test_what_is_no_address_stops_no_other_rule(garden: Project, linked: Linked, link: str) -> None:
    """It is a problem of the link, also where a file is looked for that a text may link to."""
    garden.write("plants/read-me.txt", "Read me.")
    garden.write("plants/mint.md", plant(body=f"[Read](<{link}>)\n"))
    site = linked()[0]
    assert [one.code for one in said_by(links.check, site)] == [
        "broken-link" if "filename" in link else "bad-link"
    ]
    assert [one.code for one in endings.check(site)] == ["wrong-ending"]


WRONG = "photo: images/rosse.svg\n", "It's [a](rosse.md). \n\n[b] (/x/) HEY!"
"""Fields and a text that break a rule of each kind, of the engine and of the subject."""


def test_each_entry_is_checked_by_itself(garden: Project, linked: Linked) -> None:
    """In whatever order, and again: what is said of one depends on no other one's turn."""
    garden.write("plants/mint.md", plant(*WRONG))
    garden.write("plants/basil.md", plant(body="It's \n"))
    site, _ = linked()
    entries = site.written
    first = {one.path: entry_problems(one, site) for one in entries}
    assert {one.path: entry_problems(one, site) for one in reversed(entries)} == first
    assert {code for code, _ in _placed(first["content/plants/mint.md"])} == {
        "bad-link", "missing-image", "no-final-newline", "shouting", "straight-quotes",
        "stray-sign", "trailing-space",
    }  # fmt: skip
    assert _placed(first["content/plants/basil.md"]) == [
        ("straight-quotes", "content/plants/basil.md"),
        ("trailing-space", "content/plants/basil.md"),
    ]
    assert sorted(all_problems(site)) == sorted(one for of_one in first.values() for one in of_one)


def test_what_has_expired_is_only_kept_tidy(garden: Project, linked: Linked) -> None:
    """No reader finds its links and pictures any more, and nobody is to mend them."""
    fields, body = WRONG
    garden.write("plants/mint.md", plant(f"expires_at: 2026-01-02 10:00\n{fields}", body))
    site, _ = linked()
    (mint,) = site.expired
    assert {code for code, _ in _placed(entry_problems(mint, site))} == {
        "never-shown", "no-final-newline", "straight-quotes", "trailing-space",
    }  # fmt: skip


def _placed(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    return sorted((one.code, one.location.path) for one in problems)


def test_a_link_to_this_site_by_its_whole_address_is_named(garden: Project, linked: Linked) -> None:
    """With the way to write it: to a page, to a file, else to a place on the site."""
    own = "https://garden.example"
    links_to = (own, f"{own}/plants/rose/?a=b#soil", f"{own}/images/rose.svg", f"{own}/notes/#top")
    garden.write("plants/mint.md", plant("", "\n".join(f"- [a]({one})" for one in links_to) + "\n"))
    site, _ = linked()
    mint = site.entry("plant", "mint")
    assert mint
    assert [one.hint for one in links.to_own_address(mint, site, own)] == [
        "Write `{filename}/pages/home.md`.",
        "Write `{filename}/plants/rose.md#soil`.",
        "Write `{static}/images/rose.svg`.",
        "Write `/notes/#top`.",
    ]
