"""`inv compare-themes`: the same texts in several themes, measured, as a table."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from bench.installing import NotToBeHad
from bench.machine import commit, this_machine
from bench.themes.contestants import Theme, makers, ours
from bench.themes.measuring import Measured, measure
from bench.themes.text import texts_of
from plugins.cms.commands.outcome import OK, USAGE, guarded
from plugins.cms.errors import BuildFailure
from tools.bootstrap import ROOT, SetupFailure, say
from tools.browser import BROWSER_FLAGS, find_browser
from tools.node import install_packages
from tools.trial import SITEURL, published

OURS = "ours"
_CACHE = ROOT / ".cache" / "bench" / "themes"
_REPORT = ROOT / "bench" / "THEMES.md"

_COLUMNS: dict[str, tuple[Callable[[Measured], int], bool]] = {
    "bytes": (lambda one: one.weight, False),
    "CSS": (lambda one: one.styles, False),
    "scripts": (lambda one: one.scripts, False),
    "requests": (lambda one: one.requests, False),
    "other sites": (lambda one: one.elsewhere, False),
    "axe": (lambda one: one.findings, False),
    "speed": (lambda one: one.scores["performance"], True),
    "accessibility": (lambda one: one.scores["accessibility"], True),
    "best practices": (lambda one: one.scores["best-practices"], True),
    "SEO": (lambda one: one.scores["seo"], True),
}
"""For each column its figure, and whether more is better."""


def compare(only: str = "", write: bool = False) -> int:
    """Measure the themes and print the table; with `write`, also into bench/THEMES.md.

    Returns 0; 2 for a theme that there is not; 3 where this project could not be measured.
    """
    known = [OURS, *makers()]
    wanted = [word.strip() for word in only.split(",") if word.strip()] or known
    for word in wanted:
        if word not in known:
            say(f"`--only {word}`: there are {', '.join(known)}.")
            return USAGE
    return guarded(lambda: _compare(wanted, write), "Nothing was written.")


def _compare(wanted: list[str], write: bool) -> int:
    measured: dict[str, Measured] = {}
    try:
        install_packages()
        with (
            published() as site,
            TemporaryDirectory() as name,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(
                executable_path=find_browser(), args=list(BROWSER_FLAGS)
            )
            for theme in _themes(wanted, site, Path(name)):
                say(f"Measuring {theme.label}…")
                measured[f"{theme.label} {theme.version}"] = measure(browser, theme)
            browser.close()
    except SetupFailure as failure:
        raise BuildFailure(str(failure)) from None
    table = to_markdown(measured)
    print(table)
    if write:
        _REPORT.write_text(_report(table), encoding="utf-8")
    return OK


def _themes(wanted: list[str], site: Path, work: Path) -> list[Theme]:
    """The sites of all that take part and can be had."""
    texts = texts_of(site)
    found = [ours(site, SITEURL, commit())] if OURS in wanted else []
    for name, make in makers().items():
        if name not in wanted:
            continue
        try:
            found.append(make(_CACHE, work / name, texts))
        except NotToBeHad as reason:
            say(f"`{name}` does not take part. {reason}")
            shutil.rmtree(work / name, ignore_errors=True)
    return found


def to_markdown(measured: dict[str, Measured]) -> str:
    """A row for each theme; in each column the best are in bold."""
    lines = [f"| theme | {' | '.join(_COLUMNS)} |", f"|---{'|--:' * len(_COLUMNS)}|"]
    for name, one in measured.items():
        cells = []
        for read, more in _COLUMNS.values():
            best = (max if more else min)(map(read, measured.values()))
            figure = f"{read(one):,}"
            cells.append(f"**{figure}**" if read(one) == best else figure)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _report(table: str) -> str:
    machine = this_machine()
    return f"""# The theme beside others

Made by `python3 tasks.py compare-themes --write` on {dt.datetime.now().astimezone():%Y-%m-%d}, with
{machine.cores} cores ({machine.processor}). The best of each column is in bold.

{table}

All show the same three texts of this site: a condition, a post and the page about safety. The
others get them as plain HTML, without our drawings, boxes and navigation. Figures are those of the
worst of the three pages: bytes of a first visit with all that the browser asks for, compressed with
Brotli at its best; the CSS and the scripts among them; requests, and those to other sites. `axe`
counts the elements of which axe-core has something to say or to ask, on all three, by the rules of
WCAG 2.2 A and AA, of AAA contrast and of good practice, at 320 and 1280 px, light and dark. The
last four columns are scores of Lighthouse for a phone; speed is simulated, and a busy machine tells
in it.

PaperMod is not here: no package registry has it.
"""
