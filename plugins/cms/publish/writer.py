"""Pelican's writer, which also gives each page its texts and remembers what was written."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

from pelican.writers import Writer

from ..entries import Entry
from ..errors import ContentErrors, Location, Problem
from .pages import Pages
from .texts import PageTemplate


class SiteWriter(Writer):  # type: ignore[misc]
    """`written` maps each page's path below the output folder to its entry, or None."""

    @property
    def written(self) -> dict[str, Entry | None]:
        pages: dict[str, Entry | None] = self.settings["CMS_WRITTEN"]
        return pages

    def write_file(
        self,
        name: Any,
        template: Any,
        context: Any,
        relative_urls: bool = False,
        paginated: Any = None,
        template_name: str | None = None,
        override_output: bool = False,
        url: str | None = None,
        **own: Any,
    ) -> None:
        """As Pelican's; templates get the texts of the page besides, and its entry.

        A page that is made later goes past Pelican, which makes its folder and waits for its text.
        """
        entry = getattr(own.get("article") or own.get("page"), "entry", None)
        if name:
            self._claim(str(name), entry)
        pages: Pages = self.settings["CMS_PAGES"]
        if not paginated and not pages.wants(str(name)):
            return
        page = PageTemplate(template, self.settings, context)
        is_divided = template_name in self.settings["PAGINATED_TEMPLATES"]
        if name and pages.are_made_later and not is_divided:
            page.render({"output_file": name, **own})
            return
        more = relative_urls, paginated, template_name, override_output, url
        super().write_file(name, page, context, *more, **own)

    def write_feed(
        self, elements: Any, context: Any, path: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        """As Pelican's; a feed of the same posts is not written anew."""
        write = partial(super().write_feed, elements, context, path, *args, **kwargs)
        shown = list(elements[: self.settings["FEED_MAX_ITEMS"]])
        if not path or not shown:  # without posts it has the time of the build in it
            return write()
        own = {"feed": path, "posts": shown, "args": args, **kwargs}

        pages: Pages = self.settings["CMS_PAGES"]
        return pages.feed(own, str(path), write)

    def _open_w(self, filename: Any, encoding: Any, override: bool = False) -> Any:
        """As Pelican's; what is there already is not written once more."""
        if self.settings["CMS_PAGES"].is_taken(filename):
            return io.StringIO()
        return super()._open_w(filename, encoding, override)

    def _claim(self, name: str, entry: Entry | None) -> None:
        """Note the page; raise ContentErrors where another one has its address."""
        if name in self.written and (entry or self.written[name]):
            owner = entry or self.written[name]
            assert owner is not None
            raise ContentErrors([taken(owner.document.where("path"), name)])
        self.written[name] = entry


def taken(place: Location, name: str) -> Problem:
    """The problem of a line that claims an address which the site itself uses."""
    return Problem(
        place,
        "duplicate-address",
        f"the address `/{name.removesuffix('index.html')}` is taken by a list that the site makes",
        "Choose another address.",
    )
