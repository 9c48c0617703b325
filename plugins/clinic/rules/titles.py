"""Titles claim nothing, and summaries no more than the evidence of their page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.cms.entries import Entry
from plugins.cms.errors import Problem
from plugins.cms.site import Site

from ..models import Claim, Condition
from .certainty import LEVELS, bare_assertion

_CLAIM = re.compile(
    r"\bneedl(?:ing|es)\b[^?]*\b(?:may|might|probably|can|will|reliev|reduc|eas(?:es|ing)|improv|treats"
    r"|heals|works|helps|lowers|fixes)\w*",
    re.IGNORECASE,
)


def check(entry: Entry, _site: Site) -> Iterator[Problem]:
    """Yield a problem for a title that claims an effect, and a summary that claims too much."""
    if entry.lang:
        return  # the words that are looked for are those of the site's own language
    if _CLAIM.search(entry.title) and not entry.title.endswith("?"):
        yield entry.problem(
            "claim-in-title",
            "the title claims an effect, and a title has no room for how sure it is",
            "Name the subject only; say in the text what is known.",
            at=("title",),
        )
    summary = getattr(entry.data, "summary", None) or ""
    found = bare_assertion(summary)
    certainty = _highest(entry.data)
    probably = re.search(r"\bprobably\b", summary, re.IGNORECASE)
    if found:
        yield entry.problem(
            "claim-in-summary",
            f"“{found}” states an effect as a fact",
            "Say “may”, as the evidence has it, or leave the effect out.",
            at=("summary",),
        )
    elif probably and certainty and LEVELS.index(certainty) < LEVELS.index("moderate"):
        yield entry.problem(
            "claim-in-summary",
            f"“probably” is for moderate certainty, but the evidence here is {certainty}",
            "Say “may”, or “we do not know”.",
            at=("summary",),
        )


def _highest(data: object) -> str | None:
    claim = getattr(data, "evidence", None) if isinstance(data, Condition) else data
    if not isinstance(claim, Claim):
        return None
    return getattr(claim, "up_to", None) or getattr(claim, "certainty", None)
