"""How the text of each kind of entry is built: its headings, and what belongs below them."""

from __future__ import annotations

from plugins.cms.collection import Heading

_MESSAGE = Heading("", "The main message first, in one short paragraph.")

CONDITION = (
    _MESSAGE,
    Heading("What it is", "The condition in plain words: what happens in the body, who gets it."),
    Heading("What keeps it going", "Why it lasts or comes back, as far as anybody knows."),
    Heading(
        "How dry needling may fit in",
        "What a therapist may do, beside which other care, and for whom it is not.",
    ),
    Heading(
        "What the research says",
        "What studies found and how sure that is. A citation after each finding.",
    ),
    Heading("What else helps", "Other care, and what readers can do for themselves."),
    Heading("Talk with your therapist", "What to ask, what to agree on, and when to stop."),
)

BENEFIT = (
    _MESSAGE,
    Heading("", "How large the effect is, and where sources disagree. Cite each finding."),
    Heading("", "Reasons for care: what the studies cannot show."),
)

COMPARISON = (
    _MESSAGE,
    Heading("What is alike", "What they share."),
    Heading("What differs", "What a reader would notice first."),
    Heading("What is disputed", "Each view, who holds it, and what interest they have."),
    Heading("What the research and guidelines say", "A citation after each finding."),
    Heading("How to choose", "Questions that help a reader decide; neither is pushed."),
)

PERSON = (Heading("", "Who they are and what they do for this site. Only what was checked."),)

POST = (
    Heading("", "A scene or a question that readers know, in one short paragraph."),
    Heading("", "Then three to seven headings in the words of readers, each after ##."),
    Heading("", "What cannot wait comes first, and what readers can do comes last."),
)

PAGE = (
    _MESSAGE,
    Heading("", "Then headings in the words of readers, each after ##."),
)
