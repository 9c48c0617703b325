"""The pages of the error catalogue as the tests read them, and the codes in the source."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from plugins.cms import catalogue
from plugins.cms.errors import Problem
from plugins.cms.rules import WEIGHABLE

PLUGINS = catalogue.FOLDER.parents[1] / "plugins"

_CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")
_NOT_PROBLEMS = frozenset({"Collection", "Path", "run"})
_PARTS_OF_A_DOCUMENT = frozenset({"header", "footer"})
_FILE = re.compile(
    r"^`((?:content/|published-)[^`]+)`:\n\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
_MENDED = re.compile(
    r"^Mended(?:, (?P<how>in place of|below) lines? (?P<first>\d+)(?:–(?P<last>\d+))?"
    r"(?: of `(?P<path>[^`]+)`)?)?:\n\n```\w*\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_SAID = re.compile(r"^```text\n(.*?)^```\n\n(?=## Why it matters)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class CataloguePage:
    """A page: the files of its example by their paths, and what the check says of them."""

    code: str
    text: str

    @property
    def files(self) -> dict[str, str]:
        said = _SAID.search(self.text)
        return dict(_FILE.findall(self.text[: said.start()] if said else self.text))

    @property
    def mended(self) -> dict[str, str] | None:
        """The files as the page mends them; None where it does not show that of a file of it.

        Without a place, what is shown is the whole of the first file.
        """
        found, files = _MENDED.search(self.text), self.files
        if found is None or not files:
            return None
        path = found["path"] or next(iter(files))
        lines = files[path].splitlines(keepends=True)
        first = int(found["first"] or 1)
        last = int(found["last"] or first) if found["first"] else len(lines)
        kept = last if found["how"] == "below" else first - 1
        return files | {path: "".join([*lines[:kept], found["text"], *lines[last:]])}

    @property
    def said(self) -> str:
        found = _SAID.search(self.text)
        return found[1] if found else ""

    @property
    def in_short(self) -> str:
        return self.text.partition("## In short\n\n")[2]

    def saying(self, said: str, in_short: str) -> str:
        """The text of the page with another output of the check and other facts."""
        text = _SAID.sub(lambda _: f"```text\n{said}```\n\n", self.text)
        return text.partition("## In short\n\n")[0] + f"## In short\n\n{in_short}"


def pages() -> dict[str, CataloguePage]:
    """Every page by its code."""
    return {code: CataloguePage(code, catalogue.page(code)) for code in catalogue.codes()}


def in_short(problem: Problem, waivable: frozenset[str]) -> str:
    """What a page says last: facts that the source has, too."""
    weighable = problem.code in WEIGHABLE | waivable
    facts = (
        "An error: it has to be mended."
        if problem.severity == "error"
        else "A warning: it stops nothing, but is to be seen to in time.",
        "`check --fix` mends it."
        if problem.fix
        else "`check --fix` leaves it alone: a person has to decide.",
        "An entry may waive it with a reason ([how](bad-waiver.md)); in a draft it only warns."
        if problem.code in waivable
        else "It cannot be waived.",
        "Its weight can be set in `CMS_SEVERITY`." if weighable else "Its weight is fixed.",
    )
    return "".join(f"- {fact}\n" for fact in facts)


# -- the codes in the source ----------------------------------------------------------


def codes_in_source() -> Mapping[str, list[str]]:
    """Each code with the places in the source that use it: a code stands before its message."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(PLUGINS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for code in _codes_at(node):
                found[code].append(f"{path.relative_to(PLUGINS.parent)}:{node.lineno}")  # type: ignore[attr-defined]
    return found


def _codes_at(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        if node.targets[0].id == "code" and isinstance(node.value, ast.IfExp):
            yield from filter(None, map(_code, (node.value.body, node.value.orelse)))
        return
    if isinstance(node, ast.Call) and _name(node.func) not in _NOT_PROBLEMS:
        parts, words = node.args, 2
    elif isinstance(node, ast.Tuple):
        parts, words = node.elts[:2], 3
    else:
        return
    for one, after in pairwise(parts):
        code = _code(one)
        if code and _is_message(after, words):
            yield code


def _name(function: ast.expr) -> str:
    return str(getattr(function, "id", None) or getattr(function, "attr", ""))


def _code(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        is_code = _CODE.fullmatch(node.value) and node.value not in _PARTS_OF_A_DOCUMENT
        return node.value if is_code else None
    return None


def _is_message(node: ast.expr, words: int) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and len(node.value.split()) >= words
    if isinstance(node, ast.BinOp):
        return _is_message(node.left, words)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Name) and node.id == "message")
