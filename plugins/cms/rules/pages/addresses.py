"""Which file below the output folder an address of the site means, and the other way round."""

from __future__ import annotations

from functools import lru_cache
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit


def target(link: str, page: str, siteurl: str) -> tuple[str, str] | None:
    """(file, anchor) that a link on a page leads to, or None for an address elsewhere.

    `page` and the file are paths below the output folder; `siteurl` is what stands
    before the addresses of this site.
    """
    found = _resolved(link, "" if link[:1] in {"/", "#"} else dirname(page), siteurl)
    return (page, found[1]) if found and not found[0] else found


@lru_cache(maxsize=4_000)  # most links of a page are on many others too
def _resolved(link: str, folder: str, siteurl: str) -> tuple[str, str] | None:
    """The same for a page in a folder; the file is empty where it is the page itself."""
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
        return "", unquote(parts.fragment)
    if not path.startswith("/"):
        path = join("/", folder, path)
    file = normpath(path).lstrip("/")
    if path.endswith("/") or not file or file == ".":
        file = join(file, "index.html") if file not in {"", "."} else "index.html"
    return file, unquote(parts.fragment)


def address(file: str) -> str:
    """`/blog/` for `blog/index.html`."""
    return f"/{file.removesuffix('index.html')}"
