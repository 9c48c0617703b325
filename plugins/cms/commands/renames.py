"""The command `rename`: a new name for an entry or a source, wherever it is named."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import say
from ..counts import counted
from .outcome import OK, USAGE, guarded

if TYPE_CHECKING:
    from ..renaming import Plan, Project


def rename(
    kind: str, old: str, new: str, dry_run: bool = False, settings: str = "pelicanconf.py"
) -> int:
    """Give an entry a new name, and change all that leads to it; with `dry_run`, only show it.

    The kind `reference` stands for a record of the reference library.
    """

    def job() -> int:
        from ..journal import carry_out, undisturbed
        from ..renaming import BadName, plan_rename

        project = _project(Path(settings))
        try:
            with undisturbed(project.root):
                plan = plan_rename(project, kind, old, new)
        except BadName as bad:
            say(f"{bad}\nNothing was changed.", error=True)
            return USAGE
        _show(plan)
        if dry_run:
            say("Nothing was changed. Leave out `--dry-run` to do it.")
            return OK
        remark = carry_out(project.root, plan.what, plan.steps())
        _say_done(plan, remark)
        return OK

    return guarded(job, "Nothing was changed.")


def _project(settings_file: Path) -> Project:
    from ..clock import now
    from ..ledger import read_ledger
    from ..publish.build import ledger_of, load_settings, published_address
    from ..publish.reading import lists_of, subject_of
    from ..renaming import Project

    settings = load_settings(settings_file, {})
    addresses = {settings["SITEURL"], published_address(settings_file)} - {""}
    folder = Path(settings["PATH"]).absolute()
    ledger = ledger_of(settings_file, settings)
    return Project(
        folder,
        subject_of(settings),
        now(settings["TIMEZONE"]),
        tuple(addresses),
        read_ledger(ledger, ledger.as_posix()),
        lists_of(settings),
    )


def _show(plan: Plan) -> None:
    """The change, file by file and line by line."""
    from ..edits import changed_lines
    from ..frontmatter import decode

    for one in plan.files:
        say(f"{one.path} → {one.to}" if one.to != one.path else one.path)
        text = decode(one.raw, one.path)
        for lines in changed_lines(str(text), one.edits):
            for sign, shown in zip("-+", _excerpts(lines.before, lines.after), strict=True):
                for number, line in enumerate(shown, lines.number):
                    say(f"  {number:>5} {sign} {line}")
    for before, after in plan.redirects:
        say(f"Readers of `{before}` will be led to `{after}`.")


_CONTEXT = 40
"""How many characters of a long line are shown on either side of what changes."""


def _excerpts(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Lines as they are shown: of long ones, the part that changes."""
    if len(before) != 1 or len(after) != 1:
        return list(before), list(after)
    start = _alike(before[0], after[0])
    end = _alike(before[0][start:][::-1], after[0][start:][::-1])

    def excerpt(line: str) -> str:
        first, last = start - _CONTEXT, len(line) - end + _CONTEXT
        line = line if last + _CONTEXT > len(line) else f"{line[:last]}…"
        return line if first < _CONTEXT else f"…{line[first:]}"

    return [excerpt(before[0])], [excerpt(after[0])]


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in pairs)


def _say_done(plan: Plan, remark: str) -> None:
    say(f"Done: {plan.what}, in {counted(len(plan.files), 'file')}.")
    for address in plan.taken_back:
        say(
            f"`{address}` was a former address and is one in use again. If readers may know the "
            "address before this rename, add it to `aliases`."
        )
    if remark:
        say(remark, error=True)
    say("Next: see with `python3 tasks.py check` whether anything is left to do.")
