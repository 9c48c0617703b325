"""Which file below the output folder an address of the site means, and the other way round."""

from __future__ import annotations

from pathlib import PurePosixPath
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit


def target(link: str, page: str, siteurl: str) -> tuple[str, str] | None:
    """(file, anchor) that a link on a page leads to, or None for an address elsewhere.

    `page` and the file are paths below the output folder; `siteurl` is what stands
    before the addresses of this site.
    """
    if siteurl and (link == siteurl or link.startswith(f"{siteurl}/")):
        link = link[len(siteurl) :] or "/"
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    if not path:
        return page, unquote(parts.fragment)
    if not path.startswith("/"):
        path = join("/", str(PurePosixPath(page).parent), path)
    file = normpath(path).lstrip("/")
    if path.endswith("/") or not file or file == ".":
        file = join(file, "index.html") if file not in {"", "."} else "index.html"
    return file, unquote(parts.fragment)


def address(file: str) -> str:
    """`/blog/` for `blog/index.html`."""
    return f"/{file.removesuffix('index.html')}"
