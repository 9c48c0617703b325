"""The photos of a site as pages show them: in several sizes, each with its width and height."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote, unquote

from ..cache import digest_of
from ..drawing.photos import FORMATS, Photo, draw_photo, read_photo
from ..pictures import size_of
from ..rules.links import TO_FILES, file_linked
from ..tracing import note
from .drawn import Drawing

_IMAGE = re.compile(r'<img((?: [\w-]+="[^"]*")+)>')
"""As safe HTML has it: `>` may stand within an attribute."""

_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


class Photos:
    """What is known of the pictures in the content folder, each looked at once.

    `sizes` tells how wide the theme shows a picture in a text, as HTML has it.
    """

    def __init__(self, folder: Path, sizes: str) -> None:
        self._folder = folder
        self._sizes = sizes
        self._known: dict[str, Photo | None] = {}

    def drawings(self, assets: Iterable[str]) -> dict[str, Drawing]:
        """All files of all photos, by their paths."""
        found: dict[str, Drawing] = {}
        for photo in filter(None, map(self._photo, sorted(assets))):
            file = self._folder / photo.path
            for path, width, form in photo.files():
                key = digest_of(f"photo {photo.digest} {width} {form}".encode())
                found[path] = Drawing(key, partial(draw_photo, file, width, form))
        return found

    def shown(self, path: str, attributes: Mapping[str, str], siteurl: str) -> str:
        """A picture as HTML, from its path below the content folder.

        `attributes` are those of `img`, among them `src` and `alt`; they count as written.
        """
        note("file", path)
        photo = self._photo(path)
        size = photo.size if photo else size_of(self._folder / path)
        if size and not {"width", "height"} & attributes.keys():
            attributes = {**attributes, "width": str(size[0]), "height": str(size[1])}
        img = f"<img{_written(attributes)}>"
        if photo is None:
            return img
        width = attributes.get("width", "")
        sizes = f"(min-width: {width}px) {width}px, 100vw" if width.isdecimal() else ""
        sizes = sizes if sizes and int(width) < photo.size[0] else self._sizes
        sources = "".join(_source(photo, form, sizes, siteurl) for form in FORMATS)
        return f"<picture>{sources}{img}</picture>"

    def in_text(self, html: str, source: str, siteurl: str) -> str:
        """Safe HTML of a content file, with its pictures as `shown`, loaded when they come near."""
        return _IMAGE.sub(lambda found: self._in_text(found, source, siteurl), html)

    def _in_text(self, found: re.Match[str], source: str, siteurl: str) -> str:
        attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(found[1])}
        link = attributes.get("src", "")
        is_address = link.startswith("/")
        path = unquote(link[1:]) if is_address else file_linked(link, source, TO_FILES)
        if not path or not path.startswith("images/"):
            return found[0]
        return self.shown(path, {"loading": "lazy", **attributes}, siteurl)

    def _photo(self, path: str) -> Photo | None:
        if path not in self._known:
            is_ours = path.startswith("images/")
            self._known[path] = read_photo(self._folder, path) if is_ours else None
        return self._known[path]


def _source(photo: Photo, form: str, sizes: str, siteurl: str) -> str:
    listed = (f"{siteurl}/{quote(photo.version(width, form))} {width}w" for width in photo.widths)
    attributes = {"type": f"image/{form}", "srcset": ", ".join(listed), "sizes": sizes}
    return f"<source{_written(attributes)}>"


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
