"""Settings of the site that stock Pelican builds: its own readers and writers, a plain theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import pass_context

SITENAME = "Dry needling"
SITEURL = "https://www.clinic.example"
TIMEZONE = "America/New_York"
LOCALE = ("C",)

PATH = "content"
PAGE_PATHS = ["conditions"]
ARTICLE_PATHS = ["posts"]
STATIC_PATHS: list[str] = []
SLUGIFY_SOURCE = "basename"
FORMATTED_FIELDS: list[str] = []  # summaries are plain text

THEME = "theme"
THEME_STATIC_PATHS: list[str] = []
OUTPUT_PATH = "public"

PAGE_URL = "conditions/{slug}/"
PAGE_SAVE_AS = "conditions/{slug}/index.html"
ARTICLE_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = "posts/{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
CATEGORY_URL = "category/{slug}/"
CATEGORY_SAVE_AS = "category/{slug}/index.html"
AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = ["home", "conditions", "index", "tags", "categories", "sitemap"]
HOME_SAVE_AS = "index.html"
CONDITIONS_SAVE_AS = "conditions/index.html"
INDEX_SAVE_AS = "posts/index.html"
TAGS_SAVE_AS = "tags/index.html"
CATEGORIES_SAVE_AS = "category/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
PAGINATED_TEMPLATES = {"index": 10, "tag": 10, "category": 10}
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

FEED_ALL_ATOM = None
FEED_ALL_RSS = "feed.xml"
TAG_FEED_RSS = "tags/{slug}/feed.xml"
CATEGORY_FEED_ATOM = None
CATEGORY_FEED_RSS = "category/{slug}/feed.xml"
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 100

_by_slug: dict[str, Any] = {}


@pass_context
def _condition(context: Mapping[str, Iterable[Any]], slug: str) -> Any:
    """The page of a condition; looked up, not searched for, whatever the number of pages."""
    if not _by_slug:
        _by_slug.update((page.slug, page) for page in context["pages"])
    return _by_slug.get(slug)


JINJA_FILTERS = {"condition": _condition}
