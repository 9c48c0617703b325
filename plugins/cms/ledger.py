"""The ledger: every address that went live, so that none is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from .edits import Edit, edited
from .errors import BuildFailure, Location, Problem, Problems
from .files import create_file, replace_file
from .frontmatter import decode
from .locking import locked

FILE = "published-urls.txt"
"""Where it is, from the folder of the settings; the setting CMS_LEDGER may say otherwise."""

WAIT = 30
_BUSY = "Another command is at work in this folder. Wait until it is done, then try again."

HEADING = """\
# Every address of this site that readers have had. The program adds to this list when the site
# goes live. Please do not edit it by hand: an address that is in it keeps working for ever.
"""

_ADDRESS = re.compile(r"/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*")
_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7}) .*|={7}")


@dataclass(frozen=True, slots=True)
class Ledger:
    """The addresses in a file, `/plants/rose/`, each with its line; `path` is for messages."""

    path: str = FILE
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: Problems = ()


def read_ledger(file: Path, path: str) -> Ledger:
    """Read a ledger; without a file it is empty. Raises OSError where it cannot be read."""
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return Ledger(path)
    text = decode(raw, path)
    if not isinstance(text, str):
        return Ledger(path, problems=text)
    found: dict[str, int] = {}
    problems: list[Problem] = []
    in_conflict = False
    for number, line in enumerate(map(str.strip, text.split("\n")), 1):
        place = Location(path, number, 1)
        if not line or line.startswith("#"):
            continue
        if _CONFLICT.fullmatch(line):
            problems += () if in_conflict else (_conflict(place),)
            in_conflict = True
        elif _ADDRESS.fullmatch(line) and not line.startswith("//"):
            found.setdefault(line, number)
        else:
            problems.append(_no_address(place, line))
    return Ledger(path, found, tuple(problems))


def _conflict(place: Location) -> Problem:
    return Problem(
        place,
        "ledger-conflict",
        "Git has put two versions of this list into one file",
        "Take out the three lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`, and keep "
        "every address between them.",
    )


def _no_address(place: Location, line: str) -> Problem:
    return Problem(
        place,
        "bad-ledger-line",
        f"`{line}` is not an address of this site",
        "An address begins with a slash: `/old-page/`. Write it so, or take the line out if it "
        "was never on the site.",
    )


def url_of(file: str) -> str:
    """`/plants/rose/` for `plants/rose/index.html`: as a browser sends it, encoded once."""
    return quote(f"/{file.removesuffix('index.html')}", safe="/~!$&'()*+,;=:@")


def add(file: Path, urls: Iterable[str]) -> int:
    """Add what is new to a ledger; return how many that were. Nothing is ever taken out.

    Raises BuildFailure or OSError where it cannot be written; it is then as it was.
    """
    with locked(file.parent, WAIT, _BUSY):
        ledger = read_ledger(file, str(file))
        if ledger.problems:
            raise BuildFailure(str(ledger.problems[0]))
        new = set(urls) - ledger.lines.keys()
        if not new and file.exists():
            return 0
        listed = "".join(f"{url}\n" for url in sorted({*ledger.lines, *new}))
        if file.exists():
            raw = file.read_bytes()
            length = len(raw.decode("utf-8-sig").replace("\r\n", "\n"))
            whole = Edit(0, length, f"{_comments(raw)}{listed}")
            replace_file(file, edited(raw, [whole]), raw)
        else:
            create_file(file, f"{HEADING}{listed}".encode())
        return len(new)


def _comments(raw: bytes) -> str:
    lines = raw.decode("utf-8-sig").splitlines()
    return "".join(f"{line}\n" for line in dict.fromkeys(lines) if line.strip()[:1] == "#")
