"""Which posts each feed should hold, by the settings that Pelican makes feeds from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pelican.contents import Article

_FORMS = ("ATOM", "RSS")


def expected_in_feeds(settings: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """{path of a feed: paths of the pages that it must list}, both below the output folder."""
    posts = [
        content
        for content in settings["CMS_CONTENTS"].values()
        if isinstance(content, Article) and content.status == "published"
    ]
    most = settings["FEED_MAX_ITEMS"]
    feeds: dict[str, list[Article]] = {}
    for path, post in _held(posts, settings):
        feeds.setdefault(path, []).append(post)
    return {path: tuple(_newest(held, most)) for path, held in sorted(feeds.items())}


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
