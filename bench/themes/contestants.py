"""The themes that are compared: each shows the same texts in its own way, at its best."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from bench.installing import NotToBeHad, kept
from bench.running import Failed, Program, run
from bench.themes.text import PAGES, Text
from tools.bootstrap import SetupFailure
from tools.node import find_node, find_npm

_HERE = Path(__file__).parent

_SETTINGS = """
{imports}
SITENAME = "Dry needling"
SITEURL = ""
AUTHOR = "Website team"
TIMEZONE = "America/New_York"
DEFAULT_LANG = "en"
PATH = "content"
OUTPUT_PATH = "output"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
SLUGIFY_SOURCE = "basename"
ARTICLE_URL = "{{slug}}/"
ARTICLE_SAVE_AS = "{{slug}}/index.html"
THEME = str({theme})
{more}
"""


@dataclass(frozen=True)
class Theme:
    """A finished site: where it is, the address it was built for, and its pages to look at."""

    label: str
    version: str
    folder: Path
    siteurl: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class PelicanTheme:
    """A theme of the package index, how settings name it, and what else they have to say."""

    package: str
    version: str
    imports: str
    theme: str
    more: str = ""


PELICAN_THEMES = {
    "reflex": PelicanTheme(
        "pelican-theme-reflex",
        "4.0.1",
        "from pelican.themes import reflex",
        "reflex.path()",
        "CC_LICENSE = {}",
    ),
    "plumage": PelicanTheme("plumage", "5.0.0", "import plumage", "plumage.get_path()"),
    "engineering": PelicanTheme(
        "pelican-engineering-theme",
        "0.1.0",
        "import pelican_engineering_theme as engineering",
        "engineering.get_theme_path()",
    ),
}
NHS = "10.6.1"

Maker = Callable[[Path, Path, Sequence[Text]], Theme]


def makers() -> dict[str, Maker]:
    """For each word of `--only`, what makes its site: from a cache, an empty folder, the texts."""
    return {name: _maker(theme) for name, theme in PELICAN_THEMES.items()} | {"nhs": make_nhs}


def _maker(theme: PelicanTheme) -> Maker:
    def make(cache: Path, folder: Path, texts: Sequence[Text]) -> Theme:
        packages = kept(
            cache / f"{theme.package}-{theme.version}", lambda into: _install(into, theme)
        )
        (folder / "content").mkdir(parents=True)
        for text in texts:
            (folder / "content" / f"{text.slug}.html").write_text(_article(text), "utf-8")
        settings = _SETTINGS.format(imports=theme.imports, theme=theme.theme, more=theme.more)
        (folder / "pelicanconf.py").write_text(settings, "utf-8")
        _run(
            folder,
            (sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "--fatal", "errors"),
            PYTHONPATH=str(packages),
            PATH=f"{Path(find_npm()).parent}:{os.environ['PATH']}",
        )
        pages = tuple(f"/{text.slug}/" for text in texts)
        return Theme(theme.package, theme.version, folder / "output", "", pages)

    return make


def make_nhs(cache: Path, folder: Path, texts: Sequence[Text]) -> Theme:
    """Pages by the page template and the macros of nhsuk-frontend, as its guide shows them."""
    packages = kept(cache / f"nhsuk-frontend-{NHS}", _install_nhs)
    dist = packages / "node_modules/nhsuk-frontend/dist/nhsuk"
    output = folder / "output"
    output.mkdir(parents=True)
    shutil.copytree(dist / "assets", output / "assets")
    for ending in ("css", "js"):
        shutil.copy(dist / f"nhsuk-frontend-{NHS}.min.{ending}", output / f"nhsuk.min.{ending}")
    (folder / "texts.json").write_text(json.dumps([vars(text) for text in texts]), "utf-8")
    shutil.copy(_HERE / "nhs.njk", folder)
    shutil.copy(_HERE / "nhs.mjs", packages)
    _run(folder, (find_node(), str(packages / "nhs.mjs")))
    pages = tuple(f"/{text.slug}/" for text in texts)
    return Theme("nhsuk-frontend", NHS, output, "", pages)


def ours(site: Path, siteurl: str, version: str) -> Theme:
    """The project's own pages, from which the texts are."""
    return Theme("this theme", version, site, siteurl, tuple(PAGES.values()))


def _article(text: Text) -> str:
    return (
        f'<html><head><title>{escape(text.title)}</title><meta name="date" content="2026-11-23">'
        f'<meta name="category" content="Guides"><meta name="summary" '
        f'content="{escape(text.summary)}"></head><body>{text.html}</body></html>'
    )


def _install(folder: Path, theme: PelicanTheme) -> None:
    pip = (sys.executable, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--quiet")
    packages = (f"{theme.package}=={theme.version}", "pelican[markdown]")
    _fetch(folder, (*pip, "--no-input", "--target", str(folder), *packages))


def _install_nhs(folder: Path) -> None:
    packages = (f"nhsuk-frontend@{NHS}", "nunjucks@3.2.4")
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    _fetch(folder, (find_npm(), "install", "--prefix", ".", *options, *packages))


def _fetch(folder: Path, command: tuple[str, ...]) -> None:
    try:
        run(Program(command, folder, {}))
    except (Failed, SetupFailure) as failed:
        raise NotToBeHad(f"It could not be installed.\n{failed}") from None


def _run(folder: Path, command: tuple[str, ...], **environment: str) -> None:
    try:
        run(Program(command, folder, environment))
    except Failed as failed:
        raise NotToBeHad(f"It could not be built.\n{failed}") from None
