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
    Line,
    Markdown,
    Part,
    Placeholder,
    Ref,
    SitePath,
    Slug,
    Summary,
    WebUrl,
    refuse,
)

Certainty = Literal["high", "moderate", "low", "very low", "insufficient"]
"""How sure the evidence lets us be, in the words of GRADE, and `insufficient` for too little."""

_ORDER = ("insufficient", "very low", "low", "moderate", "high")


class Claim(Part):
    """Something that is said about an effect, how sure it is, and where it comes from."""

    statement: Markdown
    """The claim in one to three plain sentences."""
    certainty: Certainty
    """How sure the evidence lets us be. With a range, the lower end."""
    up_to: Certainty | None = None
    """The upper end, where studies or outcomes differ in certainty."""
    graded_by: Literal["review authors", "our reading"] = "our reading"
    """Who judged the certainty."""
    contested: Flag = False
    """`true` where sources disagree; the statement then gives both sides."""
    references: tuple[Citation, ...] = ()
    """Keys from `references.json`."""

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


class RedFlags(Part):
    """Signs that need other care, at two levels."""

    emergency: tuple[Markdown, ...] = ()
    """Call the emergency number."""
    urgent: tuple[Markdown, ...] = ()
    """See a doctor the same day or soon."""


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
    reviewed: Reviewed = None
    """`not yet`, or by whom, on which day, and when it is due again."""
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
    """Who should be careful, beyond what holds for everybody."""
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


class Aspect(Part):
    """One row of a comparison."""

    name: Line
    values: dict[Slug, Markdown]
    """One text for each treatment, under the treatment's name."""
    verdict: Literal["alike", "different", "disputed"]
    note: Markdown | None = None
    references: tuple[Citation, ...] = ()


class Comparison(Sourced):
    """Two or more treatments beside each other."""

    treatments: Annotated[tuple[Ref["treatment"], ...], Field(min_length=2)]
    aspects: Annotated[tuple[Aspect, ...], Field(min_length=1)]


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
    tags: tuple[Line, ...] = ()
    authors: Annotated[tuple[Ref["person"], ...], Field(min_length=1)]


class Page(Sourced):
    """A page that stands by itself."""

    path: SitePath | None = None
    """Its address. Left out, it is the name of the file between slashes."""
    layout: Literal[
        "page", "home", "conditions", "benefits", "compare", "people", "references", "not-found"
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
