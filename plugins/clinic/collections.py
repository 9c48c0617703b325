"""The content types of this site, one line each, and the settings that authors edit."""

from __future__ import annotations

from plugins.cms.collection import Collection, DataFile, Subject

from . import models
from .claims import claims_csv
from .rules import RULES, UNFINISHED, WAIVABLE
from .rules.reviews import due_reviews
from .views import VIEWS

COLLECTIONS = (
    Collection("region", models.Region, "regions", "Body regions", order_by=("order",)),
    Collection(
        "benefit", models.Benefit, "benefits", "Benefits", order_by=("in_the_brief_as",)
    ),
    Collection("care", models.CareList, "care", "Shared safety notes", order_by=("shows",)),
    Collection("term", models.Term, "glossary", "Glossary"),
    Collection("treatment", models.Treatment, "treatments", "Treatments"),
    Collection(
        "condition", models.Condition, "conditions", "Conditions", "conditions/{slug}/", "condition"
    ),
    Collection(
        "comparison", models.Comparison, "comparisons", "Comparisons", "compare/{slug}/",
        "comparison",
    ),
    Collection("person", models.Person, "people", "People", "people/{slug}/", "person"),
    Collection(
        "post", models.Post, "posts", "Blog posts", "blog/{slug}/", "article", "article",
        order_by=("date",), newest_first=True,
    ),
    Collection("page", models.Page, "pages", "Pages", "{slug}/", "page", "page"),
)  # fmt: skip

DATA_FILES = (
    DataFile("clinic", models.Clinic, "clinic.yaml", "Clinic details"),
    DataFile("rules", models.WritingRules, "rules.yaml", "Rules for texts"),
)

SUBJECT = Subject(
    COLLECTIONS,
    DATA_FILES,
    RULES,
    VIEWS,
    files=(claims_csv,),
    glossary=("term", "glossary/"),
    waivable=WAIVABLE,
    unfinished=UNFINISHED,
    reviews=due_reviews,
)
