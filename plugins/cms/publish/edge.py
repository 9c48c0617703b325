"""What happens at each of Pelican's signals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined
from pelican import contents

from ..bibliography import Bibliography, UnknownStyle
from ..entries import Entry
from ..errors import BuildFailure, ContentErrors, Location, Problem, has_errors
from ..glossary import Glossary
from ..rules.links import below_content
from ..search import can_index
from ..site import Site
from ..suggestions import suggest
from ..tracing import Once
from ..translations import Translations
from .contents import to_content
from .environment import COMPILED, watched
from .filters import FILTERS
from .generator import EntriesGenerator
from .kept import KeptPages
from .maker import is_alone, maker_of, program_of
from .pages import Pages
from .part import Part, SomePages
from .photos import Photos
from .places import Places
from .reading import is_real, part_of_site, read_site, subject_of
from .styles import Styles
from .uses import Uses
from .words import Words
from .writer import SiteWriter


def apply_settings(pelican: Any) -> None:
    """Give Pelican the settings that follow from the subject, before anything is read."""
    settings = pelican.settings
    settings.setdefault("CMS_DRAFTS", True)
    settings.setdefault("CMS_PLACEHOLDERS", "name")
    settings.setdefault("CMS_SEVERITY", {})
    settings.setdefault("CMS_CHECK", False)
    settings.setdefault("CMS_OWN_ADDRESS", settings["SITEURL"])
    settings.setdefault("CMS_CITATION_STYLE", "american-medical-association")
    settings.setdefault("CMS_MAX_IMAGE_KB", 500)
    settings.setdefault("CMS_PICTURE_SIZES", "100vw")
    settings.setdefault("CMS_SHORT_NAMES", False)
    settings.setdefault("CMS_FIRST", ())
    settings.setdefault("CMS_LEFT", None)
    settings.setdefault("CMS_SPARE", None)
    settings.setdefault("CMS_SEARCH", can_index())
    settings.setdefault("CMS_INDEX", "now")
    if settings["CMS_CHECK"] or not settings["CMS_SEARCH"]:
        settings["CMS_INDEX"] = "never"
    # Pages that were made for a search have more kept with them: they have another maker.
    settings["CMS_IS_SEARCHED"] = settings["CMS_INDEX"] != "never"
    settings.setdefault("CMS_PAGE_DONE", lambda _folder, _path: None)
    settings["DEMONSTRATION"] = False
    settings["CMS_CONTENTS"] = {}
    settings["CMS_WRITTEN"] = {}
    settings["CMS_MADE"] = set()
    settings["CMS_LABELS"] = {}
    settings["CMS_ONCE"] = []
    settings["CMS_EMPTY_FEEDS"] = []
    for collection in subject_of(settings).collections:
        url = collection.url or ""
        prefix = collection.kind.upper()
        settings[f"{prefix}_URL"] = url
        settings[f"{prefix}_SAVE_AS"] = f"{url}index.html" if url else ""
        if collection.publisher != "cms":
            settings[f"{collection.publisher.upper()}_PATHS"] = [collection.folder]
    settings["JINJA_ENVIRONMENT"] = {
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": [],
        **settings["JINJA_ENVIRONMENT"],
        "autoescape": True,
        "undefined": StrictUndefined,
    }
    folder = Path(settings["PATH"]).absolute().parent
    settings.setdefault("CMS_CACHE", str(folder / ".cache"))
    settings["CMS_PROGRAM"] = program_of(settings["CMS_SUBJECT"])
    settings["CMS_MAKER"] = maker_of(settings)
    settings["CMS_ALONE"] = is_alone(pelican) and not settings["RELATIVE_URLS"]
    settings["JINJA_FILTERS"] = {**settings["JINJA_FILTERS"], **FILTERS}
    theme = str(Path(settings["THEME"]))
    if theme not in settings["THEME_TEMPLATES_OVERRIDES"]:
        settings["THEME_TEMPLATES_OVERRIDES"] = [*settings["THEME_TEMPLATES_OVERRIDES"], theme]


def load_site(pelican: Any) -> type[EntriesGenerator]:
    """Read everything, once for this build; raise ContentErrors where anything is wrong."""
    settings = pelican.settings
    site, problems = (part_of_site if "CMS_PART" in settings else read_site)(settings)
    missing = [*site.data.missing(), *_missing_address(settings)]
    if settings["CMS_PLACEHOLDERS"] == "refuse":
        problems = (*problems, *missing)
    if has_errors(problems) and not settings["CMS_CHECK"]:
        raise ContentErrors(problems)
    settings["CMS_PROBLEMS"] = problems
    settings["CMS_BIBLIOGRAPHY"] = _bibliography(site, settings["CMS_CITATION_STYLE"])
    settings["CMS_GLOSSARY"] = _once(Glossary, site, settings)
    settings["CMS_SITE"] = site
    settings["DEMONSTRATION"] = bool(missing) and settings["CMS_PLACEHOLDERS"] == "mark"
    settings["CMS_PHOTOS"] = Photos(Path(settings["PATH"]), settings["CMS_PICTURE_SIZES"])
    settings["CMS_CONTENTS"].clear()
    settings["CMS_WRITTEN"].clear()
    settings["CMS_MADE"].clear()
    settings["CMS_LABELS"].clear()
    settings["CMS_ONCE"].clear()
    settings["CMS_EMPTY_FEEDS"].clear()
    settings["JINJA_GLOBALS"] = {
        **settings["JINJA_GLOBALS"],
        "site": site,
        **{name: _once(view, site, settings) for name, view in site.subject.views.items()},
    }
    return EntriesGenerator


def _once(make: Callable[[Site], Any], site: Site, settings: Any) -> Once[Any]:
    once = Once(lambda: make(site))
    settings["CMS_ONCE"].append(once)
    return once


def share_environment(generator: Any) -> None:
    """Give each generator the same Jinja environment: every template is compiled once."""
    settings = generator.settings
    if "CMS_ENVIRONMENT" not in settings:
        settings["CMS_WORDS"] = Words(
            Translations(Path(settings["THEME"])), settings["DEFAULT_LANG"]
        )
        maker = settings["CMS_MAKER"]
        settings["CMS_ENVIRONMENT"] = watched(generator.env, maker, settings["CMS_WORDS"])
    generator.env = settings["CMS_ENVIRONMENT"]


def complete_feed(context: Any, feed: Any) -> None:
    """Say what Pelican does not: the language, and that ids of posts are no addresses in RSS.

    A feed without posts has the moment of the build, as it is known here, and no other.
    """
    feed.feed["language"] = context["DEFAULT_LANG"]
    for item in feed.items:
        item["unique_id_is_permalink"] = False
    if not feed.items:
        moment = context["CMS_SITE"].now
        context["CMS_EMPTY_FEEDS"].append(feed)
        feed.latest_post_date = lambda: moment


def begin_pages(generators: Any) -> None:
    """Make ready for pages, now that all content is known to the generators."""
    first, *_ = generators
    settings = first.settings
    first.context["CMS_SITE"] = settings["CMS_SITE"]
    cache, maker = Path(settings["CMS_CACHE"]), settings["CMS_MAKER"]
    folder = Path(settings["OUTPUT_PATH"])
    site, env = settings["CMS_SITE"], settings["CMS_ENVIRONMENT"]
    part: Part | None = settings.get("CMS_PART")
    if part:
        settings["CMS_PAGES"] = SomePages(site, first.context, env, part, folder)
    else:
        settings["CMS_PAGES"] = Pages(
            site,
            first.context,
            env,
            KeptPages(cache, maker, settings["CMS_LEFT"]) if settings["CMS_ALONE"] else None,
            Places(folder, settings["CMS_SPARE"]),
            settings["CMS_FIRST"],
            settings["CMS_PAGE_DONE"],
        )
    uses = Uses(env, COMPILED.with_name("outlines"), maker)
    settings["CMS_STYLES"] = Styles(env, settings["CMS_PAGES"], uses, settings["CMS_SHORT_NAMES"])


def _bibliography(site: Site, style: str) -> Bibliography:
    """The references in the style of the settings. Raises BuildFailure where there is no such."""
    try:
        return Bibliography(site, style)
    except UnknownStyle as unknown:
        near = suggest(style, unknown.known)
        raise BuildFailure(
            f"The setting CMS_CITATION_STYLE names a style that is not known: {style}. "
            f"{near or 'Write the file name of a CSL style, such as american-medical-association.'}"
        ) from None


def _missing_address(settings: Any) -> list[Problem]:
    """A problem where the address of the site is still made up."""
    if is_real(settings["SITEURL"]):
        return []
    return [
        Problem(
            Location("publishconf.py", 1, 1),
            "placeholder",
            "the address of the site is still a placeholder",
            "Write the real one after `SITEURL =` in publishconf.py, or set the environment "
            "variable SITEURL: `https://www.your-clinic.com`.",
        )
    ]


def writer(_pelican: Any) -> type[SiteWriter]:
    """The writer that pages go through."""
    return SiteWriter


def feed_articles(generator: Any) -> None:
    """Let Pelican's own generator of articles publish the entries that are articles."""
    _feed(generator, "article")


