"""Small things that a program can mend: spaces at line ends, straight quotes, order in lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..entries import leaves
from ..errors import FieldPath, Fix, Location, Problem, Severity
from ..fields import CitationKey, ImagePath, Reference, lists_in_alphabet
from ..frontmatter import Document
from ..marked_yaml import Mark
from ..site import Site

CODES = frozenset({"list-order", "no-final-newline", "straight-quotes", "trailing-space"})

_NAMES = Reference | CitationKey | ImagePath
_STRAIGHT = re.compile("[\"']")
_FIX_ALL = "or let `python3 tasks.py check --fix` do it"
_WARNING: Severity = "warning"


def check(site: Site) -> Iterator[Problem]:
    """Yield a warning, with its mend, for each such thing in the content files."""
    files = [(entry.document, entry.data) for entry in (*site.written, *site.expired)]
    for document, data in (*files, *((document, part) for part, document in site.data.files())):
        yield from _final_newline(document)
        yield from _trailing_spaces(document)
        prose = [
            path
            for path, value in leaves(data)
            if isinstance(value, str) and _STRAIGHT.search(value) and not isinstance(value, _NAMES)
        ]
        yield from _straight_quotes(document, prose)
        for name in lists_in_alphabet(data):
            yield from _list_order(document, name)


def _problem(document: Document, code: str, message: str, hint: str, fix: Fix) -> Problem:
    at = Location.in_text(document.path, document.text, fix.start)
    return Problem(at, code, message, hint, _WARNING, fix)


# -- ends of lines ----------------------------------------------------------------


def _final_newline(document: Document) -> Iterator[Problem]:
    end = len(document.text)
    if document.text and not document.text.endswith("\n"):
        yield _problem(
            document,
            "no-final-newline",
            "the last line has no line end",
            f"Press Enter at the end of the file, {_FIX_ALL}.",
            Fix(end, end, "\n"),
        )


_CODE_BLOCK = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)


def _trailing_spaces(document: Document) -> Iterator[Problem]:
    text = document.text
    blocks = [found.span() for found in _CODE_BLOCK.finditer(text)]
    for found in re.finditer(r"[ \t]+$", text, re.MULTILINE):
        start, end = found.span()
        if _breaks_line(text, start, end) or any(begin <= start < stop for begin, stop in blocks):
            continue
        yield _problem(
            document,
            "trailing-space",
            "there is a space at the end of the line",
            f"Delete it, {_FIX_ALL}.",
            Fix(start, end, ""),
        )


def _breaks_line(text: str, start: int, end: int) -> bool:
    """Whether these spaces mean something: two between lines of text begin a new line."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    after = text[end + 1 :].partition("\n")[0]
    return text[start:end] == "  " and bool(before.strip()) and bool(after.strip())


# -- quotation marks --------------------------------------------------------------

_NOT_PROSE = re.compile(
    r"""
      ^\ {0,3}(?P<fence>```|~~~).*?(?:^\ {0,3}(?P=fence)|\Z)   # a block of code
    | (?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)               # code in a line
    | <!--.*?-->
    | <[a-zA-Z/][^<>]*>                                        # a tag or an address
    | \]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)                  # where a link leads, and its title
    | ^\ {0,3}\[[^\]\n]+\]:.*$                                 # the same, below the text
    | \[[^\[\]\n]*@[^\[\]\n]*\]                                # a citation
    | \{[^{}\n]*\}                                             # attributes
    | \\.                                                      # what is written as it is
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
_OPENS_AFTER = frozenset(" \t\n([{—–-“‘/*_")


def _straight_quotes(document: Document, prose: list[FieldPath]) -> Iterator[Problem]:
    for path in prose:
        mark = document.marks.get(path)
        if mark:
            yield from _in_field(document, mark)
    if document.body:
        body = len(document.text) - len(document.body)
        yield from _in_prose(document, body, len(document.text), "\"'")


def _in_field(document: Document, mark: Mark) -> Iterator[Problem]:
    start, end = document.offset(*mark.value), document.offset(*mark.end)
    if mark.style in {"'", '"'}:  # the other kind: its own begins and ends the text
        other = '"' if mark.style == "'" else "'"
        yield from _in_prose(document, start + 1, end - 1, other)
    else:
        yield from _in_prose(document, start, end, "\"'")


def _in_prose(document: Document, start: int, end: int, signs: str) -> Iterator[Problem]:
    """The straight quotes between two offsets, code and addresses left out."""
    text = document.text[start:end]
    prose = _NOT_PROSE.sub(lambda found: "x" * len(found[0]), text)
    before = " "
    for offset, sign in enumerate(prose):
        if sign in signs and not before.isdigit():  # 5' 10" are feet and inches
            right = _curly(sign, before, prose[offset + 1 : offset + 2])
            yield _problem(
                document,
                "straight-quotes",
                f"`{sign}` is a straight quotation mark",
                f"Write `{right}`, {_FIX_ALL}.",
                Fix(start + offset, start + offset + 1, right),
            )
        before = sign


def _curly(sign: str, before: str, after: str) -> str:
    opens = before in _OPENS_AFTER and bool(after.strip())
    if sign == '"':
        return "“" if opens else "”"
    return "‘" if opens and not after.isdigit() else "’"  # the ’90s


# -- lists ------------------------------------------------------------------------


def _list_order(document: Document, name: str) -> Iterator[Problem]:
    """A list that its model wants in alphabetical order, one item a line or all in one."""
    marks = [document.marks[name, index] for index in range(len(document.data.get(name) or ()))]
    spans = [(document.offset(*one.value), document.offset(*one.end)) for one in marks]
    items = [document.text[start:end] for start, end in spans]
    right = sorted(items, key=lambda item: item.strip("\"'").casefold())
    if right == items:
        return
    between = [document.text[end:start] for (_, end), (start, _) in pairwise(spans)]
    plain = all(re.fullmatch(r"\s*,\s*|\n\s*- *", one) for one in between)
    text = "".join(f"{item}{gap}" for item, gap in zip(right, [*between, ""], strict=True))
    at = Location.in_text(document.path, document.text, spans[0][0])
    yield Problem(
        at,
        "list-order",
        f"`{name}` is not in alphabetical order",
        f"Put `{right[0]}` first, and so on{f', {_FIX_ALL}' if plain else ''}.",
        _WARNING,
        Fix(spans[0][0], spans[-1][1], text) if plain else None,
    )
