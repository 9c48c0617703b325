"""The one generator: pages of the kinds that Pelican does not know, and files beside the pages."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pelican.contents import Content
from pelican.generators import Generator

from ..entries import Entry
from ..errors import ContentErrors
from ..outputs.redirects import redirect_page, redirects
from ..outputs.sitemap import robots, sitemap
from ..site import Site
from .contents import to_content
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
        redirect_pages = redirects(site)
        for entry in site.expired:
            if entry.save_as and entry.save_as not in redirect_pages:
                writer.write_file(
                    entry.save_as,
                    self.get_template("expired"),
                    self.context,
                    relative_urls=self.settings["RELATIVE_URLS"],
                    url=entry.url,
                    expired=entry,
                )
        siteurl = self.settings["SITEURL"]
        hidden = not siteurl or self.settings["DEMONSTRATION"]
        files: dict[str, bytes] = {}
        lang = self.settings["DEFAULT_LANG"]
        for path, entry in redirect_pages.items():
            files[path] = redirect_page(entry, siteurl, lang)
        files |= sitemap(_listed(writer, site), siteurl)
        files |= robots(siteurl, hidden)
        files |= self.settings["CMS_STYLESHEET"]
        for made_from in site.subject.files:
            files |= made_from(site)
        files[".nojekyll"] = b""
        problems = [
            taken(entry, path, ("aliases",))
            for path, entry in redirect_pages.items()
            if Path(self.output_path, path).exists()
        ]
        if problems:
            raise ContentErrors(problems)
        for path, content_bytes in files.items():
            target = Path(self.output_path, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content_bytes)


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
