"""The size of a picture file in pixels."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from xml.etree import ElementTree

RASTER = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"})
SUFFIXES = RASTER | {".svg"}

_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")
_TURNED = frozenset({5, 6, 7, 8})
"""Orientations of EXIF in which width and height change places."""


def size_of(path: Path) -> tuple[int, int] | None:
    """(width, height) as a browser shows it, or None for what is no picture that it knows.

    Only the head of the file is read.
    """
    suffix = path.suffix.lower()
    try:
        if suffix == ".svg":
            return _drawn(path)
        return _taken(path) if suffix in RASTER else None
    except (OSError, SyntaxError, ValueError):  # what is no picture; ParseError is a SyntaxError
        return None


def _taken(path: Path) -> tuple[int, int]:
    from PIL import Image  # only sites with photographs need it

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(path) as image:
            width, height = image.size
            turned = image.getexif().get(0x0112) in _TURNED
            return (height, width) if turned else (width, height)
    except Image.DecompressionBombError as error:
        raise ValueError(str(error)) from None


def _drawn(path: Path) -> tuple[int, int] | None:
    """The size that an SVG states, or that of its `viewBox`."""
    with path.open("rb") as file:
        _, root = next(ElementTree.iterparse(file, events=("start",)), ("", None))
    if root is None:
        return None
    stated = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if all(stated):
        width, height = (float(found[1]) for found in stated if found)
    else:
        *_, width, height = map(float, root.get("viewBox", "").replace(",", " ").split())
    return round(width), round(height)
