"""The commands that show a developer how the pages look, and what Lighthouse makes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from plugins.cms.commands.outcome import OK, PROBLEMS, USAGE, guarded
from plugins.cms.errors import BuildFailure

from .bootstrap import ROOT, SetupFailure, say
from .hosting import MISSING, hosted, pages_of, types_of
from .node import install_packages
from .trial import SITEURL, published


def take_screenshots(pages: str, widths: str, views: str) -> int:
    """Take pictures of the published site."""
    from .screenshots import BadOption, take

    def job(site: Path) -> int:
        try:
            index = take(site, pages, widths, views)
        except BadOption as bad:
            say(str(bad))
            return USAGE
        say(f"Open {index.relative_to(ROOT)} in a browser.")
        return OK

    return _look(job)


def ask_lighthouse() -> int:
    """Print the scores of each type of page; return 1 where one is not 100."""
    from .lighthouse import SPEED, STEADY, lighthouse

    def job(site: Path) -> int:
        install_packages()
        full = True
        with hosted(site, SITEURL) as host:
            types = [path for path in types_of(pages_of(host.folder)) if path != MISSING]
            print(SPEED, *STEADY)
            for verdict in lighthouse([host.address + path for path in types], (SPEED, *STEADY)):
                lost = [audit for audits in verdict.failed.values() for audit in audits]
                scores = " ".join(f"{score:3}" for score in verdict.scores.values())
                print(scores, verdict.page.removeprefix(host.address), *lost)
                full = full and not lost
        return OK if full else PROBLEMS

    return _look(job)


def _look(job: Callable[[Path], int]) -> int:
    """Do a job with the published site; what cannot be had is said in plain words."""

    def whole() -> int:
        try:
            with published() as site:
                return job(site)
        except SetupFailure as failure:
            raise BuildFailure(str(failure)) from None

    return guarded(whole)
