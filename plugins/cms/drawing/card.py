"""A title on the theme's card: the picture that other sites show beside a link to a page.

A card is a PNG of sixteen colors. All but the lines of its title is the same on each, so that it
is drawn and compressed once: one more card takes a millisecond, and a thousand pages have one each.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from .lettering import LEVELS, Lettering

if TYPE_CHECKING:
    from PIL.Image import Image

NAME = "card.png"

_SVG = "http://www.w3.org/2000/svg"
_COLORS = 16
_SMALLER = (1.0, 0.84, 0.7)
"""In which sizes a title is tried."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")

_ZLIB, _LAST = b"\x78\x01", b"\x03\x00"
"""How a stream of zlib begins (RFC 1950), and a last block with nothing in it."""

_ADLER = 65_521

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def card_path(page: str) -> str:
    """The file of the card of a page, both below the output folder; empty where it has none.

    >>> card_path("plants/rose/index.html")
    'plants/rose/card.png'
    """
    folder, _, name = page.rpartition("/")
    if name != "index.html":
        return ""
    return f"{folder}/{NAME}" if folder else NAME


@dataclass(frozen=True, slots=True)
class Box:
    """A place for words, in pixels, with the color and the size of their letters."""

    left: int
    top: int
    width: int
    height: int
    color: str
    size: int


