"""Settings of the site while it is being written. `publishconf.py` builds on them."""

from __future__ import annotations

SITENAME = "Dry needling"
SITESUBTITLE = "Plain words about dry needling, and how sure they are"
SITEURL = ""
DEFAULT_LANG = "en"
TIMEZONE = "America/New_York"
LOCALE = ("C",)

# Content. The CMS plugin reads everything; CMS_SUBJECT names the content model.
PATH = "content"
PLUGINS = ["plugins.cms"]
CMS_SUBJECT = "plugins.clinic.collections"
CMS_DRAFTS = True
# A style of https://github.com/citation-style-language/styles, by the name of its file.
CMS_CITATION_STYLE = "american-medical-association"
# `publish` makes the search index. The preview makes one when somebody searches.
CMS_INDEX = "never"
STATIC_PATHS = ["images"]
# How wide the theme shows a picture in a text.
CMS_PICTURE_SIZES = "(min-width: 48rem) 44rem, 92vw"
STATIC_EXCLUDE_SOURCES = True
WITH_FUTURE_DATES = True
ARTICLE_TRANSLATION_ID = ["slug", "kind"]
PAGE_TRANSLATION_ID = ["slug", "kind"]

# Theme.
THEME = "theme"
THEME_STATIC_DIR = "theme"
THEME_STATIC_PATHS = ["static"]

# Output.
OUTPUT_PATH = "output"
DELETE_OUTPUT_DIRECTORY = False
CACHE_CONTENT = False
LOAD_CONTENT_CACHE = False

# The blog.
DIRECT_TEMPLATES = ["index", "tags", "categories", "archives"]
INDEX_SAVE_AS = "blog/index.html"
TAGS_SAVE_AS = "blog/tag/index.html"
CATEGORIES_SAVE_AS = "blog/category/index.html"
ARCHIVES_SAVE_AS = "blog/archive/index.html"
TAG_URL = "blog/tag/{slug}/"
TAG_SAVE_AS = "blog/tag/{slug}/index.html"
CATEGORY_URL = "blog/category/{slug}/"
CATEGORY_SAVE_AS = "blog/category/{slug}/index.html"
YEAR_ARCHIVE_URL = "blog/archive/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "blog/archive/{date:%Y}/index.html"
AUTHOR_URL = "people/{slug}/"
AUTHOR_SAVE_AS = ""
PAGINATED_TEMPLATES = {"index": 10, "tag": 10, "category": 10}
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

# Feeds.
FEED_DOMAIN = SITEURL
FEED_ALL_ATOM = "feeds/blog.atom.xml"
FEED_ALL_RSS = "feeds/blog.rss.xml"
FEED_ALL_JSON = "feeds/blog.json"
TAG_FEED_ATOM = "feeds/tag/{slug}.atom.xml"
CATEGORY_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
FEED_APPEND_REF = False
