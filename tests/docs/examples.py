"""The examples of the error catalogue, made real: what the check says of each."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from plugins.clinic.collections import SUBJECT
from plugins.cms.errors import ContentErrors, Location, Problems
from plugins.cms.external.answers import Answer
from plugins.cms.external.verdicts import to_problems
from plugins.cms.fields import Line, Part
from plugins.cms.frontmatter import Document, parse
from plugins.cms.linking import link
from plugins.cms.loader import load
from plugins.cms.publish.build import check
from plugins.cms.renaming import Project, plan_rename
from plugins.cms.report import to_text
from plugins.cms.rules.pages import Output, Outward, check_pages, read_page
from plugins.cms.site import Site
from plugins.cms.validation import validate
from tests.conftest import ROOT
from tests.unit.conftest import NOW

SETTINGS = Path("pelicanconf.py")
CONTENT = Path("content")
NEEDED = ("content/people/website-team.md", "content/pages/home.md")
"""The author of the examples, and the page that all pages link to."""


Files = Mapping[str, str]
"""What stands in files, by their paths in the project."""


def said_of_examples(
    examples: Mapping[str, Files], folder: Path
) -> dict[str, tuple[Problems, str]]:
    """What the check finds in each example, and prints of it, by code.

    Most examples are put into one copy of the site, and one check looks at all of them.
    """
    said: dict[str, tuple[Problems, str]] = {}
    together: dict[str, Files] = {}
    for code, files in examples.items():
        if not _changes_the_whole(files) and code not in BY_ITSELF:
            together[code] = files
            continue
        with contextlib.chdir(_small_site(folder / code)):
            _write(files)
            found = BY_ITSELF[code]() if code in BY_ITSELF else check(SETTINGS).problems
            said[code] = _said(found if code in BY_ITSELF else _about(found, code, files))
    with contextlib.chdir(_whole_site(folder / "whole")):
        for code, files in together.items():
            for path, content in files.items():
                is_free = not Path(path).exists() or Path(path).read_text("utf-8") == content
                assert is_free, f"two examples write {path}"
            _write(files)
            if code in MADE:
                _write(dict([MADE[code]]))
            if code in PUT:
                path, put = PUT[code]
                put(Path(path))
        every = check(SETTINGS).problems
        said |= {code: _said(_about(every, code, files)) for code, files in together.items()}
    return said


def _said(problems: Problems) -> tuple[Problems, str]:
    """Problems with what is printed of them, which quotes the files as they are now."""
    return problems, to_text(problems).rpartition("\n\n")[0] + "\n"


def _about(problems: Problems, code: str, files: Files) -> Problems:
    """The problems in an example. Nothing links to its pages: that is left out."""
    paths = {*files, *(one[code][0] for one in (MADE, PUT) if code in one)}
    return tuple(
        one for one in problems if one.location.path in paths and one.code != "orphan-page"
    )


def _changes_the_whole(files: Files) -> bool:
    """Whether an example has a file that stands in no folder of entries."""
    return any(Path(path).parent in {Path(), CONTENT} for path in files)


def _whole_site(folder: Path) -> Path:
    for name in ("content", "theme"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / SETTINGS, folder)
    return folder


def _small_site(folder: Path) -> Path:
    """A site with nothing but the files that every page needs."""
    (folder / "content").mkdir(parents=True)
    (folder / "theme").symlink_to(ROOT / "theme")
    shutil.copy(ROOT / SETTINGS, folder)
    shared = (ROOT / "content").glob("*.*")
    for path in (*shared, *(ROOT / one for one in NEEDED)):
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(path, copy)
    return folder


def _write(files: Mapping[str, str | bytes]) -> None:
    for path, content in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content if isinstance(content, bytes) else content.encode())


# -- what cannot be shown as a text, by code ----------------------------------------------

REGION = "---\ntitle: {}\nstatus: published\ndate: 2026-11-23\norder: 50\n---"
POST = (
    "---\ntitle: {0}\nstatus: published\ndate: 2026-11-23\nsummary: A post called {0}.\n"
    "category: Your visit\nauthors:\n  - website-team\n---\n\n"
)

MADE: Mapping[str, tuple[str, bytes]] = {
    "block-too-long": (
        "content/posts/pasted.md",
        (POST.format("Pasted") + "a line\n" * 2100).encode(),
    ),
    "file-too-large": ("content/images/film.mp4", bytes(10_500_000)),
    "invisible-character": (
        "content/posts/from-a-pdf.md",
        (POST.format("From a PDF") + "Rest is\x07 often enough.\n").encode(),
    ),
    "large-image": ("content/images/knee.jpg", bytes(640_000)),
    "line-too-long": (
        "content/posts/one-line.md",
        (POST.format("One line") + "word " * 4099 + "word\n").encode(),
    ),
    "no-final-newline": ("content/regions/back.md", REGION.format("Back").encode()),
    "not-utf8": ("content/regions/coeur.md", REGION.format("Cœur").encode("cp1252") + b"\n"),
}
"""Files that are put among the examples."""

PUT: Mapping[str, tuple[str, Callable[[Path], None]]] = {
    "link-file": ("content/regions/shortcut.md", lambda path: path.symlink_to("neck.md")),
    "not-a-file": ("content/regions/pipe", os.mkfifo),
}
"""What is no file."""


def _without_clinic() -> Problems:
    (CONTENT / "clinic.yaml").unlink()
    return load(CONTENT, SUBJECT, Path()).problems


def _without_content() -> Problems:
    return load(Path("no-such-folder"), SUBJECT, Path()).problems


def _placeholder() -> Problems:
    return tuple(_site().data.missing())[:1]


def _site() -> Site:
    return link(load(CONTENT, SUBJECT, Path()), SUBJECT, NOW)[0]


def _not_renamed() -> Problems:
    project = Project(CONTENT, SUBJECT, NOW)
    try:
        plan_rename(project, "person", "website-team", "web-team")
    except ContentErrors as found:
        return found.problems
    return ()


class _Coded(Part):
    code: Annotated[Line, Field(pattern=r"^\d\d$")]


def _bad_value() -> Problems:
    text = "---\ncode: 1a\n---\n"
    _write({"content/posts/code.md": text})
    document = parse(text.encode(), "content/posts/code.md")
    assert isinstance(document, Document)
    found = validate(document, _Coded)
    assert isinstance(found, tuple)
    return found


def _outside(address: str, answer: Answer) -> Callable[[], Problems]:
    def look() -> Problems:
        text = POST.format("Elsewhere") + f"See [this page]({address}).\n"
        _write({"content/posts/elsewhere.md": text})
        where = Location("content/posts/elsewhere.md", 1, 1)
        return tuple(to_problems([Outward(address, where)], {address: answer}, _site()))

    return look


def _listed(code: str) -> Callable[[], Problems]:
    """Pages that were made without a list that should have them."""

    def look() -> Problems:
        _write({"content/posts/heat.md": POST.format("Heat") + "Rest is often enough.\n"})
        site = _site()
        entry = site.entry("post", "heat")
        path = "blog/heat/index.html"
        page = read_page(path, "<!doctype html><title>Heat</title><h1>Heat</h1>", "", entry)
        feeds = {"feeds/blog.atom.xml": (path,)}
        output = Output(site, Path("output"), {path: page}, frozenset({path}), "", feeds=feeds)
        return tuple(one for one in check_pages(output) if one.code == code)

    return look


def _alone() -> Problems:
    site = _site()
    path = "hidden/index.html"
    page = read_page(
        path, "<!doctype html><title>A</title><h1>A</h1>", "", site.entry("page", "hidden")
    )
    output = Output(site, Path("output"), {path: page}, frozenset({path}), "")
    return tuple(one for one in check_pages(output) if one.code == "orphan-page")


BY_ITSELF: Mapping[str, Callable[[], Problems]] = {
    "bad-value": _bad_value,
    "dead-link": _outside("https://example.org/gone", Answer(404)),
    "missing-file": _without_clinic,
    "moved-link": _outside("https://example.org/old", Answer(200, "https://example.org/new")),
    "no-content": _without_content,
    "not-in-feed": _listed("not-in-feed"),
    "not-in-sitemap": _listed("not-in-sitemap"),
    "not-renamed": _not_renamed,
    "orphan-page": _alone,
    "placeholder": _placeholder,
    "unreachable-link": _outside("https://example.org/busy", Answer(503)),
}
"""What does not come from a file, or takes the whole site with it."""
