"""Content that would keep a build busy for ever, or lead it astray, is refused by name."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Project

PLANT = "title: T\nstatus: published\ndate: 2026-01-01\nsummary: S\nbed: border\n"

BOMB = "a0: &a0 [lol]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 40)
)


def fields(more: str) -> str:
    """A plant with more front matter."""
    return f"---\n{PLANT}{more}\n---\n"


def body(text: str) -> str:
    """A plant with a text."""
    return f"---\n{PLANT}---\n{text}\n"


TEXTS = {
    "brackets in the front matter": fields("about: " + "[" * 20_000),
    "braces in the front matter": fields("about: " + "{a: " * 20_000),
    "dashes in the front matter": fields("care:\n  " + "- " * 20_000),
    "question marks in the front matter": fields("? " * 20_000),
    "indentation in the front matter": fields(
        "\n".join(" " * depth + "a:" for depth in range(1_000))
    ),
    "an alias bomb": fields(BOMB),
    "a name that contains itself": fields("about: &a [*a]"),
    "fifty thousand fields": fields("\n".join(f"f{n}: x" for n in range(50_000))),
    "brackets in a field": fields(f"about: '{'[' * 4_000}'"),
    "block quotes in a field": fields(f"about: '{'>' * 4_000} a'"),
    "brackets in the body": body("[" * 20_000),
    "brackets with words in the body": body("[word " * 20_000),
    "brackets on many lines": body("[word\n" * 20_000),
    "block quotes": body(">" * 20_000 + " a"),
    "block quotes with spaces": body("> " * 20_000 + " a"),
    "lists in lists": body("1. " * 6_000),
    "emphasis": body("*" * 20_000 + "a" + "*" * 20_000),
    "tags that are never closed": body("<a href=" * 20_000),
    "declarations that are never closed": body("<![CDATA[" * 20_000),
    "one long line": body("a" * 900_000),
    "headings without an end": body("====\n" * 40_000),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_content_without_an_end_is_refused(garden: Project, text: str) -> None:
    """The build ends with 1 and names the file; nothing is published."""
    garden.write("plants/case.md", text)
    outcome = garden.build()
    assert outcome.code == 1
    assert outcome.err.startswith("content/plants/case.md:")
    assert not garden.output.exists()


def large(path: Path) -> None:
    """A file of 50 MB that takes no room."""
    with path.open("wb") as stream:
        stream.truncate(50_000_000)


FILES: dict[str, Callable[[Path], object]] = {
    "a file of 50 MB": large,
    "noise": lambda path: path.write_bytes(bytes(range(256)) * 100),
    "a named pipe": os.mkfifo,
    "a link to a file of the system": lambda path: path.symlink_to("/etc/passwd"),
    "a link to itself": lambda path: path.symlink_to("case.md"),
    "a link to the folder above": lambda path: path.symlink_to(".."),
}


@pytest.mark.parametrize("make", FILES.values(), ids=FILES.keys())
def test_what_is_no_content_file_is_refused(
    garden: Project, make: Callable[[Path], object]
) -> None:
    """The build ends with 1 and names the file; nothing is opened, followed or published."""
    make(garden.folder / "content/plants/case.md")
    outcome = garden.build()
    assert outcome.code == 1
    assert outcome.err.startswith("content/plants/case.md:")
    assert "root:" not in outcome.err
    assert not garden.output.exists()


@pytest.mark.parametrize("folder", ["images", "notes"])
def test_a_link_among_the_pictures_is_refused(garden: Project, folder: str) -> None:
    """A file from elsewhere cannot get onto the site as a picture or an attachment."""
    (garden.folder / "content" / folder / "photo.jpg").symlink_to("/etc/passwd")
    outcome = garden.build()
    assert outcome.code == 1
    assert outcome.err.startswith(f"content/{folder}/photo.jpg:1:1: link-file")


@pytest.mark.parametrize(
    "link", ["{static}/../settings.py", "{attach}../../settings.py", "{static}/../../../etc/passwd"]
)
def test_a_link_cannot_bring_a_file_from_outside(garden: Project, link: str) -> None:
    """What lies outside of the content folder is not copied to the site."""
    garden.write("plants/case.md", f"---\n{PLANT}---\n[a]({link})\n")
    outcome = garden.build()
    assert outcome.code == 1 and "content/plants/case.md:8:5: broken-link" in outcome.err


def test_a_value_cannot_steer_the_terminal(garden: Project) -> None:
    """A message that quotes escape codes spells them out, on one line."""
    garden.write("plants/case.md", f'---\n{PLANT}slug: "\\e[2J\\r\\n::error::x"\n---\n')
    outcome = garden.build()
    assert outcome.code == 1
    assert "\x1b" not in outcome.err and "\n::error" not in outcome.err


def test_a_message_is_short_whatever_it_quotes(garden: Project) -> None:
    """A slug of half a million letters gives a message that can be read."""
    garden.write("plants/case.md", f"---\n{PLANT}slug: {'A' * 500_000}\n---\n")
    outcome = garden.build()
    assert outcome.code == 1 and len(outcome.err) < 2_000
