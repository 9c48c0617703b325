"""What happens at each of Pelican's signals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import StrictUndefined
from pelican import contents

from ..bibliography import Bibliography, UnknownStyle
from ..clock import now
from ..collection import Subject
from ..entries import Entry
from ..errors import BuildFailure, ContentErrors, Location, Problem, Problems, has_errors
from ..glossary import Glossary
from ..journal import undisturbed
from ..known import KnownEntries
from ..linking import link, linked
from ..loader import Content, load
from ..rules import site_problems
from ..rules.links import to_own_address
from ..rules.quiet import Quiet
from ..rules.severity import weigh
from ..rules.waivers import waive
from ..search import can_index
from ..site import Site
from ..suggestions import suggest
from ..tracing import Once, reads
from ..translations import Translations
from .contents import to_content, without_address
from .environment import COMPILED, watched
from .filters import FILTERS
from .generator import EntriesGenerator
from .kept import KeptPages
from .maker import is_alone, maker_of, program_of
from .pages import Pages
from .part import Part, SomePages
from .photos import Photos
from .places import Places
from .styles import Styles
from .uses import Uses
from .words import Words
from .writer import SiteWriter


def subject_of(settings: Any) -> Subject:
    """The subject that the setting CMS_SUBJECT names: a module with a SUBJECT in it."""
    subject: Subject = import_module(settings["CMS_SUBJECT"]).SUBJECT
    return subject


def lists_of(settings: Any) -> tuple[str, ...]:
    """The addresses of the pages that Pelican makes by itself, such as `/blog/`."""
    files = (settings.get(f"{name.upper()}_SAVE_AS") for name in settings["DIRECT_TEMPLATES"])
    return tuple(f"/{file.removesuffix('index.html')}" for file in files if file)


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


def content_of(settings: Any) -> Content:
    """All that authors wrote, read while no change of several files is halfway."""
    folder = Path(settings["PATH"]).absolute()
    part: Part | None = settings.get("CMS_PART")
    known, only = (part.known, part.entries) if part else (known_entries(settings), None)
    with undisturbed(folder.parent):
        content = load(folder, subject_of(settings), folder.parent, known=known, only=only)
    if known and not part:
        known.save(content.entries)
        settings["CMS_KNOWN"] = known.state
    return content


def known_entries(settings: Any) -> KnownEntries | None:
    """The entries of former builds; None where nothing is built."""
    program = settings.get("CMS_PROGRAM")
    if program is None:
        return None
    return KnownEntries(Path(settings["CMS_CACHE"]) / f"entries/{program}.log", program)


def _part_of_site(settings: Any) -> tuple[Site, Problems]:
    """As much of the site as the setting CMS_PART names; what is wrong with files, but no more."""
    content = content_of(settings)
    moment, drafts = now(settings["TIMEZONE"]), settings["CMS_DRAFTS"]
    return linked(content, subject_of(settings), moment, drafts), content.problems


def read_site(settings: Any) -> tuple[Site, Problems]:
    """The site that the settings name, and all that is wrong with it.

    With the setting CMS_CHECK, entries that cannot be shown are left out, so that the rest
    can be built and looked at. Raises ContentErrors where that cannot be, either.
    """
    subject, content = subject_of(settings), content_of(settings)
    settings["CMS_PARSED"] = content.parsed
    moment, drafts = now(settings["TIMEZONE"]), settings["CMS_DRAFTS"]
    site, found = link(content, subject, moment, drafts)
    problems = [*found, *without_address(site, settings)]
    if _is_real(settings["CMS_OWN_ADDRESS"]):
        for entry in site.written:
            problems += to_own_address(entry, site, settings["CMS_OWN_ADDRESS"])
    faults = [one for one in problems if one.severity == "error"]
    problems += _of_rules(site, settings)
    if site.has_settings:  # else a waiver of one of the subject's rules would seem needless
        problems = waive(site, problems)
    weighed = weigh(site, problems, settings["CMS_SEVERITY"])
    every = tuple(sorted(set(weighed)))
    if settings["CMS_CHECK"] and faults:
        lacks_files = any(one.code == "missing-file" for one in problems)
        if content.library is None or lacks_files or not site.has_settings:
            raise ContentErrors(every)
        site = linked(content.without(faults), subject, moment, drafts)
    return site, every


def _of_rules(site: Site, settings: Any) -> Iterator[Problem]:
    """What all rules say of the content."""
    settings["CMS_QUIET"] = quiet = quiet_entries(settings)
    for problems in quiet.problems(site):
        yield from problems
    settings["CMS_JUDGED"] = quiet.judged
    with reads() as settings["CMS_SITE_RULES_READ"]:
        yield from site_problems(site)


def quiet_entries(settings: Any) -> Quiet:
    """The entries of which former builds knew that no rule has anything to say."""
    program = settings["CMS_PROGRAM"]
    return Quiet(Path(settings["CMS_CACHE"]) / f"rules/{program}.json", program)


def load_site(pelican: Any) -> type[EntriesGenerator]:
    """Read everything, once for this build; raise ContentErrors where anything is wrong."""
    settings = pelican.settings
    site, problems = (_part_of_site if "CMS_PART" in settings else read_site)(settings)
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
    if _is_real(settings["SITEURL"]):
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


def _is_real(address: str) -> bool:
    """Whether the address of the site is not made up (RFC 2606: `.example`)."""
    host = urlsplit(address).hostname or ".example"
    return not host.endswith(".example")


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
            entry.path.partition("/")[2]: entry
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
