"""Signs of Markdown that a slip leaves to be seen by readers."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from ..citations import PLAIN_KEY
from ..entries import Entry
from ..errors import FieldPath, Location, Problem
from ..site import Site

_CODE_OR_TAG = re.compile(r"""<(pre|code)>.*?</\1>|<[a-z/](?:[^<>"]|"[^"]*")*>""", re.DOTALL)
_CODE = "\ue011"
"""Stands where code is: a private character, which is in no pattern."""

_ADDRESS = r"\((?:https?:|mailto:|tel:|www\.|[{/#]|[\w./-]+\.(?:html?|md)\b)[^()\n]*\)"
_SIGNS = re.compile(
    rf"""
      (?P<gap>\[[^\[\]\n]+\]\s+{_ADDRESS})
    | (?P<open>\]\()
    | (?P<indicated>\{{(?:filename|static|attach)\}}[^\s()\[\]]*)
    | (?P<bold>\*\*)
    | (?<![\w@.\[])@(?P<bare>{PLAIN_KEY})
    | \[(?P<bracketed>[^\[\]@,;\s]+)(?:[,;][^\[\]]*)?\]
    """,
    re.VERBOSE,
)


_PERHAPS = re.compile(r"(?:\[|\{|\*\*|\]\(|@)(?![^<>]*>)")
"""What every sign has in it, outside of tags: most texts have none, which is soon seen."""


def check(entry: Entry, site: Site) -> Iterator[Problem]:
    """Yield a problem for each place at which readers would see such a sign, code left out."""
    for path, text in entry.texts():
        if not _PERHAPS.search(text.html):
            continue
        prose = html.unescape(_CODE_OR_TAG.sub(_unseen, text.html))
        end = 0
        for found in _SIGNS.finditer(prose):
            told = _told(found, site)
            place = _place(entry, path, prose, found)
            if told and place and found.start() >= end:
                message, hint = told
                yield Problem(place, "stray-sign", message, hint)
                end = prose.find("\n", found.end())  # what else is in the line follows from it
                if end < 0:
                    break


def _unseen(found: re.Match[str]) -> str:
    return _CODE if found[1] else ""


def _told(found: re.Match[str], site: Site) -> tuple[str, str] | None:
    """(message, hint), or None where the signs are what they seem to be."""
    key = found["bare"] or found["bracketed"]
    if key:
        if key not in site.library:
            return None
        cite = f"[@{found[0].strip('[]@')}]"
        return f"`{found[0]}` is the key of a source, but no citation", f"Write `{cite}`."
    if found["gap"]:
        joined = re.sub(r"\]\s+\(", "](", found[0])
        return "a space stands between the two parts of this link", f"Take it out: `{joined}`."
    if found["open"]:
        return (
            "a link begins here, but its address is not whole",
            "Write the address between `(` and `)`, with no space in it: "
            "`[words]({filename}/folder/file.md)`.",
        )
    if found["indicated"]:
        address = found[0].rstrip(".,;:!?")
        return (
            f"`{address}` is not in a link, so that readers would see it",
            f"Write it in brackets, after the words for the link: `[words]({address})`.",
        )
    return (
        "these `**` make nothing bold, so that readers would see them",
        "Put `**` right before the first bold word and right after the last one, in one "
        "paragraph. If they are to be seen, write `\\*\\*`.",
    )


_CONTEXT = 12
"""How many characters beside a sign help to find it, since it may be in the text before."""


def _place(
    entry: Entry, path: FieldPath | None, prose: str, found: re.Match[str]
) -> Location | None:
    """Where the signs stand in the file; None where they do not: the author has escaped them."""
    document = entry.document
    line = document.body_line if path is None else document.where(*path).line
    start, end = found.span()
    for before, after in ((_CONTEXT, _CONTEXT), (_CONTEXT, 0), (0, _CONTEXT), (0, 0)):
        begin = max(0, start - before)
        at = document.text.find(prose[begin : end + after], document.offset(line, 1))
        if at >= 0:
            at += start - begin
            is_escaped = document.text[at - 1] == "\\"
            return None if is_escaped else Location.in_text(document.path, document.text, at)
    return None
