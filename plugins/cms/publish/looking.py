"""The finished folder of a build: what rules and commands need to know of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ..entries import Entry
from ..errors import Problems
from ..history import renamed_to
from ..ledger import Ledger, read_ledger, url_of
from ..outputs.redirects import file_at, redirects
from ..rules.pages import Output, check_pages, without_sequels
from ..rules.severity import weigh
from ..site import Site
from .contents import coming
from .feeds import expected_in_feeds
from .pages import Pages


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


def _files_below(folder: str, prefix: str) -> Iterator[str]:
    """The files below a folder, by their paths below it; a large site has many."""
    with os.scandir(folder) as found:
        for one in found:
            if one.is_dir():
                yield from _files_below(one.path, f"{prefix}{one.name}/")
            elif one.is_file():
                yield f"{prefix}{one.name}"


def urls_of(output: Output, settings: Mapping[str, Any]) -> frozenset[str]:
    """The addresses for the ledger: pages, redirects, feeds, and files made of the content.

    What programs look for at a place of its own (RFC 8615) may come and go.
    """
    written: dict[str, Entry | None] = settings["CMS_WRITTEN"]
    site, made = output.site, settings["CMS_MADE"]
    pages = {path for path, entry in written.items() if not entry or site.is_published(entry)}
    listed = {path for path in made if not path.startswith(".well-known/")}
    files = pages.union(site.memo(redirects), listed, output.feeds) - {"404.html"}
    return frozenset(url_of(path) for path in files if path in output.files)


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


def work_of(output: Output, settings: Mapping[str, Any]) -> Work:
    """What there was to do for a finished folder."""
    pages: Pages = settings["CMS_PAGES"]
    new = (output.folder / path for path in output.files - pages.linked)
    written = sum(path.stat().st_size for path in new if path.exists())
    parsed, judged = settings["CMS_PARSED"], settings["CMS_JUDGED"]
    made = frozenset(pages.made)
    return Work(parsed, judged, made, len(settings["CMS_WRITTEN"]) - len(made), written)
