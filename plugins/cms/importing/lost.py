"""The proof that nothing is lost: every text of the source stands in the draft or in a remark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup

from ..markdown import render


def words_of(markdown: str) -> str:
    """What a reader sees of a text, with the words for its pictures and where its links lead."""
    soup = BeautifulSoup(render(markdown).html, "html.parser")
    hidden = [str(tag.get("alt") or tag.get("href") or "") for tag in soup.find_all(["img", "a"])]
    hidden += [str(tag["title"]) for tag in soup.find_all(title=True)]
    return " ".join([soup.get_text(), *hidden])


def without_place(lines: Iterable[str], known: str) -> Iterator[str]:
    """The texts whose letters and digits do not stand in `known` as they follow each other."""
    known = _letters(known)
    seen: set[str] = set()
    for line in lines:
        letters = _letters(line)
        if letters and letters not in seen and letters not in known:
            seen.add(letters)
            yield " ".join(line.split())


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
