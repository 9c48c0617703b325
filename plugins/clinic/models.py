"""The content model of this site: every kind of entry and every field it has. THE definition."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from plugins.cms.collection import EntryModel
from plugins.cms.fields import (
    Citation,
    Count,
    Day,
    Flag,
    ImageRef,
    InAlphabet,
    Line,
    Markdown,
    Part,
    Placeholder,
    Ref,
    SitePath,
    Summary,
    WebUrl,
    refuse,
)

Certainty = Literal["high", "moderate", "low", "very low", "insufficient"]
"""How sure the evidence lets us be, in the words of GRADE, and `insufficient` for too little."""

_ORDER = ("insufficient", "very low", "low", "moderate", "high")


Basis = Literal["general knowledge, needs clinician review"]
"""What a statement rests on where no published source is named."""


class Backed(Part):
    """Something that is said, and what it rests on: references, or an open word of their lack."""

    references: tuple[Citation, ...] = ()
    """Keys from `references.json`, with a place in the source if need be: `kearns-2019, p. 3`."""
    basis: Basis | None = None
    """`general knowledge, needs clinician review`, where no reference is named."""

    @model_validator(mode="after")
    def _rests_on_something(self) -> Backed:
        if not self.references and not self.basis:
            raise refuse(
                "no-source",
                "says something without a source",
                "Add `references` with keys from `references.json`, or write "
                "`basis: general knowledge, needs clinician review`.",
            )
        return self


class Side(Backed):
    """One of the views where sources disagree."""

    view: Markdown
    """What this side holds, in one or two plain sentences."""


class Statement(Backed):
    """Something that sources may disagree on."""

    sides: tuple[Side, ...] = ()
    """Where sources disagree: each view with its own references, two or more."""

    @model_validator(mode="after")
    def _shows_both_sides(self) -> Statement:
        if len(self.sides) == 1:
            raise refuse(
                "one-side",
                "shows one side only",
                "Add the other view under `sides` with its references, or take `sides` out.",
            )
        return self

    @property
    def contested(self) -> bool:
        """Whether sources disagree."""
        return bool(self.sides)


class Claim(Statement):
    """Something that is said about an effect, how sure it is, and where it comes from."""

    statement: Markdown
    """The claim in one to three plain sentences."""
    certainty: Certainty
    """How sure the evidence lets us be. With a range, the lower end."""
    up_to: Certainty | None = None
    """The upper end, where studies or outcomes differ in certainty."""
    graded_by: Literal["review authors", "our reading"] = "our reading"
    """Who judged the certainty."""

    @model_validator(mode="after")
    def _range_goes_up(self) -> Claim:
        if self.up_to and _ORDER.index(self.up_to) <= _ORDER.index(self.certainty):
            raise refuse(
                "bad-range",
                f"goes from `{self.certainty}` up to `{self.up_to}`, which is not higher",
                "Put the lower one in `certainty` and the higher one in `up_to`.",
            )
        return self


class Finding(Claim):
    """A claim about one part of a subject, such as one joint or one kind of headache."""

    about: Line
    """What the finding is about: `Tennis elbow`."""


class Evidence(Claim):
    """What is known about a condition as a whole, and in its parts."""

    findings: tuple[Finding, ...] = ()
    """The parts, where the evidence differs between them."""


class Image(Part):
    """A picture with the words that stand in for it."""

    src: ImageRef
    """A file in `content/images/`: `images/neck.svg`."""
    alt: Line
    """What the picture shows, for people who cannot see it."""


class RedFlags(Backed):
    """Signs that need other care, at three levels. Each finishes a heading that ends in "if:"."""

    emergency: tuple[Markdown, ...] = ()
    """Call the emergency number if: …"""
    urgent: tuple[Markdown, ...] = ()
    """See a doctor today if: …"""
    ask: tuple[Markdown, ...] = ()
    """Ask your clinician if: …"""


class Change(Part):
    """A change that matters to a reader."""

    on: Day
    what: Line
    """What is different now: `Added a trial from 2026`."""


class Review(Part):
    """Who checked the page, when, and when the next check is due."""

    by: Ref["person"]
    on: Day
    next_due: Day


def _not_yet(value: Any) -> Any:
    return None if value == "not yet" else value


Reviewed = Annotated[Review | None, BeforeValidator(_not_yet)]


class Question(Part):
    """A question that readers ask, and its answer."""

    question: Line
    answer: Markdown


class BenefitUse(Part):
    """A benefit, with what it means for the condition at hand."""

    benefit: Ref["benefit"]
    note: Markdown | None = None


class Code(Part):
    """The condition's code in a public classification."""

    system: Literal["ICD-10", "ICD-10-CM", "SNOMED CT", "MeSH"]
    code: Line
    meaning: Line


