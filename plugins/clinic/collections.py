"""The content types of this site, one line each, and the settings that authors edit."""

from __future__ import annotations

from plugins.cms.collection import Collection, DataFile, Subject

from . import models
from .rules import RULES
from .views import VIEWS

COLLECTIONS = (
    Collection("region", models.Region, "regions", "Body regions", order_by=("order",)),
    Collection(
        "benefit", models.Benefit, "benefits", "Benefits", order_by=("in_the_brief_as",)
    ),
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

DATA_FILES = (DataFile("clinic", models.Clinic, "clinic.yaml", "Clinic details"),)

SUBJECT = Subject(COLLECTIONS, DATA_FILES, RULES, VIEWS)
