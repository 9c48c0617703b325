"""One build, from the settings to a finished folder: the site, or the reasons why not."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pelican
from pelican.settings import read_settings

from ..cache import fingerprint
from ..clock import now
from ..errors import BuildFailure, ContentErrors, Problems, has_errors
from ..heap import collect_seldom
from ..ledger import FILE as LEDGER
from ..linking import linked
from ..loader import ContentChanged
from ..rewritten import FIELDS
from ..rules.pages import Output
from ..rules.quiet import Quiet
from ..site import Site
from ..stamps import Stamps, stamps_of
from ..tracing import Key
from ..unchanged import Made
from .log import recorded
from .looking import Work, look_at_pages, urls_of, work_of
from .pages import Pages
from .reading import content_of, subject_of
from .release import Release

TRIES = 3
"""How often a build begins again because content changed while it ran."""


@dataclass(frozen=True)
class Built:
    """A finished folder, what is in it, and what there is to see to in time.

    `folder` is where the newest site always is, and `top` where this one stays for a while.
    `urls` are the addresses that readers get with it, for the file `ledger`.
    """

    folder: Path
    top: Path
    site: Site
    pages: int
    siteurl: str
    demonstration: bool
    problems: Problems
    output: Output
    sitename: str
    ledger: Path
    urls: frozenset[str]
    made: Made
    work: Work
    settings: dict[str, Any]


@dataclass(frozen=True)
class Checked:
    """All that is wrong, sorted. `pages` is None where the pages could not be looked at.

    The answer is that of `moment` and holds until `until`, as long as the `inputs`, files and
    folders, have the fingerprint `digest`. `built` is what the pages were made into, for more
    checks of them.
    """

    problems: Problems
    pages: int | None
    moment: dt.datetime
    until: dt.datetime
    inputs: tuple[Path, ...]
    digest: str
    built: Built | None


def build(settings_file: Path, **overrides: Any) -> Built:
    """Build the site and switch `output` to it.

    Raises ContentErrors for what authors can mend and BuildFailure or OSError for what
    they cannot; `output` is then as it was.
    """
    settings = load_settings(settings_file, overrides)
    release = Release(Path(settings["OUTPUT_PATH"]))
    with release.stage() as staged:
        spare = {"CMS_SPARE": release.spare}
        built = _build_into(staged, settings_file, {**overrides, **spare})
        release.switch(staged)
        pages: Pages = built.settings["CMS_PAGES"]
        pages.folder = release.link.resolve()
    return replace(built, folder=release.link, top=pages.folder)


def check(settings_file: Path, **overrides: Any) -> Checked:
    """Look for everything that is wrong, in the content and on the pages; change nothing.

    The site is built without the entries that cannot be shown, and thrown away. Raises
    BuildFailure or OSError for what authors cannot mend.
    """
    published = published_address(settings_file)
    overrides = {"CMS_OWN_ADDRESS": published, **overrides, "CMS_CHECK": True}
    settings = load_settings(settings_file, overrides)
    ledger = ledger_of(settings_file, settings)
    inputs = _inputs(settings, ledger)
    moment, digest = now(settings["TIMEZONE"]), fingerprint(inputs)
    try:
        with Release(Path(settings["OUTPUT_PATH"])).stage() as staged:
            built = _build_into(staged, settings_file, overrides)
    except ContentErrors as found:
        return Checked(found.problems, None, moment, moment, inputs, digest, None)
    until = _next_change(built.site)
    return Checked(built.problems, built.pages, moment, until, inputs, digest, built)


def read(settings_file: Path) -> Site:
    """What authors wrote, with drafts, as far as it can be read; nothing is checked or built."""
    settings = load_settings(settings_file, {})
    return linked(content_of(settings), subject_of(settings), now(settings["TIMEZONE"]))


def _next_change(site: Site) -> dt.datetime:
    """The next moment at which the clock alone changes something: midnight, or an entry's own."""
    moment = site.now
    midnight = dt.datetime.combine(moment.date() + dt.timedelta(days=1), dt.time(), moment.tzinfo)
    windows = [one.window(moment.tzinfo) for one in site.every()]
    planned = [one for window in windows for one in (window.start, window.end) if one]
    return min([midnight, *(one for one in planned if one > moment)])


