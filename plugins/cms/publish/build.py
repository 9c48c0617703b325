"""One build, from the settings to a finished folder: the site, or the reasons why not."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pelican
from pelican.settings import read_settings

from ..cache import fingerprint
from ..clock import now
from ..entries import Entry
from ..errors import BuildFailure, ContentErrors, Problems, has_errors
from ..heap import collect_seldom
from ..history import renamed_to
from ..ledger import FILE as LEDGER
from ..ledger import Ledger, read_ledger, url_of
from ..linking import linked
from ..loader import ContentChanged
from ..outputs.redirects import file_at, redirects
from ..rewritten import FIELDS
from ..rules.pages import Output, check_pages, without_sequels
from ..rules.quiet import Quiet
from ..rules.severity import weigh
from ..site import Site
from ..stamps import Stamps, stamps_of
from ..tracing import Key
from ..unchanged import Made
from .contents import coming
from .edge import content_of, subject_of
from .feeds import expected_in_feeds
from .log import recorded
from .pages import Pages
from .release import Release

TRIES = 3
"""How often a build begins again because content changed while it ran."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a build had to do, counted.

    `parsed` are the files of entries that were understood anew, and `judged` the entries that
    rules looked at. `made` are the pages that were rendered, by their paths; `taken` counts the
    others. `written` are bytes: those of all files of the output but the pages that were there
    already.
    """

    parsed: int
    judged: int
    made: frozenset[str]
    taken: int
    written: int


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
        _urls(output, settings),
        Made(
            inputs,
            before,
            site.now.timestamp(),
            _next_change(site).timestamp(),
            _basis(settings, problems),
        ),
        _work(output, settings),
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


def _work(output: Output, settings: Mapping[str, Any]) -> Work:
    pages: Pages = settings["CMS_PAGES"]
    new = (output.folder / path for path in output.files - pages.linked)
    written = sum(path.stat().st_size for path in new if path.exists())
    parsed, judged = settings["CMS_PARSED"], settings["CMS_JUDGED"]
    made = frozenset(pages.made)
    return Work(parsed, judged, made, len(settings["CMS_WRITTEN"]) - len(made), written)


def look_at_pages(
    folder: Path, settings: Mapping[str, Any], ledger_file: Path
) -> tuple[Output, Problems]:
    """The pages of a build, and all problems: those of the content and of the pages."""
    site: Site = settings["CMS_SITE"]
    ledger = read_ledger(ledger_file, ledger_file.as_posix())
    output = _read_output(folder, site, settings, ledger)
    found = weigh(site, check_pages(output), settings["CMS_SEVERITY"])
    if site.faulty:  # what links to a page may be what could not be made
        found = (one for one in found if one.code != "orphan-page")
    of_content: Problems = settings["CMS_PROBLEMS"]
    of_pages = without_sequels(of_content, found)
    return output, tuple(sorted({*of_content, *ledger.problems, *of_pages}))


def _files_below(folder: str, prefix: str) -> Iterator[str]:
    """The files below a folder, by their paths below it; a large site has many."""
    with os.scandir(folder) as found:
        for one in found:
            if one.is_dir():
                yield from _files_below(one.path, f"{prefix}{one.name}/")
            elif one.is_file():
                yield f"{prefix}{one.name}"


def _urls(output: Output, settings: Mapping[str, Any]) -> frozenset[str]:
    """The addresses for the ledger: pages, redirects, feeds, and files made of the content.

    What programs look for at a place of its own (RFC 8615) may come and go.
    """
    written: dict[str, Entry | None] = settings["CMS_WRITTEN"]
    site, made = output.site, settings["CMS_MADE"]
    pages = {path for path, entry in written.items() if not entry or site.is_published(entry)}
    listed = {path for path in made if not path.startswith(".well-known/")}
    files = pages.union(site.memo(redirects), listed, output.feeds) - {"404.html"}
    return frozenset(url_of(path) for path in files if path in output.files)


def _read_output(folder: Path, site: Site, settings: Mapping[str, Any], ledger: Ledger) -> Output:
    """The finished pages, each read once, without the notes in place of expired ones."""
    written: dict[str, Entry | None] = settings["CMS_WRITTEN"]
    expired = {entry.save_as for entry in site.expired}
    files = set(_files_below(str(folder), ""))
    if settings["CMS_CHECK"]:  # links to pages that could not be made are not broken
        files |= {one.save_as for one in site.unread if one.save_as and one.path in site.faulty}
        files |= {file_at(old) for old in site.redirects.faulty}
    made: Pages = settings["CMS_PAGES"]
    pages = {
        path: made.facts(path, entry)
        for path, entry in sorted(written.items())
        if path not in expired
    }
    return Output(
        site,
        folder,
        pages,
        frozenset(files),
        settings["SITEURL"],
        {path: way.target for path, way in site.memo(redirects).items() if way.target},
        expected_in_feeds(settings),
        settings["CMS_MAX_IMAGE_KB"],
        frozenset(coming(site, settings["CMS_CONTENTS"].values())),
        ledger,
        partial(renamed_to, folder=Path(settings["PATH"]).parent),
        {path: found for path, found in made.findings.items() if path in pages},
    )
