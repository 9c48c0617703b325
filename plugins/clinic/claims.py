"""Every claim of the site, with its certainty and its sources, as rows and as files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import unescape

from plugins.cms.entries import Entry
from plugins.cms.fields import CitationKey, MarkdownText
from plugins.cms.markdown import render
from plugins.cms.outputs.tables import Rows, Table
from plugins.cms.site import Site

from .models import CERTAINTIES, Aspect, Benefit, Claim, Evidence, Statement
from .places import place_of

_FILES = "evidence/claims"
"""Where the files of all claims are, without their endings."""

_COLUMNS = (
    "group subject about statement certainty up_to graded_by sources_disagree references basis page"
)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim and where it stands: `url` is below the site, with the place on the page.

    `certainty` is None for a matter of fact, which has no certainty of effect.
    """

    group: str
    subject: str
    about: str
    url: str
    statement: MarkdownText
    certainty: str | None
    up_to: str | None
    graded_by: str | None
    contested: bool
    references: tuple[CitationKey, ...]
    basis: str | None

    @property
    def levels(self) -> tuple[str, ...]:
        """Each level of certainty from the lower to the upper end; none for a matter of fact."""
        if self.certainty is None:
            return ()
        first = CERTAINTIES.index(self.certainty)
        last = CERTAINTIES.index(self.up_to) if self.up_to else first
        return CERTAINTIES[first : last + 1]


def claimants(site: Site) -> tuple[tuple[Entry, ...], ...]:
    """The entries that make claims: each condition by name, the benefits together, comparisons."""
    conditions = ((one,) for one in site.all("condition"))
    comparisons = ((one,) for one in site.all("comparison"))
    return tuple(group for group in (*conditions, site.all("benefit"), *comparisons) if group)


def of(entry: Entry, site: Site) -> Iterator[ClaimRow]:
    """The claims of an entry, in the order of its page."""
    return _MAKERS[entry.kind](entry, site)


def _of_condition(entry: Entry, _site: Site) -> Iterator[ClaimRow]:
    url = f"{entry.url}#section-evidence"
    evidence: Evidence = entry.card.evidence
    yield _row("Conditions", entry.title, "", url, evidence.statement, evidence)
    for number, finding in enumerate(evidence.findings, 1):
        url = f"{entry.url}#finding-{number}"
        yield _row("Conditions", entry.title, finding.about, url, finding.statement, finding)


def _of_benefit(entry: Entry, site: Site) -> Iterator[ClaimRow]:
    assert isinstance(entry.data, Benefit)
    url = place_of(entry, site) or ""
    yield _row("Benefits", entry.title, "", url, entry.data.statement, entry.data)


def _of_comparison(entry: Entry, site: Site) -> Iterator[ClaimRow]:
    card = entry.card
    compared = [
        (one.slug, one.title) for one in site.all("treatment") if one.slug in card.treatments
    ]
    for number, aspect in enumerate(card.aspects, 1):
        # A check looks at the page although a treatment has no value.
        said = ((name, aspect.values.get(slug, "")) for slug, name in compared)
        text = "\n\n".join(f"{name}: {value}" for name, value in said)
        statement = MarkdownText(text, entry.path)
        url = f"{entry.url}#aspect-{number}"
        yield _row("Comparison", entry.title, aspect.name, url, statement, aspect)


_MAKERS: Mapping[str, Callable[[Entry, Site], Iterator[ClaimRow]]] = {
    "condition": _of_condition,
    "benefit": _of_benefit,
    "comparison": _of_comparison,
}


def _row(
    group: str, subject: str, about: str, url: str, statement: str, one: Statement
) -> ClaimRow:
    assert isinstance(statement, MarkdownText)
    assert isinstance(one, Claim | Aspect)
    claim = one if isinstance(one, Claim) else None
    sides = (key for side in one.sides for key in side.references)
    keys = dict.fromkeys((*one.references, *sides))
    return ClaimRow(
        group,
        subject,
        about,
        url,
        statement,
        one.certainty,
        claim.up_to if claim else None,
        claim.graded_by if claim else None,
        one.contested,
        tuple(key for key in keys if isinstance(key, CitationKey)),
        one.basis,
    )


def claims_table(site: Site) -> Table:
    """The claims as a table for spreadsheets and for programs, in the order of `claimants`."""
    entries = (entry for group in site.memo(claimants) for entry in group)
    parts = ((entry.path, partial(_rows, entry, site)) for entry in entries)
    title, columns = "Every claim of this site", tuple(_COLUMNS.split())
    return Table(_FILES, title, "/evidence/", columns, parts=parts)


def _rows(entry: Entry, site: Site) -> Rows:
    return tuple(
        (
            row.group,
            row.subject,
            row.about,
            plain_text(row.statement),
            row.certainty or "not graded: a matter of fact",
            row.up_to,
            row.graded_by,
            "yes" if row.contested else "no",
            named(site, row.references),
            row.basis,
            f"/{row.url}",
        )
        for row in of(entry, site)
    )


def named(site: Site, keys: Iterable[str]) -> tuple[str, ...]:
    """Sources as programs can find them: each once, by its DOI, else its address, else its key."""
    sources = (site.source(key) for key in dict.fromkeys(keys))
    return tuple(f"https://doi.org/{one.doi}" if one.doi else one.url or one.key for one in sources)


_TAG = re.compile("<[^>]*>")
"""A tag of safe HTML: an angle bracket in an attribute is written `&gt;`."""


def plain_text(text: str) -> str:
    """Markdown as the words that a reader sees."""
    return " ".join(unescape(_TAG.sub("", render(text).html)).split())
