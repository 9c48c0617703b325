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
    Slug,
    Summary,
    WebUrl,
    refuse,
    such_as,
)

Certainty = Literal["high", "moderate", "low", "very low", "insufficient"]
"""How sure the evidence lets us be, in the words of GRADE, and `insufficient` for too little."""

CERTAINTIES: tuple[str, ...] = ("insufficient", "very low", "low", "moderate", "high")
"""The levels of certainty, from the lowest on."""


Basis = Literal["general knowledge, needs clinician review"]
"""What a statement rests on where no published source is named."""


class Backed(Part):
    """Something that is said, and what it rests on: references, or an open word of their lack."""

    references: Annotated[tuple[Citation, ...], such_as(["navarro-santana-2020-elbow"])] = ()
    """Keys from `references.json`, with a place in the source if need be: `kearns-2019, p. 3`."""
    basis: Basis | None = None
    """`general knowledge, needs clinician review`, where no reference is named. One is needed."""

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


_BOTH_SIDES = [
    {
        "view": "Two trials found no gain over pretend needles.",
        "references": ["gattie-2021-neck", "stieven-2020-neck"],
    },
    {
        "view": "One trial found a gain for up to 6 months.",
        "references": ["cerezo-tellez-2016-neck"],
    },
]


class Side(Backed):
    """One of the views where sources disagree."""

    view: Annotated[Markdown, such_as("Two trials found no gain over pretend needles.")]
    """What this side holds, in one or two plain sentences."""


class Statement(Backed):
    """Something that sources may disagree on."""

    sides: Annotated[tuple[Side, ...], such_as(_BOTH_SIDES)] = ()
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

    statement: Annotated[Markdown, such_as("It may ease pain and improve grip in the short term.")]
    """The claim in one to three plain sentences."""
    certainty: Annotated[Certainty, such_as("low")]
    """How sure the evidence lets us be. With a range, the lower end."""
    up_to: Annotated[Certainty | None, such_as("moderate")] = None
    """The upper end, where studies or outcomes differ in certainty."""
    graded_by: Literal["review authors", "our reading"] = "our reading"
    """Who judged the certainty."""

    @model_validator(mode="after")
    def _range_goes_up(self) -> Claim:
        if self.up_to and CERTAINTIES.index(self.up_to) <= CERTAINTIES.index(self.certainty):
            raise refuse(
                "bad-range",
                f"goes from `{self.certainty}` up to `{self.up_to}`, which is not higher",
                "Put the lower one in `certainty` and the higher one in `up_to`.",
            )
        return self


class Finding(Claim):
    """A claim about one part of a subject, such as one joint or one kind of headache."""

    about: Annotated[Line, such_as("Tennis elbow")]
    """What the finding is about."""


class Evidence(Claim):
    """What is known about a condition as a whole, and in its parts."""

    findings: tuple[Finding, ...] = ()
    """The parts, where the evidence differs between them."""


class Image(Part):
    """A picture with the words that stand in for it."""

    src: Annotated[ImageRef, such_as("images/neck.svg")]
    """The picture: a file in `content/images/`."""
    alt: Annotated[Line, such_as("The muscles at the back of the neck")]
    """What the picture shows, for people who cannot see it."""


class Drawing(Part):
    """One of the drawings of the theme, with what there is to say about it."""

    shows: Literal["guide tube", "referred pain"]
    """What is drawn."""
    caption: Annotated[Markdown, such_as("The needle often goes in through a small tube.")]
    """What a reader sees there, in one to three plain sentences."""


class RedFlags(Backed):
    """Signs that need other care, at three levels. Each finishes a heading that ends in "if:"."""

    emergency: Annotated[tuple[Markdown, ...], such_as(["your arm is suddenly weak and numb"])] = ()
    """Call the emergency number if: …"""
    urgent: Annotated[
        tuple[Markdown, ...], such_as(["the elbow is hot, red and swollen, or you have a fever"])
    ] = ()
    """See a doctor today if: …"""
    ask: Annotated[tuple[Markdown, ...], such_as(["the pain is no better after some weeks"])] = ()
    """Ask your clinician if: …"""