@dataclass(frozen=True, eq=False)
class Design:
    """What all cards of a site share: the ground, of sixteen colors, and the place of the title."""

    ground: Image
    palette: bytes
    title: Box


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of a picture, compressed, with a checksum and the length of what they were before."""

    packed: bytes
    checksum: int
    length: int

    @classmethod
    def of(cls, raw: bytes, level: int) -> _Rows:
        """Compress rows so that they can stand before or after others (RFC 1951)."""
        packer = zlib.compressobj(level, zlib.DEFLATED, -15)
        packed = packer.compress(raw) + packer.flush(zlib.Z_FULL_FLUSH)
        return cls(packed, zlib.adler32(raw), len(raw))


def read_design(svg: str, colors: Mapping[str, str], sitename: str) -> Design:
    """Understand a drawing of a card.

    In it, `var(--name)` stands for one of the colors. Two rectangles are no part of the drawing:
    `<rect id="title" x y width height fill font-size>` says where a title goes, and the one with
    the id `site` where the name of the site goes. Raises ValueError, or ParseError, where it is no
    such drawing.
    """
    from PIL import Image
    from resvg_py import svg_to_bytes

    top = ElementTree.fromstring(_colored(svg, colors))
    boxes = {name: _taken_out(top, name) for name in ("title", "site")}
    title, site = boxes["title"], boxes["site"]
    if title is None:
        raise ValueError('there is no <rect id="title"> in it')
    ElementTree.register_namespace("", _SVG)
    text = ElementTree.tostring(top, encoding="unicode")
    drawn = svg_to_bytes(svg_string=text, skip_system_fonts=True)
    image = Image.open(io.BytesIO(drawn)).convert("RGB")
    if title.left + title.width > image.width or title.top + _most_of(title) > image.height:
        raise ValueError('<rect id="title"> goes beyond its edges')
    if site and Lettering(site.size).knows(sitename):
        image.paste(site.color, (0, 0), _mask(image, site, sitename))
    return _reduced(image, title, sorted(set(_HEX.findall(text))))


def draw_card(design: Design, title: str) -> bytes:
    """A PNG with this title on it, or with none where its letters are not at hand."""
    box = design.title
    lettering, lines = _fitted(title, box)
    height = lettering.line * (len(lines) - 1) + lettering.height if lines else 0
    place = design.ground.crop((0, box.top, design.ground.width, box.top + height))
    for number, line in enumerate(lines):
        # The picture has a byte more at the left of each row.
        lettering.write(line, place, box.left + 2, number * lettering.line)
    before = _same(design, 0, box.top)
    after = _same(design, box.top + height, design.ground.height)
    rows = (before, _Rows.of(_bytes_of(place), 1), after)
    total = reduce(_checked, rows, 1)
    packed = b"".join(one.packed for one in rows)
    return _png(design, b"".join((_ZLIB, packed, _LAST, struct.pack(">I", total))))


def _most_of(title: Box) -> int:
    """How high the words of a title may be; a single line is always there."""
    return max(title.height, _lettering(title.size).height)


def _colored(svg: str, colors: Mapping[str, str]) -> str:
    return re.sub(r"var\((--[\w-]+)\)", lambda found: colors.get(found[1], "#000"), svg)


def _taken_out(top: ElementTree.Element, name: str) -> Box | None:
    for parent in top.iter():
        for one in parent:
            if one.get("id") == name and one.tag == f"{{{_SVG}}}rect":
                parent.remove(one)
                numbers = (one.get(what, "0") for what in ("x", "y", "width", "height"))
                left, at, width, height = (round(float(number)) for number in numbers)
                size = round(float(one.get("font-size", "64")))
                return Box(left, at, width, height, one.get("fill", "#000"), size)
    return None


def _mask(image: Image, box: Box, text: str) -> Image:
    from PIL import Image as Images

    mask = Images.new("L", image.size)
    Lettering(box.size).write(text, mask, box.left, box.top)
    return mask.point([min(255, step * 85) for step in range(256)])


def _reduced(image: Image, title: Box, drawn_with: Sequence[str]) -> Design:
    """The ground in sixteen colors. The first ones are those of the letters."""
    from PIL import Image as Images
    from PIL import ImageChops, ImageColor

    at = image.getpixel((title.left, title.top))
    assert isinstance(at, tuple)
    ink = ImageColor.getrgb(title.color)
    steps = [
        tuple(round(a + (b - a) * step / (LEVELS - 1)) for a, b in zip(at, ink[:3], strict=True))
        for step in range(LEVELS)
    ]
    palette = _palette(image, drawn_with)
    few = image.quantize(palette=palette, dither=Images.Dither.NONE)
    pixels = few.point([min(_COLORS - 1, LEVELS + index) for index in range(256)])
    pixels = Images.frombytes("L", image.size, pixels.tobytes())
    ground = Images.new("RGB", image.size, at)
    is_ground = ImageChops.difference(image, ground).convert("L").point([255] + [0] * 255)
    pixels.paste(0, (0, 0), is_ground)
    wide = Images.new("L", (image.width + 2, image.height))
    wide.paste(pixels, (2, 0))
    others = bytes(palette.getpalette() or ())[: 3 * (_COLORS - LEVELS)]
    return Design(wide, bytes(value for step in steps for value in step) + others, title)


def _palette(image: Image, drawn_with: Sequence[str]) -> Image:
    """The colors that a drawing names, and as many of those between them as there is room for."""
    from PIL import Image as Images
    from PIL import ImageColor

    room = _COLORS - LEVELS
    named = [ImageColor.getrgb(color)[:3] for color in drawn_with][:room]
    between = image.reduce(4).quantize(room - len(named)).getpalette() if len(named) < room else ()
    values = [*(value for color in named for value in color), *(between or ())][: 3 * room]
    palette = Images.new("P", (1, 1))
    palette.putpalette(values + values[:3] * (256 - len(values) // 3))
    return palette


@cache
def _lettering(size: int) -> Lettering:
    return Lettering(size)


def _fitted(title: str, box: Box) -> tuple[Lettering, list[str]]:
    """The title in lines that fit, in the largest size; what is too long ends with `…`."""
    for part in _SMALLER:
        lettering = _lettering(round(box.size * part))
        if not lettering.knows(title):
            return lettering, []
        lines = lettering.wrap(title, box.width)
        most = max(1, (box.height - lettering.height) // lettering.line + 1)
        if len(lines) <= most and all(lettering.width(line) <= box.width for line in lines):
            return lettering, lines
    lines = lines[:most]
    while lines[-1] and lettering.width(f"{lines[-1]}…") > box.width:
        lines[-1] = lines[-1][:-1]
    return lettering, [*lines[:-1], f"{lines[-1].rstrip()}…"]


@lru_cache(maxsize=64)
def _same(design: Design, top: int, bottom: int) -> _Rows:
    """Rows above or below a title: the same on many cards."""
    return _Rows.of(_bytes_of(design.ground.crop((0, top, design.ground.width, bottom))), 9)


def _bytes_of(rows: Image) -> bytes:
    """Rows as PNG has them: two pixels in a byte. The first one says that they are not filtered."""
    from PIL import Image as Images

    return Images.frombytes("P", rows.size, rows.tobytes()).tobytes("raw", "P;4")


def _checked(total: int, rows: _Rows) -> int:
    """The checksum of all so far and of these rows (Adler-32, RFC 1950)."""
    low, high = total & 0xFFFF, total >> 16
    high += (rows.checksum >> 16) + rows.length * (low - 1)
    low += (rows.checksum & 0xFFFF) - 1
    return (high % _ADLER) << 16 | low % _ADLER


def _png(design: Design, packed: bytes) -> bytes:
    """A picture with four bits for each pixel (https://www.w3.org/TR/png-3/)."""
    width, height = design.ground.width - 2, design.ground.height
    head = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", design.palette), (b"IDAT", packed), (b"IEND", b""))
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
