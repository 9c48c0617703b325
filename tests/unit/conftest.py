"""What the unit tests share: content from files to a Site, without a build."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from plugins.cms.collection import EntryRule
from plugins.cms.entries import Entry, read_entry
from plugins.cms.errors import Problem, Problems
from plugins.cms.frontmatter import Document, parse
from plugins.cms.linking import link
from plugins.cms.loader import Content, load
from plugins.cms.site import Site
from tests.conftest import Project
from tests.garden.subject import SUBJECT

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)

PLANT = """title: Mint
status: published
date: 2026-01-05
summary: A herb for tea.
bed: border
"""
"""The least that a plant needs."""


def plant(fields: str = "", body: str = "") -> str:
    """The file of a plant with more fields and a text."""
    return f"---\n{PLANT}{fields}---\n{body}"


def document(source: str, path: str = "content/plants/mint.md") -> Document:
    """A content file that can be read."""
    read = parse(source.encode(), path)
    assert isinstance(read, Document), read
    return read


def entry_of(source: str, path: str = "content/plants/mint.md") -> tuple[Entry, Problems]:
    """A plant, and what is wrong with it."""
    return read_entry(document(source, path), SUBJECT.collections[1])


def content_of(project: Project) -> Content:
    """All that the content folder of a garden holds."""
    return load(project.folder / "content", SUBJECT, project.folder)


Linked = Callable[..., tuple[Site, Problems]]


def said_by(rule: EntryRule, site: Site) -> list[Problem]:
    """What a rule says of all that authors wrote."""
    return [problem for entry in site.written for problem in rule(entry, site)]


@pytest.fixture
def linked(garden: Project) -> Linked:
    """A function that reads the garden and links it up."""

    def run(drafts: bool = True, now: dt.datetime = NOW) -> tuple[Site, Problems]:
        return link(content_of(garden), SUBJECT, now, drafts)

    return run