class Change(Part):
    """A change that matters to a reader."""

    on: Day
    """The day of the change."""
    what: Annotated[Line, such_as("Added a trial from 2026")]
    """What is different now, in a few words."""


class Review(Part):
    """Who checked the page, when, and when the next check is due."""

    by: Annotated[Ref["person"], such_as("their-file-name")]
    """The clinician who checked it; the name of a file in `people/`. A team cannot review."""
    on: Annotated[Day, such_as("2027-01-15")]
    """The day of the check."""
    next_due: Annotated[Day, such_as("2030-01-15")]
    """The day by which it has to be checked again."""


def _not_yet(value: Any) -> Any:
    return None if value == "not yet" else value


Reviewed = Annotated[
    Review | None,
    BeforeValidator(_not_yet, json_schema_input_type=Review | Literal["not yet"] | None),
    such_as("not yet"),
]


class Question(Part):
    """A question that readers ask, and its answer."""

    question: Annotated[Line, such_as("How many sessions does it take?")]
    """The question, in the words of a reader."""
    answer: Annotated[Markdown, such_as("Often three to six.")]
    """The answer, in one to four plain sentences."""


class BenefitUse(Part):
    """A benefit, with what it means for the condition at hand."""

    benefit: Annotated[Ref["benefit"], such_as("muscle-tension")]
    """The benefit; the name of a file in `benefits/`."""
    note: Annotated[Markdown | None, such_as("Less pain may make the exercises easier.")] = None
    """What it may mean for this condition, in one or two plain sentences."""


class Code(Part):
    """The condition's code in a public classification."""

    system: Annotated[Literal["ICD-10", "ICD-10-CM", "SNOMED CT", "MeSH"], such_as("ICD-10-CM")]
    """The classification."""
    code: Annotated[Line, such_as("S13.4XXA")]
    """The code, as the classification writes it."""
    meaning: Annotated[Line, such_as("Sprain of ligaments of cervical spine, initial encounter")]
    """What the code stands for, in the words of the classification."""


class Sourced(EntryModel):
    """An entry that readers rely on: it shows its sources and its review."""

    summary: Annotated[
        Summary,
        such_as("What dry needling may do here, how sure that is, and when to ask a doctor."),
    ]
    """One or two sentences. Shown in lists and by search engines."""
    authors: Annotated[tuple[Ref["person"], ...], Field(min_length=1), such_as(["website-team"])]
    """Who wrote it; names of files in `people/`."""
    reviewed: Reviewed = None
    """`not yet`, or by whom, on which day, and when it is due again."""
    changes: tuple[Change, ...] = ()
    """What changed after it was first published. Those after the last review are shown."""
    references: Annotated[tuple[Citation, ...], such_as(["navarro-santana-2020-elbow"])] = ()
    """Keys from `references.json` for the page as a whole."""
    image: Image | None = None
    """A picture for the top of the page, and for search engines."""
    drawing: Drawing | None = None
    """A drawing that explains what the page is about; it stands above the text."""


