"""A check: all that is wrong, what is chosen of it, and what a program has mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .cache import fingerprint, note, program, recall_as
from .clock import now
from .errors import Fix, Problems, has_errors
from .report import as_records, from_records

if TYPE_CHECKING:
    from .publish.build import Built, Checked

NOTE = Path(".cache", "check.json")
"""Where the last answer is kept. It holds while nothing that it was made from changes."""

ROUNDS = 3
"""How often mends are made: one may bring another to light."""


@dataclass(frozen=True)
class Choice:
    """Which problems are asked for, by their codes: all of them, or `only` some, less `skip`."""

    only: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()

    @classmethod
    def of(cls, only: str, skip: str) -> Choice:
        """Read codes with commas between them."""
        return cls(_codes(only), _codes(skip))

    def of_all(self, problems: Problems) -> Problems:
        """The problems that are asked for."""
        return tuple(one for one in problems if self._has(one.code))

    def _has(self, code: str) -> bool:
        return code not in self.skip and (not self.only or code in self.only)


def _codes(text: str) -> frozenset[str]:
    return frozenset(code.strip() for code in text.split(",") if code.strip())


@dataclass(frozen=True)
class Found:
    """All that is wrong, sorted; `pages` is None where the pages could not be looked at.

    `mended` counts the mends that were made, by the path of the file; `changed` are files that
    were not mended, since somebody else wrote them meanwhile. `external` says whether other
    sites were asked.
    """

    problems: Problems
    pages: int | None
    mended: Mapping[str, int] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    external: bool = False


def look(settings: Path, external: bool = False) -> Found:
    """Check the site that a settings file describes, or say again what is known of it.

    With `external`, its links to other sites are asked for. Raises BuildFailure or OSError
    for what is not the author's.
    """
    key = program(settings)
    return (None if external else _recalled(key)) or _look_anew(settings, key, external)


def look_and_mend(settings: Path, choice: Choice) -> Found:
    """As `look`, after making the mends of the problems that are chosen."""
    from .fixing import mend
    from .publish.build import check

    key = program(settings)
    mended: Counter[str] = Counter()
    checked = check(settings)
    for _ in range(ROUNDS):
        done = mend(Path.cwd(), choice.of_all(checked.problems))
        if not done.made and not done.changed:
            break
        mended.update(done.made)
        checked = check(settings)
    _note(key, checked)
    return Found(checked.problems, checked.pages, mended, done.changed)


def _look_anew(settings: Path, key: str, external: bool) -> Found:
    from .publish.build import check  # it takes longer to load than all that is done here

    checked = check(settings)
    _note(key, checked)
    if not external or checked.built is None or has_errors(checked.problems):
        return Found(checked.problems, checked.pages)
    problems = {*checked.problems, *_of_links(checked.built)}
    return Found(tuple(sorted(problems)), checked.pages, external=True)


def _of_links(built: Built) -> Problems:
    """What is wrong with links to other sites."""
    from .external import Manners, check_external, name_of
    from .rules.pages import outward

    manners = Manners(name_of(built.sitename, built.siteurl))
    return check_external(outward(built.output), built.site, manners)


def _note(key: str, checked: Checked) -> None:
    """Remember an answer that is whole."""
    if checked.pages is None:
        return
    note(
        NOTE,
        key,
        {
            "inputs": [str(path) for path in checked.inputs],
            "digest": checked.digest,
            "since": checked.moment.timestamp(),
            "until": checked.until.timestamp(),
            "pages": checked.pages,
            "problems": as_records(checked.problems),
            "fixes": [one.fix and astuple(one.fix) for one in checked.problems],
        },
    )


def _recalled(key: str) -> Found | None:
    """The last answer, if it would be the same now."""
    return recall_as(NOTE, key, _found)


def _found(noted: Any) -> Found | None:
    if not noted["since"] <= now("UTC").timestamp() < noted["until"]:
        return None
    if fingerprint(map(Path, noted["inputs"])) != noted["digest"]:
        return None
    problems = tuple(
        replace(one, fix=fix and Fix(*fix))
        for one, fix in zip(from_records(noted["problems"]), noted["fixes"], strict=True)
    )
    return Found(problems, noted["pages"])
