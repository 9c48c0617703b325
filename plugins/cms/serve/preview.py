"""What the browsers are told: which site stands, and what keeps the next one from standing."""

from __future__ import annotations

import asyncio
import json
import re
import zlib
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..errors import visible
from .builder import Outcome

_HEARTBEAT = 15.0
"""After how many seconds without news the state is told again."""


class Preview:
    """The site in a folder, and how its last build went."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.panel = ""
        self._stopped = False
        self._news = asyncio.Event()

    def site(self) -> Path | None:
        """The folder of the site as it is at this moment; None where there is none yet."""
        return self.output.resolve() if self.output.is_dir() else None

    def version(self) -> str:
        """Changes whenever a page that was loaded is out of date."""
        site = self.site()
        return site.name if site else f"none-{zlib.crc32(self.panel.encode()):x}"

    def tell(self, outcome: Outcome) -> None:
        """Take in how a build went, and tell every browser."""
        failed = outcome.pages is None
        self.panel = render("panel.html", outcome=outcome, site=self.site()) if failed else ""
        self._spread()

    def stop(self) -> None:
        """Say no more: an open stream would keep the server from ending."""
        self._stopped = True
        self._spread()

    async def states(self) -> AsyncIterator[str]:
        """The state now and after each change, as JSON with `version` and `panel` (HTML)."""
        while not self._stopped:
            news = self._news
            yield json.dumps({"version": self.version(), "panel": self.panel})
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), _HEARTBEAT)

    def page(self, title: str, text: str) -> str:
        """A page of our own, where the site has none to show."""
        panel = Markup(self.panel)  # rendered from our own template
        script = self.script(standalone=True)
        return render("page.html", title=title, text=text, panel=panel, script=script)

    def script(self, *, standalone: bool = False) -> Markup:
        """The element that keeps a page up to date. A standalone page has the panel in it."""
        return Markup(
            '<script src="/__preview__/preview.js" data-version="{}"{} defer></script>\n'
        ).format(self.version(), Markup(" data-standalone") if standalone else "")

    def _spread(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()


def render(template: str, **values: object) -> str:
    """One of the templates beside this file."""
    return _templates.get_template(template).render(values)


def _path(text: str) -> Markup:
    """The path of a file as HTML, which may be broken after each folder."""
    return Markup("/<wbr>").join(re.split(r"/(?=\w)", visible(text)))


def _prose(text: str) -> Markup:
    """Text of a message as HTML; what stands between backticks is code."""
    odd_is_code = enumerate(re.split(r"`([^`\n]+)`", text))
    return Markup().join(
        Markup("<code>{}</code>").format(_path(part)) if index % 2 else _lines(part)
        for index, part in odd_is_code
    )


def _lines(text: str) -> Markup:
    return Markup("<br>").join(map(visible, text.split("\n")))


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {"path": _path, "prose": _prose}
