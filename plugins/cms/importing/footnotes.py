"""Footnotes as web pages and Word have them → footnotes as our Markdown has them."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

_BACK = frozenset("↑ ↩ ↩︎ ^ ⤴ back [back]".split())


def move_footnotes(body: Tag, soup: BeautifulSoup) -> None:
    """Replace raised links to an item of a list by marks; the items go to the end as notes."""
    targets = {str(tag["id"]): tag for tag in body.find_all("li", id=True)}
    numbers: dict[str, int] = {}
    for link in body.find_all("a", href=True):
        name = str(link["href"]).removeprefix("#")
        raised = link.parent if link.parent is not None and link.parent.name == "sup" else None
        if name not in targets or not (raised or link.find("sup")):
            continue
        number = numbers.setdefault(name, len(numbers) + 1)
        mark = soup.new_tag("span", attrs={"data-raw": f"[^{number}]"})
        mark.string = str(number)
        whole = raised if raised and len(raised.find_all("a")) == 1 else link
        whole.replace_with(mark)
    for name, number in numbers.items():
        _move(targets[name], number, body, soup)


def _move(item: Tag, number: int, body: Tag, soup: BeautifulSoup) -> None:
    for link in item.find_all("a", href=True):
        if str(link["href"]).startswith("#") and link.get_text(strip=True) in _BACK:
            link.decompose()
    group = item.parent
    note = soup.new_tag("aside", attrs={"data-number": str(number)})
    for child in list(item.extract().children):
        note.append(child.extract())
    body.append(note)
    if group is not None and group.name in {"ol", "ul"} and not group.find("li"):
        line = group.find_previous_sibling()
        if line is not None and line.name == "hr":
            line.decompose()
        group.decompose()
