"""Citations in Pandoc's syntax: `[@key]`, `[@one; @two, p. 3]`.

https://pandoc.org/MANUAL.html#citation-syntax
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CITATION = r"\[((?:[^\[\]@]*[\s;])?-?@[^\[\]]*)\](?![(\[])"
"""What an author means for a citation, right or not, as a regular expression."""

PLAIN_KEY = r"\w(?:[\w:.#$%&+?<>~/-]*\w)?"
_KEY = rf"@(?:\{{(?P<braced>[^{{}}\s]+)\}}|(?P<plain>{PLAIN_KEY}))"
_LABELS = {
    "page": r"pp?\.|pages?",
    "chapter": r"chaps?\.|chapters?",
    "section": r"secs?\.|§§?|sections?",
    "figure": r"figs?\.|figures?",
    "paragraph": r"paras?\.|¶¶?|paragraphs?",
    "part": r"pts?\.|parts?",
    "volume": r"vols?\.|volumes?",
}
_ITEM = re.compile(
    rf"\s*{_KEY}\s*(?:,\s*(?:"
    + "|".join(f"(?P<{label}>{words})" for label, words in _LABELS.items())
    + r")?\s*(?P<place>[0-9ivxlcIVXLC]+[\w.]*(?:\s*[-–,]\s*[0-9ivxlcIVXLC]+[\w.]*)*))?\s*"
)


@dataclass(frozen=True, slots=True)
class Cite:
    """One source in a citation; `place` in it is what `label` counts: pages, chapters."""

    key: str
    label: str = "page"
    place: str = ""

    def __reduce__(self) -> tuple[type[Cite], tuple[str, str, str]]:
        # A dataclass with slots would list its fields anew for each of many thousands.
        return Cite, (self.key, self.label, self.place)


def read_citation(text: str) -> tuple[Cite, ...] | None:
    """The sources that stand between the brackets of a citation, or None where it is not one."""
    found = [_ITEM.fullmatch(item) for item in text.split(";")]
    cites = []
    for match in found:
        if match is None:
            return None
        label = next((label for label in _LABELS if match[label]), "page")
        cites.append(Cite(match["braced"] or match["plain"], label, match["place"] or ""))
    return tuple(cites)
