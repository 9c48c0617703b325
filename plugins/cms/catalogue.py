"""The catalogue of problems: each code has a page that explains it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "errors"
_INDEX = "README"


@cache
def codes() -> tuple[str, ...]:
    """Every code that has a page, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.md") if path.stem != _INDEX))


def page(code: str) -> str:
    """The page of a known code, as Markdown."""
    return (FOLDER / f"{code}.md").read_text(encoding="utf-8")


def index() -> str:
    """The page that lists all codes by where an author looks, as Markdown."""
    return (FOLDER / f"{_INDEX}.md").read_text(encoding="utf-8")


def meaning(code: str) -> str:
    """What a known code means, in one sentence: the line below the page's title."""
    return page(code).split("\n", 3)[2]
