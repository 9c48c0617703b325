"""Letters as small pictures: those that Pillow brings along, and their accents drawn by code.

Pillow has the letters of ASCII alone (Aileron, which is in the public domain). What a text has
beside them is put together here, as far as it can be: `é` is an `e` and a stroke above it.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

LEVELS = 4
"""How many steps there are from the ground to the ink."""

_STEPS = [min(LEVELS - 1, (value + 42) // 85) for value in range(256)]
_IS_INK = [255 if step else 0 for step in _STEPS]

_Points = tuple[tuple[float, float], ...]

_STROKES: dict[str, tuple[_Points, ...]] = {
    "\u0300": (((0.07, 0.02), (-0.06, 0.15)),),
    "\u0301": (((-0.07, 0.02), (0.06, 0.15)),),
    "\u0302": (((-0.13, 0.02), (0, 0.14), (0.13, 0.02)),),
    "\u0303": (
        ((-0.15, 0.05), (-0.11, 0.1), (-0.06, 0.1), (0.06, 0.05), (0.11, 0.05), (0.15, 0.1)),
    ),
    "\u0308": (((-0.1, 0.08), (-0.1, 0.08)), ((0.1, 0.08), (0.1, 0.08))),
    "\u030a": (
        (
            (0, 0.03),
            (0.06, 0.05),
            (0.08, 0.11),
            (0.06, 0.17),
            (0, 0.19),
            (-0.06, 0.17),
            (-0.08, 0.11),
            (-0.06, 0.05),
            (0, 0.03),
        ),
    ),
    "\u030c": (((-0.13, 0.14), (0, 0.02), (0.13, 0.14)),),
    "\u0327": (((0.01, 0), (0.01, -0.06), (0.07, -0.1), (0.02, -0.17), (-0.06, -0.15)),),
}
"""What each accent is drawn with, in parts of the size of the type: from its middle to the right,
and up from the top of its letter; the cedilla from the line down."""

_THICK = 0.085
_FINE = 4
"""How many times larger an accent is drawn than it is shown, to be smooth."""

_TURNED = {"¿": "?", "¡": "!"}
_DASHES = {"–": 0.56, "—": 0.9}
_SPACES = {"\u00a0": " ", "\u2009": " ", "\u202f": " "}


class Letter(NamedTuple):
    """A letter: the steps of its pixels, which of them are ink, and how far it goes on."""

    steps: Image
    ink: Image
    left: float
    advance: float


class Lettering:
    """Letters of one size, in pixels."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.line = round(size * 1.22)
        """From one line to the next."""
        self.height = round(size * 1.4)
        """Of a line with all that hangs below it."""
        self._top = round(size * 0.06)
        self._letters: dict[str, Letter | None] = {}
        self._kerns: dict[str, float] = {}

    def knows(self, text: str) -> bool:
        """Whether all of a text can be written."""
        return all(self._letter(sign) for sign in _composed(text))

    def width(self, text: str) -> float:
        """How wide a line is."""
        signs = _composed(text)
        letters = (self._letter(sign) for sign in signs)
        kerns = map(self._kern, signs, signs[1:])
        return sum(letter.advance for letter in letters if letter) + sum(kerns)

    def wrap(self, text: str, width: int) -> list[str]:
        """The text in lines of this width; only a word that is longer goes beyond it."""
        space = self.width(" ")
        lines: list[str] = []
        at = 0.0
        for word in text.split():
            wide = self.width(word)
            if lines and at + space + wide <= width:
                lines[-1] += f" {word}"
                at += space + wide
            else:
                lines.append(word)
                at = wide
        return lines

    def write(self, text: str, image: Image, left: int, top: int) -> None:
        """Write a line on a picture whose pixels are steps."""
        at, before = float(left), ""
        for sign in _composed(text):
            letter = self._letter(sign)
            if letter:
                at += self._kern(before, sign)
                image.paste(letter.steps, (round(at + letter.left), top), letter.ink)
                at += letter.advance
            before = sign

    @cached_property
    def _font(self) -> FreeTypeFont:
        from PIL import ImageFont

        font = ImageFont.load_default(self.size)
        assert isinstance(font, ImageFont.FreeTypeFont)
        return font

    @cached_property
    def _unknown(self) -> bytes:
        return bytes(self._font.getmask("\u0378"))

    @cached_property
    def _baseline(self) -> int:
        return self._top + round(self._font.getbbox("x")[3])

    def _kern(self, before: str, sign: str) -> float:
        """How much nearer two letters stand to each other than others."""
        kern = self._kerns.get(before + sign)
        if kern is None:
            pair = [_base(one) for one in (before, sign) if one]
            length = self._font.getlength
            kern = float(length("".join(pair)) - sum(map(length, pair)))
            self._kerns[before + sign] = kern
        return kern

    def _letter(self, sign: str) -> Letter | None:
        """A sign as a picture; None where it cannot be drawn."""
        if sign not in self._letters:
            self._letters[sign] = self._made(sign)
        return self._letters[sign]

    def _made(self, sign: str) -> Letter | None:
        if sign in _DASHES:
            return self._dash(_DASHES[sign])
        base, accents = _TURNED.get(sign, sign), ""
        if bytes(self._font.getmask(base)) == self._unknown:
            base, accents = _base(sign), unicodedata.normalize("NFD", sign)[1:]
        known = bytes(self._font.getmask(base)) != self._unknown and base.isprintable()
        if not known or not all(accent in _STROKES for accent in accents):
            return None
        mask, left = self._drawn(base)
        for accent in accents:
            self._accent(mask, base, accent)
        if sign in _TURNED:
            mask = self._turned(mask)
        return _letter(mask, left, float(self._font.getlength(base)))

    def _drawn(self, base: str) -> tuple[Image, float]:
        """A letter on a ground with room around it, and where its left edge is."""
        from PIL import Image, ImageDraw

        room = self.size // 4
        left, _, right, _ = self._font.getbbox(base)
        width = max(1, round(right - left)) + 2 * room
        mask = Image.new("L", (width, self.height))
        at = (room - left, self._top)
        ImageDraw.Draw(mask).text(at, base, 255, self._font, stroke_width=self.size / 72)
        return mask, left - room

    def _turned(self, mask: Image) -> Image:
        """Upside down, and as far below the line as it stood above small letters."""
        from PIL import Image

        box = mask.getbbox() or (0, 0, 0, 0)
        turned = Image.new("L", mask.size)
        upside_down = mask.crop(box).transpose(Image.Transpose.ROTATE_180)
        turned.paste(upside_down, (box[0], round(self._top + self._font.getbbox("x")[1])))
        return turned

    def _dash(self, width: float) -> Letter:
        from PIL import Image, ImageDraw

        wide = round(self.size * width)
        mask = Image.new("L", (wide, self.height))
        middle = self._baseline - self.size * 0.27
        thick = self.size * _THICK / 2
        ImageDraw.Draw(mask).rectangle((2, middle - thick, wide - 3, middle + thick), 255)
        return _letter(mask, 0, wide)

    def _accent(self, mask: Image, base: str, accent: str) -> None:
        """Draw an accent on a letter; an `i` loses its dot."""
        from PIL import Image, ImageDraw

        if base in "ij" and accent != "\u0327":
            top = self._top + self._font.getbbox("x")[1]
            mask.paste(0, (0, 0, mask.width, round(top) - 1))
        x, top, right, _ = mask.getbbox() or (0, 0, 0, 0)
        middle = (x + right) / 2
        low = self._baseline if accent == "\u0327" else top - self.size * 0.045
        fine = Image.new("L", (mask.width * _FINE, mask.height * _FINE))
        draw = ImageDraw.Draw(fine)
        thick = self.size * _THICK * _FINE
        end = thick / 2
        for stroke in _STROKES[accent]:
            points = [
                ((middle + dx * self.size) * _FINE, (low - dy * self.size) * _FINE)
                for dx, dy in stroke
            ]
            draw.line(points, 255, round(thick), joint="curve")
            for px, py in points:
                draw.ellipse((px - end, py - end, px + end, py + end), 255)
        small = fine.resize(mask.size, Image.Resampling.BOX)
        mask.paste(255, (0, 0), small)


def _letter(mask: Image, left: float, advance: float) -> Letter:
    return Letter(mask.point(_STEPS), mask.point(_IS_INK), left, advance)


def _composed(text: str) -> str:
    for space, plain in _SPACES.items():
        text = text.replace(space, plain)
    return unicodedata.normalize("NFC", text)


def _base(sign: str) -> str:
    return unicodedata.normalize("NFD", sign)[:1]