def feed_pages(generator: Any) -> None:
    """Let Pelican's own generator of pages publish the entries that are pages."""
    _feed(generator, "page")


def _feed(generator: Any, publisher: str) -> None:
    """Give a generator entries in place of files: nothing is read or parsed a second time."""
    site: Site = generator.settings["CMS_SITE"]
    source = _Entries(site, publisher, generator.settings)
    generator.readers = source
    generator.get_files = source.files


class _Entries:
    """Stands in for Pelican's Readers: `read_file` gives what has been read already."""

    extensions: frozenset[str] = frozenset({"md"})
    disabled_extensions: frozenset[str] = frozenset()

    def __init__(self, site: Site, publisher: str, settings: Any) -> None:
        self.site = site
        self.settings = settings
        self.entries: dict[str, Entry] = {
            below_content(entry.path): entry
            for entry in site.entries
            if entry.collection.publisher == publisher
        }

    def files(self, *_args: Any, extensions: Any = None, **_kwargs: Any) -> list[str]:
        """The content files, below the content folder; none that a reader could not read."""
        return [] if extensions is not None else list(self.entries)

    def read_file(self, path: str, context: Any, **_kwargs: Any) -> contents.Content:
        """The content object of the entry at `path`."""
        entry = self.entries[path]
        content = to_content(entry, self.site, self.settings, context)
        self.settings["CMS_CONTENTS"][entry.path] = content
        return content

    def save_cache(self) -> None:
        """There is nothing to save: Pelican's own cache is not used."""
