"""Links: kept where a page may have them, else taken out and named."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from bs4 import Tag

from .known import Known
from .result import Findings, begin

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_HEADINGS = ["h2", "h3", "h4", "h5", "h6"]


def settle_links(body: Tag, findings: Findings, known: Known) -> None:
    """Keep links to the web, to mail, phones and this site; those within the text if they hold."""
    places = _places(body)
    for link in body.find_all("a"):
        href = re.sub(r"[\x00-\x20]+", " ", str(link.get("href") or "")).strip()
        href = f"https:{href}" if href.startswith("//") else href
        if not link.get_text(strip=True) and not link.find("img") and href:
            link.append(href)
        if href.startswith("#"):
            heading = places.get(unquote(href[1:]))
            if heading is not None:
                link["href"] = f"#{heading['id']}"
                continue
            if len(href) > 1:
                findings.remark(
                    "A link within the document led to a place that the draft has no mark for; "
                    "its words were kept.",
                    link.get_text(),
                )
        elif href and is_kept(href, known):
            link["href"] = href
            continue
        elif href:
            findings.remark(
                f"The link “{begin(link.get_text())}” leads to no address that a page may link "
                "to; its words were kept. It was",
                href,
                kept=True,
            )
        link.unwrap()


def is_kept(href: str, known: Known, anchors: frozenset[str] = frozenset()) -> bool:
    """Whether a page may link to an address as it is. `anchors` are the places on the page."""
    if href.startswith("#"):
        return unquote(href[1:]) in anchors
    if re.match(r"\{(?:author|category|index|tag)\}", href):
        return True  # lists that Pelican makes
    indicated = re.fullmatch(r"\{(?:filename|static|attach)\}/([^#?]+)(?:[#?].*)?", href)
    if indicated:
        return unquote(indicated[1]) in known.files
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme in _SCHEMES
    return href[0] in "/?" and not href.startswith("//")


def _places(body: Tag) -> dict[str, Tag]:
    """Headings that a link within the text leads to, each with an id of its own."""
    wanted = {
        unquote(str(link["href"])[1:])
        for link in body.find_all("a", href=True)
        if str(link["href"]).startswith("#")
    }
    places: dict[str, Tag] = {}
    for tag in body.find_all(True):
        name = str(tag.get("id") or tag.get("name") or "")
        if name not in wanted:
            continue
        heading = tag if tag.name in _HEADINGS else tag.find_parent(_HEADINGS)
        if heading is not None:
            places.setdefault(name, heading)
    for tag in body.find_all(id=True):
        del tag["id"]
    different = {id(heading): heading for heading in places.values()}
    for number, heading in enumerate(different.values(), 1):
        heading["id"] = f"part-{number}"
    return places
