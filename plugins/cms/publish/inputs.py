"""What pages are made from besides the site itself: templates, files, and what Pelican knows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateNotFound

from ..inputs import Inputs
from ..site import Site
from ..translations import Translations
from .describing import Describer


class PageInputs(Inputs):
    """All that a build may read, as it is now.

    `context` is what all templates get, `env` where they come from, and `folder` that of the
    content.
    """

    def __init__(
        self, site: Site, context: Mapping[str, Any], env: Environment, folder: Path
    ) -> None:
        super().__init__(site)
        self.describer = Describer()
        self._context = context
        self._env = env
        self._folder = folder

    def text(self, what: str, *names: str) -> str:
        """What has this key, as text. Raises Unknowable."""
        match what:
            case "context":
                return self._in_context(*names)
            case "link":
                return self._link(*names)
            case "template":
                return self._template(*names)
            case "words":
                return Translations(Path(self._context["THEME"])).source(*names)
            case "file":
                return _file(self._folder / names[0])
        return super().text(what, *names)

    def _in_context(self, name: str) -> str:
        if name in self._context:
            return self.describer.describe(self._context[name])
        return self.describer.describe(self._env.globals.get(name))

    def _link(self, path: str) -> str:
        """Where a link to a content file leads."""
        for key in ("generated_content", "static_content"):
            content = self._context[key].get(path)
            if content is not None:
                return str(content.url)
        return ""

    def _template(self, name: str) -> str:
        assert self._env.loader
        try:
            return self._env.loader.get_source(self._env, name)[0]
        except TemplateNotFound:
            return ""


def _file(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes()).hexdigest() if path.is_file() else ""
