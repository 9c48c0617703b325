"""The commands `check`, every problem in the content and on the pages, and `explain`."""

from __future__ import annotations

import re
import sys
from contextlib import redirect_stdout
from pathlib import Path

from .. import catalogue
from ..console import has_color, say, width, write
from ..errors import has_errors
from ..report import FORMATS, to_text
from ..suggestions import no_such
from .outcome import OK, PROBLEMS, USAGE, guarded

_NOT_ALL = (
    "The finished pages were not looked at, since they cannot be made from this. Mend it, then "
    "check again."
)

_EXPLAINED = "Codes are explained, for example by `python3 tasks.py explain {}`."


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
        say(no_such("format", format, FORMATS), error=True)
        return USAGE
    choice = Choice.of(only, skip)

    def job() -> int:
        unknown = sorted((choice.only | choice.skip) - set(catalogue.codes()))
        if unknown:
            codes = _codes_of_subject(Path(settings))
            for code in unknown:
                if code not in codes:
                    return _unknown(code, codes)
        with redirect_stdout(sys.stderr):  # settings and plugins may print what they like
            found = look_and_mend(Path(settings), choice) if fix else look(Path(settings), external)
        for path, number in found.mended.items():
            say(f"{path}: {number} mended", error=format != "text")
        for path in found.changed:
            say(f"{path}: somebody else changed it meanwhile, so it was left alone.", error=True)
        problems = choice.of_all(found.problems)
        if format == "text":
            pages = None if only or skip else found.pages  # of the others nothing is known
            write(to_text(problems, pages, has_color(), width()))
            explained = [one.code for one in problems if one.code in catalogue.codes()]
            if explained:
                write(_EXPLAINED.format(explained[0]))
        elif problems or format != "github":
            write(FORMATS[format](problems, found.pages))
        if found.pages is None:
            say(_NOT_ALL, error=True)
        if external and not found.external:
            say("The links to other sites come after these: mend them first.", error=True)
        return PROBLEMS if has_errors(problems) else OK

    return guarded(job, "No file is half mended." if fix else "Nothing was changed.")


def explain(code: str = "") -> int:
    """Print the page of the error catalogue about a code; without one, the list of all codes."""
    if code and code not in catalogue.codes():
        return _unknown(code)

    def job() -> int:
        page = catalogue.page(code) if code else _LINK.sub(r"\1", catalogue.index())
        write(_laid_out(page) if sys.stdout.isatty() else page.rstrip())
        return OK

    return guarded(job, "Nothing was changed.")


_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


def _codes_of_subject(settings: Path) -> frozenset[str]:
    """The codes that a subject has of its own, as far as it names them: they need no page."""
    from ..publish.build import load_settings
    from ..publish.reading import subject_of

    subject = subject_of(load_settings(settings, {}))
    return subject.waivable | subject.unfinished


def _unknown(code: str, more: frozenset[str] = frozenset()) -> int:
    known = sorted({*catalogue.codes(), *more})
    say(no_such("code", code, known, "See all codes: `python3 tasks.py explain`."), error=True)
    return USAGE


def _laid_out(page: str) -> str:
    """Markdown as a terminal shows it."""
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console()
    with console.capture() as captured:
        console.print(Markdown(page, code_theme="ansi_dark"))
    return captured.get().rstrip()
