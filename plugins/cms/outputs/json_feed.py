"""Posts as a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Post:
    """A post with whole addresses. Texts are plain but for `html`; moments have a time zone."""

    url: str
    title: str
    summary: str
    html: str
    lang: str
    published: dt.datetime
    modified: dt.datetime | None
    authors: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]


def json_feed(title: str, siteurl: str, path: str, lang: str, posts: Iterable[Post]) -> bytes:
    """The feed at `path` below the site. `authors` of posts are names with addresses."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": f"{siteurl}/",
        "feed_url": f"{siteurl}/{path}",
        "language": lang,
        "items": [_item(post, lang) for post in posts],
    }
    return f"{json.dumps(feed, ensure_ascii=False, indent=1)}\n".encode()


def _item(post: Post, lang: str) -> dict[str, Any]:
    item = {
        "id": post.url,
        "url": post.url,
        "title": post.title,
        "summary": post.summary,
        "content_html": post.html,
        "date_published": post.published.isoformat(),
        "date_modified": post.modified.isoformat() if post.modified else None,
        "authors": [{"name": name, "url": url} for name, url in post.authors],
        "tags": list(post.tags),
        "language": post.lang if post.lang != lang else None,
    }
    return {key: value for key, value in item.items() if value}
