"""A short form is explained on its page, or known to everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.cms.entries import Entry
from plugins.cms.errors import Problem
from plugins.cms.site import Site

from ..prose import place_of, sentences

# The letter comes first and what stands before it is looked at last, which is soon done.
_SHORT = re.compile(r"[A-Z](?<![\w/.-].)[A-Z]+(?=s?\b)(?![/@-])")
_EXPLAINED = re.compile(r"\((?:or )?([A-Z]{2,})s?\b")


def check(entry: Entry, site: Site) -> Iterator[Problem]:
    """Yield a problem for the first use of each short form that no page or list explains."""
    explained = set(site.memo(_known))
    if explained.issuperset(_SHORT.findall("\n".join(one.text for _, one in sentences(entry)))):
        return
    for path, sentence in sentences(entry):
        explained.update(_EXPLAINED.findall(sentence.text))
        for short in _SHORT.findall(sentence.text):
            if short not in explained:
                explained.add(short)
                yield Problem(
                    place_of(entry, short, path),
                    "undefined-abbreviation",
                    f"`{short}` is not explained",
                    f"Write it out where it stands first, with the short form behind: "
                    f"“… ({short})”. Or add it to the glossary, or to `known_abbreviations` in "
                    "`rules.yaml`.",
                )


def _known(site: Site) -> frozenset[str]:
    """What everybody knows, and what the glossary explains."""
    known = set(site.data.rules.known_abbreviations)
    for term in site.all("term"):
        known.update(_SHORT.findall(" ".join((term.title, *term.also))))
    return frozenset(known)
