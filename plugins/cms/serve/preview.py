"""What each browser is told: how the page that it shows stands, and what is to be mended."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from markupsafe import Markup

from .outcome import Outcome
from .pages import Folder, Page, file_at
from .panel import render, render_panel

_HEARTBEAT = 15.0
"""After how many seconds without news a browser is told that the preview still runs."""


class Preview:
    """The site in a folder, how its last build went, and which pages browsers show."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.panel = Markup()
        self.was_built = False
        self._early: dict[str, Page] = {}
        self._shown: dict[str, bytes] = {}
        self._ahead_of: Path | None = None
        self._open: Counter[str] = Counter()
        self._stopped = False
        self._news = asyncio.Event()

    def site(self) -> Folder | None:
        """The site as it is at this moment; None where there is none yet."""
        return Folder(self.output) if self.output.is_dir() else None

    def page(self, path: str) -> Page | None:
        """The newest page at a path; None where there is none, nor one that stands in for it."""
        site = self.site()
        early = self._early.get(file_at(path)) if self._is_ahead(site) else None
        return early or (site.page(path) if site else None)

    def early_file(self, path: str) -> bytes | None:
        """What is in a file at a path that an early page shows; None where it is no such file.

        Its build may have been given up since, and its folder be gone.
        """
        return self._shown.get(file_at(path)) if self._is_ahead(self.site()) else None

    def file(self, path: str) -> Path | None:
        """The file at a path in the site as it is at this moment."""
        site = self.site()
        return site.file(path) if site else None

    def opened(self) -> list[str]:
        """The pages that browsers show, as files below the output folder."""
        return sorted(map(file_at, self._open))

    def tell(self, outcome: Outcome) -> None:
        """Take in how a build went, and tell every browser."""
        self._early, self._shown = {}, {}
        self.was_built = outcome.pages is not None
        self.panel = render_panel(outcome, has_site=self.site() is not None)
        self._spread()

    def tell_early(self, folder: Path, name: str) -> None:
        """Take in a page that is finished in a folder where the build still goes on."""
        path = f"/{name.removesuffix('index.html')}"
        site = self.site()
        if not self._is_ahead(site):
            self._early, self._shown = {}, {}
        self._ahead_of = site.path if site else None
        page = Folder(folder, below=site).page(path)
        is_whole = page and page.status == 200 and all(page.shown.values())
        if page and is_whole:  # else the folder has been moved to its place meanwhile
            self._early[name] = page
            self._shown |= page.shown
            self._spread()

    def stop(self) -> None:
        """Say no more: an open stream would keep the server from ending."""
        self._stopped = True
        self._spread()

    async def states(self, path: str) -> AsyncIterator[str]:
        """What concerns the page at a path, now and whenever it changes; "" is a sign of life.

        JSON with `page` and `styles`, which change when those of the page do, the addresses of
        its `sheets`, and the `panel` (HTML).
        """
        told = ""
        with self._opened(path):
            while not self._stopped:
                news = self._news
                state = json.dumps(self._state(self.page(path)))
                yield state if state != told else ""
                told = state
                with suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), _HEARTBEAT)

    def own_page(self, title: str, text: str) -> str:
        """A page of our own, where the site has none to show."""
        script = self.script(None)
        return render("page.html", title=title, text=text, panel=self.panel, script=script)

    def script(self, page: Page | None) -> Markup:
        """What keeps a page up to date; None stands for one of our own, with the panel in it."""
        state = self._state(page)
        return Markup(
            '<script src="/__preview__/preview.js" data-page="{}" data-styles="{}"{} defer>'
            "</script>\n"
        ).format(state["page"], state["styles"], Markup() if page else Markup(" data-standalone"))

    def _state(self, page: Page | None) -> dict[str, object]:
        version = page.version if page else f"none-{zlib.crc32(self.panel.encode()):x}"
        return {
            "page": version,
            "styles": page.styles if page else "",
            "sheets": page.sheets if page else (),
            "panel": self.panel,
        }

    def _is_ahead(self, site: Folder | None) -> bool:
        """Whether what was told early is newer than the site: it is not once the site is new."""
        return (site.path if site else None) == self._ahead_of

    @contextmanager
    def _opened(self, path: str) -> Iterator[None]:
        self._open[path] += 1
        try:
            yield
        finally:
            self._open -= Counter([path])  # what has come to zero is gone

    def _spread(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()
