"""No text is left out in silence because of the ending of its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from ..errors import Location, Problem
from ..site import Site
from .links import linked_files

_PLAIN = frozenset({"", ".md", ".markdown", ".mdown", ".mdwn", ".mkd", ".rst", ".text", ".txt"})
_IMPORTED = frozenset({".docm", ".docx", ".dotx", ".htm", ".html", ".xhtml"})
_OTHER_OFFICE = frozenset({".doc", ".odt", ".pages", ".rtf", ".wpd"})
_TEXTS = _PLAIN | _IMPORTED | _OTHER_OFFICE
"""Endings of files that were meant for pages where they are in a folder of such."""


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each such file in a folder of pages, unless a text links to it."""
    folders = tuple(f"{one.folder}/" for one in site.subject.collections)
    texts = [
        path
        for path in sorted(site.assets)
        if path.startswith(folders) and PurePosixPath(path).suffix.lower() in _TEXTS
    ]
    linked = {file for entry in site.written for file in linked_files(entry)} if texts else ()
    for path in texts:
        if path not in linked:
            yield _problem(PurePosixPath(path))


def _problem(path: PurePosixPath) -> Problem:
    ending = f"that ends in `{path.suffix}`" if path.suffix else "whose name has no ending"
    return Problem(
        Location(f"content/{path}", 1, 1),
        "wrong-ending",
        f"a file {ending} is not read here, so that its page is not on the site",
        _as_markdown(path),
    )


def _as_markdown(path: PurePosixPath) -> str:
    """What to do with a text that is no Markdown by the ending of its name."""
    if path.suffix.lower() in _IMPORTED:
        return (
            "Move it into the folder that has `tasks.py` in it, then make a page of it by "
            f"`python3 tasks.py import {path.name}`."
        )
    if path.suffix.lower() in _OTHER_OFFICE:
        return (
            "Save it as a Word document in the folder that has `tasks.py` in it, and delete it "
            f"here. Then make a page of it by `python3 tasks.py import {path.stem}.docx`."
        )
    return f"Rename it to `{path.stem.removesuffix('.md')}.md`."