class Condition(Sourced):
    """A condition that people ask about, and what dry needling may do for it."""

    also_known_as: Annotated[tuple[Line, ...], such_as(["Lateral elbow pain"])] = ()
    """Other names that readers use."""
    body_regions: Annotated[tuple[Ref["region"], ...], Field(min_length=1), such_as(["elbow"])]
    """Where it hurts; names of files in `regions/`."""
    symptoms: Annotated[
        tuple[Markdown, ...], Field(min_length=1), such_as(["Pain when you grip or lift"])
    ]
    """What people feel or notice, the most common first."""
    muscles: Annotated[tuple[Line, ...], Field(min_length=1), such_as(["Forearm extensors"])]
    """Muscles that are usually treated."""
    how_it_is_used: Annotated[
        Markdown, such_as("Beside exercise that loads the tendon little by little.")
    ]
    """How dry needling is used for this condition."""
    evidence: Evidence
    """What is known of what dry needling does for it, how sure that is, and the sources."""
    benefits: tuple[BenefitUse, ...] = ()
    """The benefits that may matter here, each with what it means for this condition."""
    red_flags: RedFlags
    """Signs that need other care, or care at once."""
    take_care: Annotated[
        tuple[Markdown, ...], such_as(["Say so before you start if you take blood thinners."])
    ] = ()
    """Who should be careful, beyond what holds for everybody (see `care/`)."""
    side_effects: Annotated[
        tuple[Markdown, ...], such_as(["The forearm may be sore for a day or two."])
    ] = ()
    """Side effects to know of here, beyond those that everybody may have."""
    aftercare: Annotated[
        tuple[Markdown, ...], such_as(["Grip and lift with care until the soreness is gone."])
    ] = ()
    """What to do in the hours and days after, beyond what holds for everybody."""
    related: Annotated[tuple[Ref["condition"], ...], such_as(["tendonitis-and-muscle-strain"])] = ()
    """Conditions that a reader may want to see next; names of files in `conditions/`."""
    questions: tuple[Question, ...] = ()
    """Questions that readers ask, with their answers."""
    codes: tuple[Code, ...] = ()
    """Only codes that were looked up."""


class Benefit(Claim, Sourced):
    """Something that dry needling is said to do, and how sure that is."""

    mechanism: Annotated[Markdown, such_as("Less pain at night may make it easier to sleep.")]
    """How it is thought to work, in plain words."""
    in_the_brief_as: Annotated[Count, Field(ge=1, le=5), such_as(3)]
    """Which of the five benefits of the original brief it is."""


class Treatment(EntryModel):
    """A treatment that a comparison can name."""

    summary: Annotated[
        Summary, such_as("Pressure and strokes by hand on muscles and other soft tissue.")
    ]
    """One or two sentences on what it is."""
    short_name: Annotated[Line, such_as("Massage")]
    """A name that fits above a column."""
    page: Annotated[Ref["page"] | None, such_as("dry-needling")] = None
    """The page that explains it, where there is one; the name of a file in `pages/`."""
    preparation: Annotated[Markdown | None, such_as("You say where it hurts, and lie down.")] = None
    """What happens before, in one to three plain sentences."""
    how_performed: Annotated[
        Markdown | None, such_as("The therapist presses and strokes the muscle.")
    ] = None
    """What is done, in one to four plain sentences."""
    followup: Annotated[
        Markdown | None, such_as("You rest for a few minutes, and say how it feels.")
    ] = None
    """What happens after, in one to three plain sentences."""


class Aspect(Statement):
    """One row of a comparison."""

    name: Annotated[Line, such_as("How long the needles stay in")]
    """What is compared in this row."""
    values: Annotated[
        dict[Ref["treatment"], Markdown],
        such_as(
            {
                "dry-needling": "Mostly seconds to minutes.",
                "acupuncture": "Mostly 10 to 30 minutes.",
            }
        ),
    ]
    """One text for each treatment, under the name of its file in `treatments/`."""
    verdict: Annotated[Literal["alike", "different", "disputed"], such_as("disputed")]
    """How the treatments compare here. Where it is `disputed`, `sides` are needed."""
    note: Annotated[Markdown | None, such_as("Practice varies widely in both.")] = None
    """What a reader should know beside the row, in one or two plain sentences."""
    certainty: Annotated[Certainty | None, such_as("low")] = None
    """How sure the evidence lets us be, where the aspect is about an effect. Facts have none."""

    @model_validator(mode="after")
    def _dispute_has_sides(self) -> Aspect:
        if self.verdict == "disputed" and not self.contested:
            raise refuse(
                "no-sides",
                "is called disputed and shows no sides",
                "Write each view under `sides`, with its references, or change the `verdict`.",
            )
        if self.contested and self.verdict != "disputed":
            raise refuse(
                "no-sides",
                f"has `sides`, but its verdict is `{self.verdict}`",
                "Write `verdict: disputed`, or take `sides` out.",
            )
        return self