def load_settings(settings_file: Path, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Pelican's settings from a file. Raises BuildFailure where they cannot be used."""
    if not settings_file.is_file():
        raise BuildFailure(f"There is no settings file {settings_file}.")
    try:
        with recorded():  # it warns of a missing SITEURL, which a preview does not need
            settings: dict[str, Any] = read_settings(str(settings_file), override=dict(overrides))
    except SyntaxError as error:
        raise BuildFailure(f"The settings cannot be read: {error}.") from error
    except ValueError as error:  # Pelican's words for a missing folder are for programmers
        name = "theme" if "theme" in str(error) else "content"
        raise BuildFailure(
            f"There is no folder `{name}` here. Make it, or bring it back."
        ) from error
    # What its functions do is no value: filters, for example.
    settings["CMS_SETTINGS"] = fingerprint(sorted(settings_file.absolute().parent.glob("*.py")))
    return settings


def published_address(settings_file: Path) -> str:
    """Where readers find the site, by the settings of the published one; empty without any."""
    published = settings_file.with_name("publishconf.py")
    return str(load_settings(published, {})["SITEURL"]) if published.is_file() else ""


def ledger_of(settings_file: Path, settings: Mapping[str, Any]) -> Path:
    """The file of the ledger."""
    name: str = settings.get("CMS_LEDGER", LEDGER)
    return settings_file.parent / name


def _inputs(settings: Mapping[str, Any], ledger: Path) -> tuple[Path, ...]:
    """The files and folders that a site is made from, beside the program and the settings."""
    templates = settings["THEME_TEMPLATES_OVERRIDES"]
    every = (settings["PATH"], settings["THEME"], ledger, *templates)
    return tuple(Path(path).absolute() for path in every)


def _build_into(folder: Path, settings_file: Path, overrides: Mapping[str, Any]) -> Built:
    collect_seldom()
    for _ in range(TRIES):
        settings = load_settings(settings_file, {**overrides, "OUTPUT_PATH": str(folder)})
        ledger = ledger_of(settings_file, settings)
        inputs = _inputs(settings, ledger)
        before = stamps_of(inputs).with_contents()
        built, is_same = None, False
        try:
            with suppress(ContentChanged):
                built = _run(folder, settings, ledger, inputs, before)
        finally:
            is_same = stamps_of(inputs).of == before.of
            if not is_same and "CMS_PAGES" in settings:
                settings["CMS_PAGES"].forget()
        if built and is_same:
            return built
        _empty(folder)
    raise BuildFailure("The content keeps changing while the site is built. Try again in a moment.")


def _empty(folder: Path) -> None:
    """Remove all that is in a folder: pages of content that is gone must not stay."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _run(
    folder: Path,
    settings: dict[str, Any],
    ledger_file: Path,
    inputs: tuple[Path, ...],
    before: Stamps,
) -> Built:
    with recorded() as log:
        engine = pelican.Pelican(settings)
        if log.errors:
            raise BuildFailure(f"A plugin cannot be used: {log.errors[0]}")
        try:
            engine.run()
        except Exception as error:
            known: Problems = settings.get("CMS_PROBLEMS", ())
            if not has_errors(known):
                raise
            # Pages cannot always be made from what is left of faulty content.
            more = error.problems if isinstance(error, ContentErrors) else ()
            raise ContentErrors((*known, *more)) from error
    # A check goes on without a file that is linked and not there: that is named already.
    missing = FileNotFoundError if settings["CMS_CHECK"] else ()
    for failure in log.failures:
        if not isinstance(failure, missing):
            raise failure
    if log.errors:
        raise BuildFailure(f"Pelican could not build the site: {log.errors[0]}")
    site: Site = settings["CMS_SITE"]
    output, problems = look_at_pages(folder, settings, ledger_file)
    if has_errors(problems) and not settings["CMS_CHECK"]:
        raise ContentErrors(problems)
    return Built(
        folder,
        folder,
        site,
        len(output.pages),
        settings["SITEURL"],
        settings["DEMONSTRATION"],
        problems,
        output,
        settings["SITENAME"],
        ledger_file,
        urls_of(output, settings),
        Made(
            inputs,
            before,
            site.now.timestamp(),
            _next_change(site).timestamp(),
            _basis(settings, problems),
        ),
        work_of(output, settings),
        settings,
    )


def _basis(settings: Mapping[str, Any], problems: Problems) -> dict[str, Any] | None:
    """What a build goes on from, after which only some texts were edited; see `renewal`."""
    pages: Pages = settings["CMS_PAGES"]
    quiet: Quiet = settings["CMS_QUIET"]
    states = (settings["CMS_KNOWN"], pages.basis())
    if settings["CMS_EMPTY_FEEDS"] or not all(states):
        return None
    return {
        "states": states,
        "warned": sorted({problem.location.path for problem in problems}),
        "loud": {path: _of_files(keys) for path, keys in quiet.loud.items()},
        "site rules": _of_files(settings["CMS_SITE_RULES_READ"]),
    }


def _of_files(keys: Iterable[Key]) -> list[Key]:
    """Those of the keys under which something else may be read after an edit."""
    return sorted(key for key in keys if key[0] in FIELDS)
