"""What each picture on a page must say: what it shows, and how large it is."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import Severity
from ...pictures import size_of
from .findings import ASK_THEME, Finding, first_line
from .output import Output, picture_of
from .page import Page, Picture


def without_alt(output: Output) -> Iterator[Finding]:
    """Yield each picture that says nothing to those who cannot see it."""
    for page in output.pages.values():
        for picture in page.pictures:
            if not picture.has_alt:
                yield _finding(
                    output,
                    page,
                    picture,
                    "image-without-alt",
                    f"the picture `{picture.src}` has no `alt` text for those who cannot see it",
                    'Write what it shows between its brackets, `![…]`, or in `alt="…"`. A picture '
                    'that is only decoration has `alt=""`.',
                )


def without_size(output: Output) -> Iterator[Finding]:
    """Yield each picture whose place a browser cannot keep free while it loads."""
    for page in output.pages.values():
        for picture in page.pictures:
            if picture.width is None or picture.height is None:
                size = _real_size(output, picture)
                width, height = map(str, size or ("…", "…"))
                yield _finding(
                    output,
                    page,
                    picture,
                    "image-without-size",
                    f"the picture `{picture.src}` does not say how large it is, so that the text "
                    "jumps when it loads",
                    f'Write its size in pixels: `![…](…){{: width="{width}" height="{height}"}}`.',
                )


def _finding(
    output: Output, page: Page, picture: Picture, code: str, message: str, hint: str
) -> Finding:
    named = picture_of(output, page, picture.src)
    severity: Severity = "error" if code == "image-without-alt" else "warning"
    if named and named.in_text:
        return Finding(page.path, named.location, code, message, hint, severity)
    what = "an `alt` text" if code == "image-without-alt" else "a `width` and a `height`"
    hint = f"{ASK_THEME} to give this picture {what}."
    place = named.location if named else first_line(page)
    return Finding(page.path, place, code, message, hint, severity, by_theme=True)


def _real_size(output: Output, picture: Picture) -> tuple[int, int] | None:
    return size_of(output.folder / picture.file) if picture.file else None
