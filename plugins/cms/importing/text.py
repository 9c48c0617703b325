"""A text file → the text of a draft: as it stands where the engine takes it, else written anew."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import markdown
from bs4 import BeautifulSoup

from ..fields import MAX_TITLE
from ..frontmatter import Document, parse
from ..markdown import Rendered, render
from ..markdown.whole import EXTENSIONS
from .charset import decode
from .draft import draft, shortened
from .headings import levels
from .known import Known
from .links import is_kept
from .result import Findings, Imported, Source
from .web import parse_html, texts
from .weight import lighten

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"(#{1,6})(?=[ \t]|[^\s#])[ \t]*(.*?)[ \t]*#*$")


def read_text(raw: bytes, file: Path, title: str, known: Known) -> Imported:
    """Read a Markdown file with or without front matter. Raises Unusable for what is no text."""
    findings = Findings()
    text = decode(raw, findings)
    fields, body = _fields(text, findings)
    said = title or " ".join(str(fields.get("title") or "").split())
    own, body = _headings(body, said)
    found = said or own or file.stem.replace("_", " ")
    body = lighten(body, findings)
    if _as_it_is(render(body), known):
        short = shortened(found, findings)
        return Imported(short, body, (), tuple(findings.remarks), _count(body), fields)
    findings.remark(
        "The text was written anew, since it had HTML, links or pictures that could not stay as "
        "they were. It says the same."
    )
    html = markdown.markdown(body, extensions=list(EXTENSIONS))
    source = Source(html, found[:MAX_TITLE], texts(parse_html(html)), findings)
    return draft(source, file, found, known, fields)


def _fields(text: str, findings: Findings) -> tuple[dict[str, Any], str]:
    """The fields at the beginning of a text, if there are any, and what follows them."""
    if text.split("\n", 1)[0].rstrip() != "---":
        return {}, text
    read = parse(text.encode(), "")
    if isinstance(read, Document):
        above = text.split("\n")[: read.body_line - 1]
        for note in (line.strip() for line in above if line.lstrip().startswith("#")):
            findings.remark("A note among the fields was left out:", note)
        return dict(read.data), read.body
    head = re.match(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", text, re.DOTALL)
    if head is None:  # a line, not fields
        return {}, text
    if head[1].strip():
        problem = read[0]
        findings.remark(
            f"The fields at the beginning could not be read ({problem.message}). They were:",
            head[1],
            kept=True,
        )
    return {}, text[head.end() :]


def _headings(body: str, title: str) -> tuple[str, str]:
    """The first heading, if it is the title, and the text with its headings below that."""
    lines = body.split("\n")
    found = dict(_find_headings(lines))
    own = ""
    first = next(iter(found), None)
    if first is not None and len(found[first][1]) == 1:
        ones = [number for number, match in found.items() if len(match[1]) == 1]
        words = found[first][2]
        plain = not re.search(r"[*_`\[\]<{&\\]", words) and words
        above = "".join(lines[:first]).strip()
        if plain and len(ones) == 1 and not above and (not title or title == words):
            own = words
            lines[first] = ""
            del found[first]
    new = levels(len(match[1]) for match in found.values())
    for (number, match), level in zip(found.items(), new, strict=True):
        if level != len(match[1]):
            lines[number] = f"{'#' * level} {match[2]}"
    return own, "\n".join(lines)


def _find_headings(lines: list[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """The lines that are headings, those in blocks of code left out."""
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        else:
            heading = _HEADING.match(line)
            if heading and heading[2]:
                yield number, heading


def _as_it_is(made: Rendered, known: Known) -> bool:
    """Whether the engine takes a text as it stands."""
    pictures = BeautifulSoup(made.html, "html.parser").find_all("img")
    local = [one for one in pictures if not str(one.get("src")).startswith(("{static}/", "/"))]
    return (
        not made.refused
        and not local
        and all(cite.key in known.keys for cite in made.citations)
        and all(link and is_kept(link, known, made.anchors) for link in made.links)
    )


def _count(body: str) -> Counter[str]:
    soup = BeautifulSoup(render(body).html, "html.parser")
    return Counter(
        headings=len(soup.find_all(["h2", "h3", "h4", "h5", "h6"])),
        lists=len(soup.find_all(["ul", "ol", "dl"])),
        tables=len(soup.find_all("table")),
        links=len(soup.find_all("a")),
        pictures=len(soup.find_all("img")),
    )