class Sourced(EntryModel):
    """An entry that readers rely on: it shows its sources and its review."""

    summary: Summary
    """One or two sentences. Shown in lists and by search engines."""
    authors: Annotated[tuple[Ref["person"], ...], Field(min_length=1)]
    """Who wrote it; names of files in `people/`."""
    reviewed: Reviewed = None
    """`not yet`, or by whom, on which day, and when it is due again."""
    changes: tuple[Change, ...] = ()
    """What changed after it was first published. Those after the last review are shown."""
    references: tuple[Citation, ...] = ()
    """Keys from `references.json` for the page as a whole."""
    image: Image | None = None


class Condition(Sourced):
    """A condition that people ask about, and what dry needling may do for it."""

    also_known_as: tuple[Line, ...] = ()
    """Other names that readers use."""
    body_regions: Annotated[tuple[Ref["region"], ...], Field(min_length=1)]
    """Where it hurts; names of files in `regions/`."""
    symptoms: Annotated[tuple[Markdown, ...], Field(min_length=1)]
    muscles: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Muscles that are usually treated."""
    how_it_is_used: Markdown
    """How dry needling is used for this condition."""
    evidence: Evidence
    benefits: tuple[BenefitUse, ...] = ()
    red_flags: RedFlags
    take_care: tuple[Markdown, ...] = ()
    """Who should be careful, beyond what holds for everybody (see `care/`)."""
    side_effects: tuple[Markdown, ...] = ()
    """Side effects to know of here, beyond those that everybody may have."""
    aftercare: tuple[Markdown, ...] = ()
    """What to do in the hours and days after, beyond what holds for everybody."""
    related: tuple[Ref["condition"], ...] = ()
    questions: tuple[Question, ...] = ()
    codes: tuple[Code, ...] = ()
    """Only codes that were looked up."""


class Benefit(Claim, Sourced):
    """Something that dry needling is said to do, and how sure that is."""

    mechanism: Markdown
    """How it is thought to work, in plain words."""
    in_the_brief_as: Annotated[Count, Field(ge=1, le=5)]
    """Which of the five benefits of the original brief it is."""


class Treatment(EntryModel):
    """A treatment that a comparison can name."""

    summary: Summary
    short_name: Line
    """As a column heading."""
    page: Ref["page"] | None = None
    """The page that explains it, where there is one."""
    preparation: Markdown | None = None
    """What happens before, in one to three plain sentences."""
    how_performed: Markdown | None = None
    """What is done, in one to four plain sentences."""
    followup: Markdown | None = None
    """What happens after, in one to three plain sentences."""


class Aspect(Statement):
    """One row of a comparison."""

    name: Line
    values: dict[Ref["treatment"], Markdown]
    """One text for each treatment, under the treatment's name."""
    verdict: Literal["alike", "different", "disputed"]
    note: Markdown | None = None
    certainty: Certainty | None = None
    """How sure the evidence lets us be, where the aspect is about an effect. Facts have none."""

    @model_validator(mode="after")
    def _dispute_has_sides(self) -> Aspect:
        if (self.verdict == "disputed") != self.contested:
            raise refuse(
                "no-sides",
                "must be `disputed` and have `sides`, or neither",
                "Write `verdict: disputed` and each view under `sides`, with its references.",
            )
        return self


