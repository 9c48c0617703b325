"""The content types of this site, one line each, and the settings that authors edit."""

from __future__ import annotations

from plugins.cms.collection import Collection, DataFile, Subject

from . import models, outlines
from .claims import claims_table
from .comparing import comparison_files
from .finding import findable
from .notices import humans_txt, security_txt
from .rules import ENTRY_RULES, UNFINISHED, WAIVABLE
from .rules.reviews import due_reviews
from .source_lists import source_table
from .views import VIEWS, list_pages

COLLECTIONS = (
    Collection(
        "region", models.Region, "regions", "Body regions", order_by=("order",), example="Elbow"
    ),
    Collection(
        "benefit", models.Benefit, "benefits", "Benefits", order_by=("in_the_brief_as",),
        outline=outlines.BENEFIT, example="Better sleep",
    ),
    Collection(
        "care", models.CareList, "care", "Shared safety notes", order_by=("shows",),
        example="Common side effects",
    ),
    Collection("term", models.Term, "glossary", "Glossary", example="Trigger point"),
    Collection("treatment", models.Treatment, "treatments", "Treatments", example="Massage"),
    Collection(
        "condition", models.Condition, "conditions", "Conditions", "conditions/{slug}/",
        "condition", card=("also_known_as", "evidence", "reviewed"), outline=outlines.CONDITION,
        example="Tennis elbow", on_paper=True,
    ),
    Collection(
        "comparison", models.Comparison, "comparisons", "Comparisons", "compare/{slug}/",
        "comparison", card=("treatments", "aspects", "reviewed"),
        outline=outlines.COMPARISON, example="Dry needling beside acupuncture",
    ),
    Collection(
        "person", models.Person, "people", "People", "people/{slug}/", "person",
        outline=outlines.PERSON, example="Website team",
    ),
    Collection(
        "post", models.Post, "posts", "Blog posts", "blog/{slug}/", "article", "article",
        order_by=("date",), newest_first=True, card=("reviewed",), outline=outlines.POST,
        example="Getting ready for your first visit",
    ),
    Collection(
        "page", models.Page, "pages", "Pages", "{slug}/", "page", "page",
        card=("layout", "menu", "menu_title", "reviewed"), outline=outlines.PAGE,
        example="About us",
    ),
)  # fmt: skip

DATA_FILES = (
    DataFile("clinic", models.Clinic, "clinic.yaml", "Clinic details"),
    DataFile("rules", models.WritingRules, "rules.yaml", "Rules for texts"),
)

SUBJECT = Subject(
    COLLECTIONS,
    DATA_FILES,
    ENTRY_RULES,
    views=VIEWS,
    files=(comparison_files, humans_txt, security_txt),
    tables=(claims_table, source_table),
    lists=list_pages,
    glossary=("term", "glossary/"),
    waivable=WAIVABLE,
    unfinished=UNFINISHED,
    reviews=due_reviews,
    findable=findable,
)
