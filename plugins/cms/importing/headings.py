"""The levels of headings: below the title of the page, and none left out."""

from __future__ import annotations

from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag

NAMES = ["h1", "h2", "h3", "h4", "h5", "h6"]


def shift_headings(body: Tag, soup: BeautifulSoup, not_in: list[str]) -> None:
    """Give each heading its level; one inside of `not_in` becomes a paragraph in bold."""
    found = []
    for heading in body.find_all(NAMES):
        if heading.find_parent([*not_in, *NAMES]):
            heading.name = "strong"
            heading.wrap(soup.new_tag("p"))
        elif not heading.get_text(strip=True):
            heading.name = "p"
        else:
            found.append(heading)
    for heading, level in zip(found, levels(int(one.name[1]) for one in found), strict=True):
        heading.name = f"h{level}"


def levels(given: Iterable[int]) -> list[int]:
    """Levels from 2 to 6 for levels as they come: each at most one below the last."""
    above: list[int] = []
    new = []
    for level in given:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        new.append(min(len(above) + 1, 6))
    return new