class Comparison(Sourced):
    """Two or more treatments beside each other."""

    treatments: Annotated[tuple[Ref["treatment"], ...], Field(min_length=2)]
    aspects: Annotated[tuple[Aspect, ...], Field(min_length=1)]


class CareItem(Backed):
    """One line of a shared list."""

    text: Markdown
    body_regions: tuple[Ref["region"], ...] = ()
    """Where it matters; names of files in `regions/`. Left out, it holds everywhere."""


class CareList(EntryModel):
    """What holds for everybody who has dry needling: written once, shown where it applies."""

    shows: Literal[
        "emergency",
        "urgent",
        "ask",
        "who should not",
        "who should ask first",
        "common effects",
        "rare effects",
        "do afterward",
        "do not do afterward",
    ]
    """Where the lines belong."""
    items: Annotated[tuple[CareItem, ...], Field(min_length=1)]


class Term(EntryModel, Backed):
    """A word that readers may not know. Its first use on a page leads to the glossary."""

    definition: Markdown
    """What it means, in one to three plain sentences."""
    also: tuple[Line, ...] = ()
    """Other forms of the word: plurals, short forms."""


class Region(EntryModel):
    """A part of the body, as readers name it."""

    order: Count
    """Where it stands in lists, from head to foot."""


class Person(EntryModel):
    """Somebody who writes or reviews pages, or a team that does."""

    summary: Summary
    role: Line
    team: Flag = False
    """`true` for a group of people. A team cannot review."""
    credentials: Line | None = None
    image: Image | None = None


class Post(Sourced):
    """An article of the blog."""

    category: Line
    tags: Annotated[tuple[Line, ...], InAlphabet()] = ()


class Page(Sourced):
    """A page that stands by itself."""

    path: SitePath | None = None
    """Its address. Left out, it is the name of the file between slashes."""
    layout: Literal[
        "page",
        "home",
        "conditions",
        "benefits",
        "certainty",
        "compare",
        "evidence",
        "glossary",
        "people",
        "references",
        "safety",
        "treatment",
        "not-found",
    ] = "page"
    """Which lists the page shows beside its text."""
    menu: Count | None = None
    """Its place in the main menu. Left out, it is not in the menu."""
    menu_title: Line | None = None
    """A shorter name for the menu."""
    red_flags: RedFlags | None = None
    questions: tuple[Question, ...] = ()


class Clinic(Part):
    """The clinic's own details. A value that begins with `[placeholder]` is to be filled in."""

    name: Placeholder
    tagline: Placeholder
    phone: Placeholder
    email: Placeholder
    address: Placeholder
    hours: Placeholder
    booking_url: WebUrl | None = None
    emergency: Line
    """Which number to call in an emergency."""


class PromiseWord(Part):
    """Words that promise more than any evidence holds."""

    words: Annotated[tuple[Line, ...], Field(min_length=1)]
    """The words; a `*` at the end stands for any ending: `guarante*`."""
    why: Line
    """Why they may not be used."""
    instead: Line
    """A better way to say it."""


class ReviewRules(Part):
    """When a review runs out."""

    warn_days: Count = 60
    """How many days before the next review is due a warning begins."""
    grace_days: Count = 0
    """How many days a review may be overdue before the check fails."""


class WritingRules(Part):
    """What the checks of the texts look for."""

    longest_sentence: Count = 25
    """The most words that a sentence may have."""
    highest_grade: Count = 8
    """The highest reading grade (Flesch-Kincaid) that a text may have."""
    known_abbreviations: Annotated[tuple[Line, ...], InAlphabet()] = ()
    """Short forms that everybody knows and no page must explain."""
    promise_words: tuple[PromiseWord, ...] = ()
    review: ReviewRules = ReviewRules()
