"""What no text can hold: programs, films, forms, drawings. Its words stay, and it is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag

from .result import Findings, begin

_SILENT = {
    "script": "a program (script)",
    "style": "a style sheet",
    "link": "a link to a style sheet or the like",
    "meta": "details for search engines or browsers",
    "base": "an address for links",
    "template": "a template",
    "title": "a title",
}
_PLAYED = {
    "audio": "a sound",
    "embed": "an embedded object",
    "frame": "a frame",
    "iframe": "a frame with another page or a film",
    "object": "an embedded object",
    "video": "a film",
}
_FIELDS = ["button", "input", "meter", "progress", "select", "textarea"]


FindPicture = Callable[[str], str]
"""The address of a picture in the source → what stands for its name. Raises LookupError."""


def replace_unknown(
    body: Tag, soup: BeautifulSoup, findings: Findings, find_picture: FindPicture
) -> None:
    """Take out what no text can hold, and leave its words or its address in its place."""
    counted: Counter[str] = Counter()
    for tag in body.find_all(list(_SILENT)):
        if not tag.decomposed:
            counted[_SILENT[tag.name]] += 1
            tag.decompose()
    for what, number in counted.items():
        times = f" ({number} times)" if number > 1 else ""
        findings.remark(f"Left out, since a text has no such thing: {what}{times}.")
    for tag in body.find_all(list(_PLAYED)):
        if not tag.decomposed:
            _replace_played(tag, soup, findings)
    for tag in body.find_all(["svg", "math", "canvas"]):
        if not tag.decomposed:
            _replace_drawn(tag, soup, findings)
    for form in body.find_all("form"):
        findings.remark("A form became text.", form.get_text(" "))
    for field in body.find_all(_FIELDS):
        if not field.decomposed:
            _replace_field(field, soup)
    for source in body.find_all(["source", "track", "param", "area", "map"]):
        source.unwrap()
    for picture in body.find_all("img"):
        _settle_picture(picture, findings, find_picture)


def _replace_played(tag: Tag, soup: BeautifulSoup, findings: Findings) -> None:
    what = _PLAYED[tag.name]
    inner = tag.find(["source", "embed"])
    address = str(tag.get("src") or tag.get("data") or (inner and inner.get("src")) or "")
    words = " ".join(filter(None, (str(tag.get("title") or ""), tag.get_text(" ", strip=True))))
    findings.remark(f"There was {what}; a page cannot show it.", f"{words} {address}")
    paragraph = soup.new_tag("p")
    paragraph.append(f"[{what[0].upper()}{what[1:]}: ")
    link = soup.new_tag("a", href=address)
    link.string = words or address or "no address"
    paragraph.append(link)
    paragraph.append("]")
    tag.replace_with(paragraph)


def _replace_drawn(tag: Tag, soup: BeautifulSoup, findings: Findings) -> None:
    what = {"math": "Equation"}.get(tag.name, "Drawing")
    words = tag.get_text(" ", strip=True)
    findings.remark(
        f"{what}: only its words were kept. If it matters, save it as a picture (PNG or SVG).",
        words,
    )
    tag.replace_with(f"[{what}: {words}]" if words else f"[{what}]")


def _replace_field(field: Tag, soup: BeautifulSoup) -> None:
    if field.name == "input" and field.get("type") in {"checkbox", "radio"}:
        field.replace_with("☑ " if field.has_attr("checked") else "☐ ")
    elif field.name == "input":
        hidden = field.get("type") == "hidden"
        words = "" if hidden else str(field.get("value") or field.get("placeholder") or "")
        field.replace_with(f" {words} ")
    elif field.name == "select":
        options = [one.get_text(" ", strip=True) for one in field.find_all("option")]
        field.replace_with(f" {' / '.join(options)} ")
    else:
        words = field.get_text(" ", strip=True) or str(field.get("placeholder") or "")
        field.replace_with(f" {words} ")


def _sized(size: tuple[int, int] | None) -> str:
    """How Markdown says the size of a picture, so that a text does not jump when it loads."""
    return f'{{: width="{size[0]}" height="{size[1]}"}}' if size else ""


def _settle_picture(picture: Tag, findings: Findings, find_picture: FindPicture) -> None:
    source, alt = str(picture.get("src") or ""), str(picture.get("alt") or "").strip()
    alt = " ".join(alt.split())
    try:
        picture["src"] = find_picture(source)
    except LookupError as reason:
        words = begin(alt or (source if len(source) < 200 else "without a name"))
        findings.remark(f"The picture “{words}” is not in the draft: {reason.args[0]}.", alt)
        is_elsewhere = source.startswith(("http:", "https:", "//"))
        picture.name, picture.attrs = "a" if is_elsewhere else "span", {"href": source}
        picture.string = f"[Picture: {alt or words}]"
        return
    picture["alt"] = alt
    size = findings.size_of(str(picture["src"]))
    if size:
        picture["width"], picture["height"] = map(str, size)
    else:
        picture.attrs = {"src": picture["src"], "alt": alt}
    if not alt:
        findings.remark(
            "A picture has no words for people who cannot see it. Write in the draft what it "
            f"shows: `![what it shows]({picture['src']}){_sized(size)}`."
        )
