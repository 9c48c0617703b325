"""Which posts each feed should hold, by the settings of feeds, and the one that is JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pelican.contents import Article

from ..outputs.json_feed import Post, json_feed
from .blobs import write
from .pages import Pages

_FORMS = ("ATOM", "RSS")
_JSON = "FEED_ALL_JSON"


def expected_in_feeds(settings: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """{path of a feed: paths of the pages that it must list}, both below the output folder."""
    posts = _published(settings)
    most = settings["FEED_MAX_ITEMS"]
    feeds: dict[str, list[Article]] = {}
    if settings.get(_JSON):
        feeds[settings[_JSON]] = posts
    for path, post in _held(posts, settings):
        feeds.setdefault(path, []).append(post)
    return {path: tuple(_newest(held, most)) for path, held in sorted(feeds.items())}


def write_json_feed(settings: Mapping[str, Any], pages: Pages, folder: Path) -> None:
    """Write the feed that the setting FEED_ALL_JSON names, or take it from a former build."""
    path = settings.get(_JSON)
    if not path:
        return
    newest = sorted(_published(settings), key=lambda post: post.date, reverse=True)
    shown = newest[: settings["FEED_MAX_ITEMS"]]

    def make() -> None:
        title, siteurl = settings["SITENAME"], settings["SITEURL"]
        posts = [_post(one, siteurl) for one in shown]
        lang = settings["DEFAULT_LANG"]
        write(folder / path, json_feed(title, siteurl, path, lang, posts))

    pages.feed({"feed": path, "posts": shown}, path, make)


def _post(content: Article, siteurl: str) -> Post:
    entry = content.entry
    tags = [tag.name for tag in getattr(content, "tags", ())]
    return Post(
        f"{siteurl}/{content.url}",
        entry.title,
        entry.face.summary,
        content.get_content(siteurl),
        content.lang,
        content.date,
        getattr(content, "modified", None),
        tuple((one.name, f"{siteurl}/{one.url}") for one in getattr(content, "authors", ())),
        tuple(dict.fromkeys((content.category.name, *tags))),
    )


def _published(settings: Mapping[str, Any]) -> list[Article]:
    return [
        content
        for content in settings["CMS_CONTENTS"].values()
        if isinstance(content, Article) and content.status == "published"
    ]


def _held(posts: Iterable[Article], settings: Mapping[str, Any]) -> Iterator[tuple[str, Article]]:
    """(path of a feed, a post in it). Translations are only in the feeds of all and of theirs."""
    for post in posts:
        slugs: dict[str, Sequence[str]] = {"FEED_ALL": [""]}
        slugs["TRANSLATION_FEED"] = [post.lang]
        if post.lang == settings["DEFAULT_LANG"]:
            slugs["FEED"] = [""]
            slugs["CATEGORY_FEED"] = [post.category.slug]
            slugs["TAG_FEED"] = [tag.slug for tag in getattr(post, "tags", ())]
            slugs["AUTHOR_FEED"] = [author.slug for author in getattr(post, "authors", ())]
        for prefix, names in slugs.items():
            for form in _FORMS:
                path = settings.get(f"{prefix}_{form}")
                for name in names if path else ():
                    yield str(path).format(slug=name, lang=name), post


def _newest(posts: Sequence[Article], most: int | None) -> Iterator[str]:
    """The posts that a feed of `most` must hold: of those of one day, it may choose."""
    newest = sorted(posts, key=lambda post: post.date, reverse=True)
    last = newest[most].date if most is not None and len(newest) > most else None
    for post in newest:
        if last is None or post.date > last:
            yield post.save_as
