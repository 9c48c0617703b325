"""Picture files that keep readers waiting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from ...errors import Location
from ...loader import MAX_ASSET_BYTES
from ...pictures import RASTER, SUFFIXES, size_of
from .findings import Finding, first_line
from .output import Output, picture_of
from .page import Page, Picture

TOO_MANY = 3
"""How many times wider than shown a picture may be: sharp screens want two, prudence three."""

KB = 1_000

_ENDINGS = tuple(SUFFIXES)


def check(output: Output) -> Iterator[Finding]:
    """Yield each picture file that is over the limit, or has far more pixels than are shown."""
    shown = _shown(output)
    cards = {page.card.file for page in output.pages.values() if page.card}
    for file in sorted(filter(_is_picture, output.files - cards)):
        found = _reason(output, file, [picture for _, picture in shown.get(file, ())])
        if found:
            message, hint = found
            page = shown[file][0][0] if file in shown else None
            yield _finding(output, file, page, message, hint)


def _shown(output: Output) -> dict[str, list[tuple[Page, Picture]]]:
    """The pages that show each picture file; pages of entries first."""
    found: dict[str, list[tuple[Page, Picture]]] = {}
    for page in sorted(output.pages.values(), key=lambda page: page.entry is None):
        for picture in page.pictures:
            if picture.file is not None:
                found.setdefault(picture.file, []).append((page, picture))
    return found


def _is_picture(file: str) -> bool:
    # Most files are pages, and a path takes long to make.
    return file.lower().endswith(_ENDINGS) and PurePosixPath(file).suffix.lower() in SUFFIXES


def _reason(output: Output, file: str, shown: list[Picture]) -> tuple[str, str] | None:
    """(message, hint) for a picture that is too large, else None."""
    size = (output.folder / file).stat().st_size
    limit = output.max_image_kb
    if size > MAX_ASSET_BYTES:
        return None  # the file itself has an error of its own
    if size > limit * KB:
        return (
            f"the picture `{file}` has {size // KB:,} KB; the limit is {limit:,} KB",
            "Make it smaller before you put it here: save it with fewer pixels, or as WebP or "
            "as JPEG of middle quality.",
        )
    widths = [picture.width for picture in shown]
    if not widths or None in widths or PurePosixPath(file).suffix.lower() not in RASTER:
        return None
    real, widest = size_of(output.folder / file), max(width or 0 for width in widths)
    if real and widest and real[0] > widest * TOO_MANY:
        return (
            f"the picture `{file}` is {real[0]:,} pixels wide, but it is shown {widest:,} wide",
            f"Save it {widest * 2:,} pixels wide: that is enough for the sharpest screens.",
        )
    return None


def _finding(output: Output, file: str, page: Page | None, message: str, hint: str) -> Finding:
    """The problem where the picture is named, else at the file."""
    anywhere = next(iter(output.pages.values()))
    named = picture_of(output, page or anywhere, file)
    if named:
        place = named.location
    elif file in output.site.assets:
        place = Location(f"content/{file}", 1, 1)
    else:
        place = first_line(page) if page else Location(f"output/{file}", 1, 1)
    return Finding((page or anywhere).path, place, "large-image", message, hint)
