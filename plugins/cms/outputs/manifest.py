"""site.webmanifest: what a phone shows of a site that is on its home screen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Icon:
    """A square picture of so many pixels; one that is `maskable` may be cut to any shape."""

    size: int
    maskable: bool = False


def manifest(
    name: str, lang: str, siteurl: str, icons: Mapping[str, Icon], colors: Mapping[str, str]
) -> dict[str, bytes]:
    """Name the site and its icons, by their paths (https://www.w3.org/TR/appmanifest/).

    Of the theme's colors, `--ground` is behind the first page while it loads, and `--deep` around
    it. It opens as any page in a browser.
    """
    said = {
        "name": name,
        "lang": lang,
        "start_url": f"{siteurl}/",
        "display": "browser",
        "background_color": colors.get("--ground"),
        "theme_color": colors.get("--deep"),
        "icons": [
            {
                "src": f"{siteurl}/{path}",
                "sizes": f"{icon.size}x{icon.size}",
                "type": "image/png",
                **({"purpose": "maskable"} if icon.maskable else {}),
            }
            for path, icon in icons.items()
        ],
    }
    given = {key: value for key, value in said.items() if value}
    return {"site.webmanifest": f"{json.dumps(given, ensure_ascii=False, indent=1)}\n".encode()}
