"""What there is to draw for a site: a card for each page that wants one, and icons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from ..cache import digest_of
from ..drawing.card import Design, card_path, draw_card, read_design
from ..drawing.icons import draw_icon
from ..errors import BuildFailure
from ..outputs.manifest import Icon
from ..outputs.stylesheet import colors_of
from ..rules.pages import Page
from .drawn import Drawing

Made = TypeVar("Made")

ICONS = {
    "icon-192.png": Icon(192),
    "icon-512.png": Icon(512),
    "icon-maskable.png": Icon(512, maskable=True),
}
"""The icons of the manifest, in the folder of the theme's files."""

_TOUCH_ICON = "apple-touch-icon.png"
"""Where Apple's devices look for an icon by themselves, and in which size they want it."""
_TOUCH_SIZE = 180

_WHITE = "#ffffff"


def colors(settings: Mapping[str, Any]) -> Mapping[str, str]:
    """The theme's colors."""
    return colors_of(Path(settings["THEME"], "styles", "colors.css"))


def icons(settings: Mapping[str, Any]) -> dict[str, Icon]:
    """The icons of the manifest, by their paths; none where the theme has no `icon.svg`."""
    if not _icon(settings).is_file():
        return {}
    return {f"{settings['THEME_STATIC_DIR']}/{name}": icon for name, icon in ICONS.items()}


def icon_drawings(settings: Mapping[str, Any]) -> dict[str, Drawing]:
    """The same as drawings, and the one for Apple's devices."""
    found = {path: (icon.size, icon.maskable) for path, icon in icons(settings).items()}
    if not found:
        return {}
    file = _icon(settings)
    svg = file.read_text(encoding="utf-8")
    ground = colors(settings).get("--deep", _WHITE)
    found[_TOUCH_ICON] = (_TOUCH_SIZE, True)
    return {
        path: Drawing(
            _key("icon", svg, str(size), ground if on_ground else ""),
            partial(_usable, file, draw_icon, svg, size, ground if on_ground else None),
        )
        for path, (size, on_ground) in found.items()
    }


def card_drawings(pages: Iterable[Page], settings: Mapping[str, Any]) -> dict[str, Drawing]:
    """A card for each page that names it as its picture."""
    file = Path(settings["THEME"], "card.svg")
    if not file.is_file():
        return {}
    svg = file.read_text(encoding="utf-8")
    tones, sitename = colors(settings), settings["SITENAME"]
    ground = _key("card", svg, repr(tones), sitename)

    @cache
    def design() -> Design:
        return _usable(file, read_design, svg, tones, sitename)

    def drawing(title: str) -> Drawing:
        return Drawing(_key(ground, title), lambda: draw_card(design(), title))

    return {
        page.card.file: drawing(page.card.title)
        for page in pages
        if page.card and page.card.file == card_path(page.path)
    }


def _usable(file: Path, make: Callable[..., Made], *arguments: Any) -> Made:
    """What is made of a drawing. Raises BuildFailure where the drawing is none."""
    try:
        return make(*arguments)
    except (SyntaxError, ValueError) as error:  # ParseError is a SyntaxError
        raise BuildFailure(f"The drawing {file} cannot be used: {error}.") from error


def _icon(settings: Mapping[str, Any]) -> Path:
    return Path(settings["THEME"], "static", "icon.svg")


def _key(*parts: str) -> str:
    return digest_of("\0".join(parts).encode())
