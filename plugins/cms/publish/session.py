"""Many builds of one site in one process: after a change of texts, only what shows them is made."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..clock import now
from ..entries import Entry
from ..heap import collect
from ..rewritten import changed_keys, rewritten
from ..rules.quiet import Quiet
from ..site import Site
from ..tracing import Key
from .build import Built, build
from .late import note_for_later
from .looking import look_at_pages
from .pages import Pages
from .reading import subject_of
from .release import Release

_MANY = 2_000
"""From how many entries on a site takes so much memory that there cannot be two."""


class Session:
    """Builds a site again and again, and keeps what it knows from one time to the next."""

    def __init__(self, settings_file: Path) -> None:
        self._settings_file = settings_file
        self._last: Built | None = None
        self._files: _Files | None = None
        self._tops: frozenset[Path] = frozenset()

    def build(self, changed: Collection[Path] | None, **overrides: Any) -> Built:
        """As `build`; `changed` are all files that may have changed since, None where all may.

        Where only texts and fields of entries have changed that no list shows, pages are put
        into the site that stands there, one after the other: each is whole at any moment.
        """
        last, self._last = self._last, None  # what a failure leaves is neither the old nor the new
        built = self._renewed(last, changed) if last and changed is not None else None
        if built is None:
            if last:
                is_large = len(last.site.entries) > _MANY
                self._files = last = None
                if is_large:  # two sites at once would be much; else it has time until later
                    collect()
            built = build(self._settings_file, **overrides)
            self._files = _Files(built.site, Path(built.settings["PATH"]).absolute().parent)
            self._tops = frozenset(built.top.iterdir())
        self._last = built
        return built

    def _renewed(self, last: Built, changed: Collection[Path]) -> Built | None:
        """The last site with the changes; None where it has to be built as a whole."""
        moment = now(last.settings["TIMEZONE"]).timestamp()
        if not last.made.since <= moment < last.made.until or not self._stands(last):
            return None
        entries = self._files.entries(changed) if self._files else None
        if entries is None:
            return None
        root = Path(last.settings["PATH"]).absolute().parent
        unfinished = subject_of(last.settings).unfinished
        warned = {problem.location.path for problem in last.problems}
        keys: set[Key] = set()
        for entry in entries:
            other = rewritten(root, entry.face, entry.collection, unfinished)
            if other is None or entry.path in warned:  # the line may be another one now
                return None
            keys |= changed_keys(entry.path, entry.digests, other.digests)
            entry.renew(other)
        return self._remade(last, keys) if keys else last

    def _stands(self, last: Built) -> bool:
        """Whether nobody has taken the site away, or something at its top."""
        return Release(last.folder).current() == last.top and self._tops <= {*last.top.iterdir()}

    def _remade(self, last: Built, changed: set[Key]) -> Built | None:
        settings, site = last.settings, last.site
        site.forget(changed)
        for once in settings["CMS_ONCE"]:
            once.forget(changed)
        quiet: Quiet = settings["CMS_QUIET"]
        read_by_site_rules: set[Key] = settings["CMS_SITE_RULES_READ"]
        if not read_by_site_rules.isdisjoint(changed) or not quiet.after(site, changed):
            return None
        pages: Pages = settings["CMS_PAGES"]
        release = Release(last.folder)
        with release.stage() as staged:
            if release.current() != last.top:
                return None
            remade = pages.remake(changed, staged)
            if remade is None or not all((last.top / path).exists() for path in remade.paths):
                return None
            if not remade.are_alike:
                output, problems = look_at_pages(last.top, settings, last.ledger)
                if problems != last.problems:
                    return None
                last = replace(last, output=output)
            for path in remade.paths:
                (staged / path).replace(last.top / path)
        pages.save()
        note_for_later(settings)
        return last


class _Files:
    """The files of the entries of a site, and the folders that they are in."""

    def __init__(self, site: Site, root: Path) -> None:
        self._entries = {f"{root}/{entry.path}": entry for entry in site.entries}
        self._folders: dict[str, int | None] = {}
        for folder in {path.rpartition("/")[0] for path in self._entries}:
            while folder not in self._folders and folder:
                self._folders[folder] = _number(folder)
                folder = folder.rpartition("/")[0]

    def entries(self, changed: Collection[Path]) -> list[Entry] | None:
        """The entries whose files have changed; None where something else may have."""
        found: list[Entry] = []
        for path in changed:
            entry = self._entries.get(str(path))
            if entry and path.is_file() and not path.is_symlink():
                found.append(entry)
            elif self._folders.get(str(path)) != _number(path) or not path.is_dir():
                return None
        return found


def _number(folder: Path | str) -> int | None:
    """By what the system knows a folder: one that was moved here has another number."""
    try:
        return os.stat(folder).st_ino  # noqa: PTH116
    except (OSError, ValueError):  # where the system has another encoding, it may be no name
        return None
