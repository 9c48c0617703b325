"""Citations in a text that is written anew."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup, Tag

from ..citations import CITATION, read_citation
from .known import Known
from .result import Findings


def mark_citations(body: Tag, soup: BeautifulSoup, findings: Findings, known: Known) -> None:
    """Let citations of known sources stand; others become plain text."""
    for text in body.find_all(string=re.compile(CITATION)):
        if text.find_parent(["pre", "code", "a"]):
            continue
        parts: list[Any] = []
        end = 0
        for found in re.finditer(CITATION, text):
            cites = read_citation(found[1])
            if cites is None or any(cite.key not in known.keys for cite in cites):
                findings.remark(
                    "This names no source in references.json. Add it there, or mend the name:",
                    found[0],
                )
                continue
            mark = soup.new_tag("span", attrs={"data-raw": found[0]})
            mark.string = found[0]
            parts += [text[end : found.start()], mark]
            end = found.end()
        if parts:
            text.replace_with(*parts, text[end:])
