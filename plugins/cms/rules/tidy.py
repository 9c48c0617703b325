"""Small things that a program can mend: spaces at line ends, straight quotes, order in lists."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from ..edits import apart, edited
from ..entries import Entry, leaves, values_of
from ..errors import FieldPath, Fix, Location, Problem, Severity
from ..fields import CitationKey, ImagePath, Part, Reference, lists_in_alphabet
from ..frontmatter import Document, parse
from ..markdown import render
from ..marked_yaml import Mark
from ..quotes import curly
from ..site import Site

CODES = frozenset({"list-order", "no-final-newline", "straight-quotes", "trailing-space"})

_NAMES = Reference | CitationKey | ImagePath
_FIX_ALL = "or let `python3 tasks.py check --fix` do it"
_WARNING: Severity = "warning"


def check(entry: Entry, _site: Site) -> Iterator[Problem]:
    """Yield a warning, with its mend, for each such thing in the file of an entry."""
    yield from _untidy(entry.document, entry.data, values_of(entry))


def check_settings(site: Site) -> Iterator[Problem]:
    """Yield the same for the files of settings."""
    for data, document in site.data.files():
        yield from _untidy(document, data, leaves(data))


def _untidy(
    document: Document, data: Part, values: Iterable[tuple[FieldPath, Any]]
) -> Iterator[Problem]:
    yield from _final_newline(document)
    found = [*_trailing_spaces(document), *_straight_quotes(document, values)]
    yield from found if _is_safe(document, found) else map(_by_hand, found)
    for name in lists_in_alphabet(data):
        yield from _list_order(document, name)


def _problem(document: Document, code: str, message: str, hint: str, fix: Fix) -> Problem:
    at = Location.in_text(document.path, document.text, fix.start)
    return Problem(at, code, message, hint, _WARNING, fix)


# -- what a mend must not change --------------------------------------------------

_KEPT = re.compile(
    r"""(<(?:pre|code)>.*?</(?:pre|code)> | <[a-z/](?:[^<>"]|"[^"]*")*>)""", re.DOTALL | re.VERBOSE
)
_NOTHING = re.compile(r"<pre><code>\s*</code></pre>")  # Python-Markdown makes it of an empty line
_ALT = re.compile(r'(?<= alt=")[^"]*')
_ALIKE = str.maketrans("“”‘’", "\"\"''")


def _is_safe(document: Document, problems: list[Problem]) -> bool:
    """Whether mends change nothing on the page but spaces and quotation marks in its prose."""
    fixes = [one.fix for one in problems if one.fix]
    if not fixes or not document.body:
        return True
    new = parse(edited(document.text.encode(), apart(fixes)), document.path)
    return isinstance(new, Document) and _essence(new.body) == _essence(document.body)


def _essence(body: str) -> list[str]:
    """Tags and code of a text as they are, and its prose whatever its quotation marks."""
    page = _ALT.sub(_alike, _NOTHING.sub("", render(body).html))
    parts = _KEPT.split(page)
    parts[::2] = ["".join(_alike(part).split()) for part in parts[::2]]
    return parts


def _alike(prose: str | re.Match[str]) -> str:
    text = prose if isinstance(prose, str) else prose[0]
    return html.unescape(text).translate(_ALIKE).replace('"', "&quot;")


def _by_hand(problem: Problem) -> Problem:
    """The problem without its mend, which this text is too unusual for."""
    return replace(problem, fix=None, hint=f"{problem.hint.removesuffix(f', {_FIX_ALL}.')}.")


# -- ends of lines ----------------------------------------------------------------


def _final_newline(document: Document) -> Iterator[Problem]:
    end = len(document.text)
    if document.text and not document.text.endswith("\n"):
        yield _problem(
            document,
            "no-final-newline",
            "the last line has no line end",
            f"Press Enter at the end of the file, {_FIX_ALL}.",
            Fix.within(document.text, end, end, "\n"),
        )


_CODE_BLOCK = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"(?:\A|^[ \t]*\n|^ {0,3}#.*\n)(?:(?: {4}|\t).*(?:\n|\Z))+", re.MULTILINE)
"""Lines of code by their indentation. A paragraph of a list may look the same: it is left alone."""


def _trailing_spaces(document: Document) -> Iterator[Problem]:
    text = document.text
    if " \n" not in text and "\t\n" not in text and text[-1:] not in {" ", "\t"}:
        return  # as in nearly every file, so that no code is looked for
    body = len(text) - len(document.body)
    blocks = [found.span() for found in _CODE_BLOCK.finditer(text)]
    for found in _INDENTED.finditer(document.body):
        blocks.append((body + found.start(), body + found.end()))
    for found in re.finditer(r"[ \t]+$", text, re.MULTILINE):
        start, end = found.span()
        if _breaks_line(text, start, end) or any(begin <= start < stop for begin, stop in blocks):
            continue
        yield _problem(
            document,
            "trailing-space",
            "there is a space at the end of the line",
            f"Delete it, {_FIX_ALL}.",
            Fix.within(text, start, end, ""),
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


def _straight_quotes(
    document: Document, values: Iterable[tuple[FieldPath, Any]]
) -> Iterator[Problem]:
    for path, value in values:
        if isinstance(value, str) and _has_straight(value) and not isinstance(value, _NAMES):
            mark = document.marks.get(path)
            if mark:
                yield from _in_field(document, mark)
    if _has_straight(document.body):
        body = len(document.text) - len(document.body)
        text = _INDENTED.sub(_hidden, document.body)
        yield from _in_prose(document, body, text, "\"'")


def _has_straight(text: str) -> bool:
    return '"' in text or "'" in text


def _in_field(document: Document, mark: Mark) -> Iterator[Problem]:
    start, end = document.offset(*mark.value), document.offset(*mark.end)
    if mark.style in {"'", '"'}:  # the other kind: its own begins and ends the text
        other = '"' if mark.style == "'" else "'"
        yield from _in_prose(document, start + 1, document.text[start + 1 : end - 1], other)
    else:
        yield from _in_prose(document, start, document.text[start:end], "\"'")


def _in_prose(document: Document, start: int, text: str, signs: str) -> Iterator[Problem]:
    """The straight quotes of a text that begins at an offset, code and addresses left out."""
    prose = _NOT_PROSE.sub(_hidden, text)
    before = " "
    for offset, sign in enumerate(prose):
        if sign == _TAG:
            continue  # what stands before a tag stands before what it begins
        if sign in signs and not before.isdigit():  # 5' 10" are feet and inches
            right = curly(sign, before, prose[offset + 1 : offset + 2])
            yield _problem(
                document,
                "straight-quotes",
                f"`{sign}` is a straight quotation mark",
                f"Write `{right}`, {_FIX_ALL}.",
                Fix.within(document.text, start + offset, start + offset + 1, right),
            )
            sign = right
        before = sign


_TAG = "\0"


def _hidden(found: re.Match[str]) -> str:
    """As many characters that no mend touches. A tag is nothing, all else is like a word."""
    is_tag = re.match(r"</?\w+[\s/>]|<!", found[0])
    return (_TAG if is_tag else "x") * len(found[0])


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
        Fix.within(document.text, spans[0][0], spans[-1][1], text) if plain else None,
    )
