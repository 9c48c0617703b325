"""Pelican settings of the garden."""

SITENAME = "Garden"
SITEURL = ""
DEFAULT_LANG = "en"
TIMEZONE = "UTC"
LOCALE = ("C",)
PATH = "content"
PLUGINS = ["plugins.cms"]
CMS_SUBJECT = "tests.garden.subject"
STATIC_PATHS = ["images"]
WITH_FUTURE_DATES = True
THEME = "theme"
THEME_STATIC_DIR = "theme"
OUTPUT_PATH = "output"
DIRECT_TEMPLATES = ["index"]
INDEX_SAVE_AS = "notes/index.html"
TAG_URL = "notes/tag/{slug}/"
TAG_SAVE_AS = "notes/tag/{slug}/index.html"
CATEGORY_URL = "notes/category/{slug}/"
CATEGORY_SAVE_AS = "notes/category/{slug}/index.html"
AUTHOR_SAVE_AS = ""
FEED_ALL_ATOM = "feeds/notes.atom.xml"
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
CMS_INDEX = "never"  # tests of a search index build the real site
