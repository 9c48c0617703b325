"""The one generator: pages of the kinds that Pelican does not know, and files beside the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from pelican.contents import Content
from pelican.generators import Generator

from ..entries import Entry
from ..errors import ContentErrors
from ..outputs.codes import qr_code
from ..outputs.headers import FILE as HEADERS
from ..outputs.headers import header_rules, to_text
from ..outputs.manifest import manifest
from ..outputs.redirects import Way, redirect_page, redirects, redirects_file
from ..outputs.sitemap import robots, sitemap
from ..site import Site
from .blobs import write
from .contents import to_content
from .drawings import card_drawings, colors, icon_drawings, icons
from .drawn import Drawn
from .feeds import write_json_feed
from .late import note_for_later
from .pages import Pages
from .styles import Styles
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
        pages: Pages = self.settings["CMS_PAGES"]
        for page in pages.listed(lambda: list(site.subject.lists(site))):
            writer.write_file(
                f"{page.address}index.html",
                self.get_template(page.template),
                self.context,
                relative_urls=self.settings["RELATIVE_URLS"],
                url=page.address,
                page_title=page.title,
                page_summary=page.summary,
                **page.values,
            )
        ways = site.memo(redirects)
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
        write_json_feed(self.settings, pages, Path(self.output_path))
        codes: dict[str, bytes] = {}
        pages.finish(lambda: codes.update(self._make_files(pages)))
        if not pages.are_all:
            return
        if self.settings["CMS_INDEX"] == "now":
            pages.index()
        pages.save()
        note_for_later(self.settings)
        self._draw(writer, pages)
        siteurl = self.settings["SITEURL"]
        hidden = not siteurl or self.settings["DEMONSTRATION"]
        files = codes
        files |= sitemap(_listed(writer, site), siteurl)
        files |= robots(siteurl, hidden)
        if named := icons(self.settings):
            name, lang = self.settings["SITENAME"], self.settings["DEFAULT_LANG"]
            files |= manifest(name, lang, siteurl, named, colors(self.settings))
        of_subject: set[str] = self.settings["CMS_MADE"]
        files = {path: files[path] for path in files.keys() - of_subject}
        files[".nojekyll"] = b""
        files |= self._headers(writer, site)
        problems = [
            taken(way.place, path)
            for path, way in ways.items()
            if path in files or Path(self.output_path, path).exists()
        ]
        if problems:
            raise ContentErrors(problems)
        files |= self._at_former_addresses(ways, files, site)
        for path, content_bytes in files.items():
            write(Path(self.output_path, path), content_bytes)

    def _make_files(self, pages: Pages) -> Mapping[str, bytes]:
        """Make the files of the subject; returns the codes of pages that are read on paper."""
        site, siteurl = self.settings["CMS_SITE"], self.settings["SITEURL"]
        for make in site.subject.files:
            self._write_made(pages.files(_name(make), partial(make, site)))
        for table in site.subject.tables:
            self._write_made(pages.table(_name(table), partial(table, site)))
        codes: dict[str, bytes] = {}
        if siteurl:  # else no page has an address yet
            for content in self.contents:
                if content.entry.collection.on_paper:
                    address = f"{siteurl}/{content.url}"
                    make_code = partial(qr_code, content.save_as, address)
                    codes |= pages.files(f"<code of {address}>", make_code)
        return codes

    def _write_made(self, files: Mapping[str, bytes]) -> None:
        """Write files of the subject: they may be large, and are not held until the end."""
        for path, content_bytes in files.items():
            write(Path(self.output_path, path), content_bytes)
            self.settings["CMS_MADE"].add(path)

    def _headers(self, writer: SiteWriter, site: Site) -> dict[str, bytes]:
        """The file that says with what headers a host shows the pages of readers."""
        pages: Pages = self.settings["CMS_PAGES"]
        shown = {
            path: pages.facts(path, entry)
            for path, entry in writer.written.items()
            if not entry or site.is_published(entry)
        }
        scripted = [path for path, page in shown.items() if page.scripts]
        styles: Styles = self.settings["CMS_STYLES"]
        rules = header_rules(shown, scripted, styles.paths, self.settings["CMS_SEARCH"])
        return {HEADERS: to_text(rules).encode()}

    def _draw(self, writer: SiteWriter, pages: Pages) -> None:
        """Draw the photos of all pages, and what the pages show of themselves elsewhere."""
        site: Site = self.settings["CMS_SITE"]
        shown = (pages.facts(path, entry) for path, entry in writer.written.items())
        photos = self.settings["CMS_PHOTOS"].drawings(site.assets)
        drawn, folder = Drawn(Path(self.settings["CMS_CACHE"])), Path(self.output_path)
        drawn.place(photos, folder)
        self.context["staticfiles"] = [
            one for one in self.context["staticfiles"] if one.save_as not in photos
        ]
        drawn.place(icon_drawings(self.settings), folder)
        drawn.place(card_drawings(shown, self.settings), folder)
        drawn.save()
        pages.linked |= drawn.taken

    def _at_former_addresses(
        self, ways: Mapping[str, Way], made: Mapping[str, bytes], site: Site
    ) -> dict[str, bytes]:
        """A page that leads on for each page that has moved, and a copy of each such file.

        What is made under the address of a page, `plants/rose.csv` beside `plants/rose/`, has
        moved with it.
        """
        siteurl, lang = self.settings["SITEURL"], self.settings["DEFAULT_LANG"]
        files = redirects_file(ways)
        for path, way in ways.items():
            target = way.target or ""
            if way.is_page:
                files[path] = redirect_page(way, siteurl, lang)
                old, new = (one.removesuffix("/index.html") for one in (path, target))
                files |= {
                    f"{old}{file.removeprefix(new)}": self._content(file, made)
                    for file in self.settings["CMS_MADE"].union(made)
                    if file.startswith(f"{new}.")
                }
            elif target in made or Path(self.output_path, target).is_file():
                files[path] = self._content(target, made)
            elif target in site.assets:  # they are only copied to the output later
                files[path] = Path(self.settings["PATH"], target).read_bytes()
        return files

    def _content(self, path: str, made: Mapping[str, bytes]) -> bytes:
        """What is in a file of the output, be it there already or one of those still to write."""
        return made[path] if path in made else Path(self.output_path, path).read_bytes()


def _name(make: Callable[[Site], object]) -> str:
    return f"<{make.__module__}.{make.__qualname__}>"


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
