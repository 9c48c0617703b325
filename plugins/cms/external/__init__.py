"""Links to other sites: asked for only when somebody wants to know, never in a build."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..errors import Problems
from ..rules.pages.outward import Outward
from ..site import Site
from .answers import Answer, Answers
from .client import Manners, ask_all
from .verdicts import to_problems

__all__ = ["CACHE", "Manners", "check_external", "name_of"]

CACHE = Path(".cache") / "external-links.sqlite"


def check_external(
    links: Sequence[Outward], site: Site, manners: Manners, cache: Path = CACHE
) -> Problems:
    """All that is wrong with links to other sites, sorted.

    Asks over the network for what `cache` does not know. Whoever waits at a terminal sees
    how far it is. When interrupted, the answers so far are kept.
    """
    kept = Answers(cache)
    try:
        answers = {link.address: kept.get(link.address, time.time()) for link in links}
        known = {address: answer for address, answer in answers.items() if answer}
        unknown = [address for address, answer in answers.items() if not answer]
        if unknown:
            known |= _ask(unknown, manners, kept)
    finally:
        kept.close()
    return tuple(sorted(to_problems(links, known, site)))


def _ask(addresses: Sequence[str], manners: Manners, kept: Answers) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    columns = (TextColumn("Links"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    screen = Console(stderr=True)
    with Progress(*columns, console=screen, disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("", total=len(addresses))

        def tell(address: str, answer: Answer) -> None:
            found[address] = answer
            kept.put(address, answer, time.time())
            bar.advance(task)

        ask_all(addresses, manners, tell)
    return found


def name_of(sitename: str, siteurl: str) -> str:
    """The User-Agent: who asks, so that a host knows whom to write to (RFC 9110, 10.1.5)."""
    who = "; ".join(filter(None, (sitename, siteurl and f"+{siteurl}")))
    plain = re.sub(r"[^ -~]|[()\\]", "", who.encode("ascii", "ignore").decode())
    return f"link-check/1 ({plain or 'a website'})"
