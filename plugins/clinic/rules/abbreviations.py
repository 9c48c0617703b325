"""A short form is explained on its page, or known to everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.cms.errors import Problem
from plugins.cms.site import Site

from ..models import Term
from ..prose import place_of, sentences

_SHORT = re.compile(r"(?<![\w/.-])[A-Z]{2,}(?=s?\b)(?![/@-])")


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for the first use of each short form that no page or list explains."""
    known = set(site.data.rules.known_abbreviations)
    for term in site.all("term"):
        assert isinstance(term.data, Term)
        known.update(_SHORT.findall(" ".join((term.title, *term.data.also))))
    for entry in site.written:
        explained = set(known)
        for path, sentence in sentences(entry):
            explained.update(re.findall(r"\((?:or )?([A-Z]{2,})s?\b", sentence.text))
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