class Comparison(Sourced):
    """Two or more treatments beside each other."""

    treatments: Annotated[
        tuple[Ref["treatment"], ...],
        Field(min_length=2),
        such_as(["dry-needling", "acupuncture"]),
    ]
    """What is compared; names of files in `treatments/`. Each is a column."""
    in_short: Question | None = None
    """The question that most readers bring, and its answer in one sentence. Shown first."""
    aspects: Annotated[tuple[Aspect, ...], Field(min_length=1)]
    """The rows, each with one text for each treatment."""


class CareItem(Backed):
    """One line of a shared list."""

    text: Annotated[Markdown, such_as("A small bruise where the needle went in")]
    """The line, without a full stop."""
    body_regions: Annotated[tuple[Ref["region"], ...], such_as(["elbow"])] = ()
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
    """The lines of the list."""


class Term(EntryModel, Backed):
    """A word that readers may not know. Its first use on a page leads to the glossary."""

    definition: Annotated[Markdown, such_as("A tender, tight spot in a muscle.")]
    """What it means, in one to three plain sentences."""
    also: Annotated[tuple[Line, ...], such_as(["trigger points"])] = ()
    """Other forms of the word: plurals, short forms."""


FrontPlace = Literal[
    "head", "jaw", "neck", "shoulder", "upper arm", "elbow", "forearm", "wrist", "hand", "chest",
    "ribs", "belly", "hip", "groin", "thigh", "knee", "shin", "ankle", "foot",
]  # fmt: skip
BackPlace = Literal[
    "head", "neck", "shoulder", "shoulder blade", "upper arm", "elbow", "forearm", "hand",
    "upper back", "middle back", "low back", "tailbone", "buttock", "thigh", "knee", "calf", "heel",
]  # fmt: skip
"""Where the map of the body has room for a spot. The theme knows how to draw each of them."""


class OnTheMap(Part):
    """The spots of a region on the map of the body. Those of arms and legs are on both sides."""

    front: Annotated[FrontPlace | None, such_as("elbow")] = None
    """Its place on the figure that is seen from the front."""
    back: Annotated[BackPlace | None, such_as("elbow")] = None
    """Its place on the figure that is seen from the back."""


class Region(EntryModel):
    """A part of the body, as readers name it."""

    order: Annotated[Count, such_as(30)]
    """Where it stands in lists, from head to foot."""
    on_the_map: OnTheMap = OnTheMap.model_construct()
    """Its spots on the map of the body, where readers tap. Left out, as for pain in no one place,
    its name stands below the figures."""


class Person(EntryModel):
    """Somebody who writes or reviews pages, or a team that does."""

    summary: Annotated[Summary, such_as("The team that writes and edits this site.")]
    """One or two sentences about them."""
    role: Annotated[Line, such_as("Writes and edits this site")]
    """What they do for this site."""
    team: Flag = False
    """`true` for a group of people. A team cannot review."""
    credentials: Annotated[Line | None, such_as("PT, DPT")] = None
    """Degrees and licenses, as short forms; only those that were checked."""
    image: Image | None = None
    """A picture of them."""


class Post(Sourced):
    """An article of the blog."""

    category: Annotated[Line, such_as("Your visit")]
    """The one group of posts that it belongs to."""
    tags: Annotated[tuple[Line, ...], InAlphabet(), such_as(["First visit"])] = ()
    """What else it is about, in alphabetical order."""


