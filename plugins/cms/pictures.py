"""The size of a picture file in pixels."""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path
from typing import BinaryIO
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
    try:
        with path.open("rb") as file:
            return _size(file, path.suffix.lower())
    except OSError:
        return None


def size_in(content: bytes, suffix: str) -> tuple[int, int] | None:
    """The same of a picture that is not in a file yet; `suffix` is the ending it will have."""
    return _size(io.BytesIO(content), suffix)


def _size(file: BinaryIO, suffix: str) -> tuple[int, int] | None:
    try:
        if suffix == ".svg":
            return _drawn(file)
        return _taken(file) if suffix in RASTER else None
    except (OSError, SyntaxError, ValueError):  # what is no picture; ParseError is a SyntaxError
        return None


def _taken(file: BinaryIO) -> tuple[int, int]:
    from PIL import Image  # only sites with photographs need it

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(file) as image:
            width, height = image.size
            turned = image.getexif().get(0x0112) in _TURNED
            return (height, width) if turned else (width, height)
    except Image.DecompressionBombError as error:
        raise ValueError(str(error)) from None


def _drawn(file: BinaryIO) -> tuple[int, int] | None:
    """The size that an SVG states, or that of its `viewBox`."""
    _, root = next(ElementTree.iterparse(file, events=("start",)), ("", None))
    if root is None:
        return None
    stated = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if all(stated):
        width, height = (float(found[1]) for found in stated if found)
    else:
        *_, width, height = map(float, root.get("viewBox", "").replace(",", " ").split())
    return round(width), round(height)
