"""The command `check`: every problem in the content and on the pages."""

from __future__ import annotations

from pathlib import Path

from ..console import has_color, say, write
from ..errors import has_errors
from ..report import FORMATS, to_text
from .outcome import OK, PROBLEMS, USAGE, guarded

_NOT_ALL = (
    "The finished pages were not looked at, since they cannot be made from this. Mend it, then "
    "check again."
)


def check(
    format: str = "text",
    only: str = "",
    skip: str = "",
    fix: bool = False,
    external: bool = False,
    settings: str = "pelicanconf.py",
) -> int:
    """Look for every problem in the content and on the pages.

    `only` and `skip` are codes, with commas between them. With `fix`, what has one safe mend
    is mended first; otherwise nothing is changed. With `external`, other sites are asked
    whether they still have what is linked.
    """
    from ..checking import Choice, look, look_and_mend

    if format not in FORMATS:
        say(f"There is no format “{format}”. Choose one of: {', '.join(FORMATS)}.", error=True)
        return USAGE
    choice = Choice.of(only, skip)

    def job() -> int:
        found = look_and_mend(Path(settings), choice) if fix else look(Path(settings), external)
        for path, number in found.mended.items():
            say(f"{path}: {number} mended", error=format != "text")
        for path in found.changed:
            say(f"{path}: somebody else changed it meanwhile, so it was left alone.", error=True)
        problems = choice.of_all(found.problems)
        if format == "text":
            write(to_text(problems, found.pages, has_color()))
        elif problems or format != "github":
            write(FORMATS[format](problems, found.pages))
        if found.pages is None:
            say(_NOT_ALL, error=True)
        if external and not found.external:
            say("The links to other sites come after these: mend them first.", error=True)
        return PROBLEMS if has_errors(problems) else OK

    return guarded(job, "No file is half mended." if fix else "Nothing was changed.")