class Page(Sourced):
    """A page that stands by itself."""

    path: Annotated[SitePath | None, such_as("/about-us/")] = None
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
        "search",
        "treatment",
        "not-found",
    ] = "page"
    """Which lists the page shows beside its text."""
    menu: Annotated[Count | None, such_as(3)] = None
    """Its place in the main menu. Left out, it is not in the menu."""
    menu_title: Annotated[Line | None, such_as("About")] = None
    """A shorter name for the menu."""
    red_flags: RedFlags | None = None
    """Signs that need other care, or care at once."""
    questions: tuple[Question, ...] = ()
    """Questions that readers ask, with their answers."""


class Wording(Part):
    """A text in another language."""

    lang: Annotated[Slug, such_as("es")]
    """The code of the language."""
    text: Annotated[Line, such_as("911 o el número de emergencias de su zona")]
    """The text."""


class Clinic(Part):
    """The clinic's own details. A value that begins with `[placeholder]` is to be filled in."""

    name: Annotated[Placeholder, such_as("[placeholder] Your clinic’s name")]
    """The clinic's name, as on the door."""
    tagline: Annotated[Placeholder, such_as("[placeholder] One sentence about your clinic")]
    """One short sentence about the clinic."""
    phone: Annotated[Placeholder, such_as("[placeholder] Your phone number")]
    """The number that patients call."""
    email: Annotated[Placeholder, such_as("[placeholder] Your email address")]
    """The address that patients write to."""
    address: Annotated[Placeholder, such_as("[placeholder] Your street address")]
    """Street, city and ZIP code, on one line."""
    hours: Annotated[Placeholder, such_as("[placeholder] Your opening hours")]
    """When the clinic is open."""
    booking_url: WebUrl | None = None
    """Where patients book a visit on the web."""
    emergency: Annotated[Line, such_as("911 or your local emergency number")]
    """Which number to call in an emergency."""
    emergency_in: tuple[Wording, ...] = ()
    """The same in each other language in which there are pages."""

    def emergency_for(self, lang: str | None) -> str:
        """Which number to call, for readers of a language; None is that of the site.

        Where nobody wrote it in that language, it is the number without the words after it.
        """
        number = self.emergency.split()[0]
        if lang is None or not number.isdigit():
            number = self.emergency
        return next((one.text for one in self.emergency_in if one.lang == lang), number)


class PromiseWord(Part):
    """Words that promise more than any evidence holds."""

    words: Annotated[tuple[Line, ...], Field(min_length=1), such_as(["guarante*", "risk-free"])]
    """The words; a `*` at the end stands for any ending: `guarante*`."""
    why: Annotated[Line, such_as("nothing in medicine is certain")]
    """Why they may not be used."""
    instead: Annotated[Line, such_as("Say how sure the evidence lets us be.")]
    """A better way to say it."""
    lang: Annotated[Slug | None, such_as("es")] = None
    """The code of their language. Left out, it is that of the site."""


class ReviewRules(Part):
    """When a review runs out."""

    warn_days: Annotated[Count, such_as(60)] = 60
    """How many days before the next review is due a warning begins."""
    grace_days: Annotated[Count, such_as(0)] = 0
    """How many days a review may be overdue before the check fails."""


class WritingRules(Part):
    """What the checks of the texts look for."""

    longest_sentence: Annotated[Count, such_as(25)] = 25
    """The most words that a sentence may have."""
    highest_grade: Annotated[Count, such_as(8)] = 8
    """The highest reading grade (Flesch-Kincaid) that a text may have."""
    known_abbreviations: Annotated[tuple[Line, ...], InAlphabet(), such_as(["UK", "US"])] = ()
    """Short forms that everybody knows and no page must explain."""
    promise_words: tuple[PromiseWord, ...] = ()
    """Words that promise too much, with the reason and a better way to say it."""
    review: ReviewRules = ReviewRules.model_construct()  # else it would be built at once
    """When a review runs out."""
