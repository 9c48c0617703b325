"""Photos in the sizes and formats that browsers choose from, without what a camera wrote into them.

An author puts one file into `content/images`. Readers never get it: at its address stands a copy
that has no place, time or camera in it, and is no wider than `COPY` pixels.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..cache import digest_of
from ..errors import BuildFailure
from ..pictures import RASTER

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTHS = (480, 800, 1200, 1600)
"""In pixels. No photo is made wider than it is."""

COPY = 1200

FORMATS = ("avif", "webp")
"""The smallest files first: a browser takes the first format that it knows."""

_SAVED: dict[str, dict[str, Any]] = {
    # One thread, so that the bytes do not depend on the machine.
    "avif": {"quality": 60, "speed": 6, "max_threads": 1},
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 80, "optimize": True, "progressive": True},
    "png": {"optimize": True},
}
_SUFFIXES = RASTER - {".gif"}


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo: its path below the content folder, a hash of its file, and its size as shown."""

    path: str
    digest: str
    width: int
    height: int

    @property
    def size(self) -> tuple[int, int]:
        """The size of the copy at its address."""
        width = min(self.width, COPY)
        return width, max(1, round(self.height * width / self.width))

    @property
    def widths(self) -> tuple[int, ...]:
        """How wide the versions are to choose from."""
        widest = min(self.width, WIDTHS[-1])
        return (*(width for width in WIDTHS if width < widest), widest)

    def version(self, width: int, form: str) -> str:
        """The path of a version below the output folder."""
        return f"{self.path.rpartition('.')[0]}.{self.digest[:10]}-{width}.{form}"

    def files(self) -> Iterator[tuple[str, int, str]]:
        """(path, width, format) of all files that readers may get."""
        own = self.path.rpartition(".")[2].lower().replace("jpg", "jpeg")
        yield self.path, self.size[0], own
        for form in FORMATS:
            for width in self.widths:
                yield self.version(width, form), width, form


def read_photo(folder: Path, path: str) -> Photo | None:
    """The photo at a path below a folder; None for what is none, or moves."""
    file = folder / path
    if file.suffix.lower() not in _SUFFIXES or not file.is_file():
        return None
    from PIL import ExifTags, Image

    raw = file.read_bytes()
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(raw)) as image:
            if getattr(image, "is_animated", False):
                return None
            width, height = image.size
            if image.getexif().get(ExifTags.Base.Orientation, 1) > 4:
                width, height = height, width
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return Photo(path, digest_of(raw), width, height)


def draw_photo(file: Path, width: int, form: str) -> bytes:
    """A version of a photo: upright, in the colors of the web, with nothing but its pixels.

    Raises BuildFailure where the file is damaged.
    """
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(file) as image:
            image.draft(image.mode, (width, width))
            upright = _in_srgb(ImageOps.exif_transpose(image))
    except (OSError, SyntaxError, ValueError) as error:
        raise BuildFailure(
            f"The picture {file.name} cannot be read to its end ({error}). Save it again in a "
            "program for pictures, or take it out."
        ) from error
    if width < upright.width:
        height = max(1, round(upright.height * width / upright.width))
        upright = upright.resize((width, height), Image.Resampling.LANCZOS)
    upright.info = {}
    stream = io.BytesIO()
    upright.save(stream, form, **_SAVED[form])
    return stream.getvalue()


def _in_srgb(image: Image) -> Image:
    """The picture in the colors that a browser takes it to have without a profile."""
    from PIL import ImageCms

    mode = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            ours = ImageCms.createProfile("sRGB")
            made = ImageCms.profileToProfile(image, theirs, ours, outputMode=mode)
            if made is not None:
                return made
        except ImageCms.PyCMSError:  # a profile that means nothing
            pass
    return image.convert(mode)
