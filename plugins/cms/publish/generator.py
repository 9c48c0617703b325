"""The one generator: pages of the kinds that Pelican does not know, and files beside the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from pelican.contents import Content
from pelican.generators import Generator

from ..entries import Entry
from ..errors import ContentErrors
from ..outputs.codes import qr_code
from ..outputs.redirects import Way, redirect_page, redirects, redirects_file
from ..outputs.sitemap import robots, sitemap
from ..site import Site
from .contents import to_content
from .pages import Pages
from .writer import SiteWriter, taken


class EntriesGenerator(Generator):  # type: ignore[misc]
    """Publishes every entry whose collection names `cms` as its publisher."""

    def generate_context(self) -> None:
        """Make the content objects, so that links can find them."""
        site: Site = self.settings["CMS_SITE"]
        self.context["DEMONSTRATION"] = self.settings["DEMONSTRATION"]
        self.contents: list[Content] = []
        for entry in site.entries:
            if entry.collection.publisher != "cms":
                continue
            content = to_content(entry, site, self.settings, self.context)
            self.settings["CMS_CONTENTS"][entry.path] = content
            self.add_static_links(content)
            if entry.url is not None:
                self.contents.append(content)
                self.add_source_path(content)

    def generate_output(self, writer: SiteWriter) -> None:
        """Write the pages, then what is made from the site as a whole."""
        for content in self.contents:
            writer.write_file(
                content.save_as,
                self.get_template(content.template),
                self.context,
                relative_urls=self.settings["RELATIVE_URLS"],
                url=content.url,
                page=content,
            )
        site: Site = self.settings["CMS_SITE"]
        ways = redirects(site)
        for entry in site.expired:
            if entry.save_as and entry.save_as not in ways:
                writer.write_file(
                    entry.save_as,
                    self.get_template("expired"),
                    self.context,
                    relative_urls=self.settings["RELATIVE_URLS"],
                    url=entry.url,
                    expired=entry,
                )
        pages: Pages = self.settings["CMS_PAGES"]
        pages.finish()
        siteurl = self.settings["SITEURL"]
        hidden = not siteurl or self.settings["DEMONSTRATION"]
        files: dict[str, bytes] = {}
        files |= sitemap(_listed(writer, site), siteurl)
        files |= robots(siteurl, hidden)
        for make in site.subject.files:
            name = f"<{make.__module__}.{make.__qualname__}>"
            self.settings["CMS_MADE"].update(pages.files(name, partial(make, site)))
        if siteurl:  # else no page has an address yet
            for content in self.contents:
                if content.entry.collection.on_paper:
                    address = f"{siteurl}/{content.url}"
                    make_code = partial(qr_code, content.save_as, address)
                    files |= pages.files(f"<code of {address}>", make_code)
        pages.save()
        files |= self.settings["CMS_MADE"]
        files[".nojekyll"] = b""
        problems = [
            taken(way.place, path)
            for path, way in ways.items()
            if path in files or Path(self.output_path, path).exists()
        ]
        if problems:
            raise ContentErrors(problems)
        files |= self._at_former_addresses(ways, files, site)
        for path, content_bytes in files.items():
            target = Path(self.output_path, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content_bytes)

    def _at_former_addresses(
        self, ways: Mapping[str, Way], made: Mapping[str, bytes], site: Site
    ) -> dict[str, bytes]:
        """A page that leads on for each page that has moved, and a copy of each such file."""
        siteurl, lang = self.settings["SITEURL"], self.settings["DEFAULT_LANG"]
        files = redirects_file(ways)
        for path, way in ways.items():
            target = way.target or ""
            if way.is_page:
                files[path] = redirect_page(way, siteurl, lang)
            elif target in made:
                files[path] = made[target]
            elif target in site.assets:  # they are only copied to the output later
                files[path] = Path(self.settings["PATH"], target).read_bytes()
            elif Path(self.output_path, target).is_file():
                files[path] = Path(self.output_path, target).read_bytes()
        return files


def _listed(writer: SiteWriter, site: Site) -> list[tuple[str, dt.date | None]]:
    """The pages that a search engine may list: (address, day of the last change)."""
    expired = {entry.save_as for entry in site.expired}
    return [
        (path.removesuffix("index.html"), _changed(entry))
        for path, entry in writer.written.items()
        if path != "404.html"
        and path not in expired
        and not (entry and not site.is_published(entry))
    ]


def _changed(entry: Entry | None) -> dt.date | None:
    return entry.changed if entry else None
