"""Pages that the sitemap leaves out, and posts that a feed leaves out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from .addresses import address, target
from .findings import Finding, first_line
from .output import Output

ASK_SITE = "This is not yours to mend. Ask whoever looks after the site's settings and theme"


def not_in_sitemap(output: Output) -> Iterator[Finding]:
    """Yield each page that search engines may list and the sitemap does not name."""
    listed = {
        found[0]
        for link in _texts(output.folder / "sitemap.xml", "{*}url/{*}loc")
        if (found := target(link, "sitemap.xml", output.siteurl))
    }
    for path, page in output.pages.items():
        if not page.noindex and not page.is_draft and path not in listed:
            yield Finding(
                page.path,
                first_line(page),
                "not-in-sitemap",
                f"search engines may list `{page.address}`, but `/sitemap.xml` does not name it",
                f"{ASK_SITE} to put it there, or to mark the page with `noindex`.",
            )


def not_in_feed(output: Output) -> Iterator[Finding]:
    """Yield each published post that a feed should hold and does not."""
    for feed, expected in output.feeds.items():
        held = {
            found[0]
            for link in _feed_links(output.folder / feed)
            if (found := target(link, feed, output.siteurl))
        }
        for path in expected:
            page = output.pages.get(path)
            if page and path not in held:
                yield Finding(
                    page.path,
                    first_line(page),
                    "not-in-feed",
                    f"the post `{page.address}` is missing in the feed `{address(feed)}`",
                    f"{ASK_SITE} why; those who follow the feed do not hear of it.",
                )


def _feed_links(path: Path) -> list[str]:
    """The pages that a feed lists: Atom, RSS or JSON."""
    if path.suffix == ".json":
        items = json.loads(path.read_bytes())["items"] if path.is_file() else ()
        return [item["url"] for item in items]
    atom = [
        link.get("href", "")
        for link in _found(path, "{*}entry/{*}link")
        if link.get("rel", "alternate") == "alternate"
    ]
    return atom or _texts(path, "channel/item/link")


def _texts(path: Path, what: str) -> list[str]:
    return [(node.text or "").strip() for node in _found(path, what)]


def _found(path: Path, what: str) -> list[ElementTree.Element]:
    """The elements of a file that the build has just written; none where it is not there."""
    try:
        return ElementTree.parse(path).getroot().findall(what)
    except (FileNotFoundError, ElementTree.ParseError):
        return []
