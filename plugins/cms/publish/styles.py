"""The style sheet of each kind of page: it has the styles of what its template may show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from secrets import token_hex
from typing import NamedTuple

from jinja2 import Environment, TemplateNotFound

from ..errors import BuildFailure
from ..outputs.stylesheet import Sheet, stylesheet
from ..tracing import note
from .blobs import write
from .outline import Untold
from .pages import Pages
from .uses import Uses

_NAMES = "names"
"""What the names in a sheet are kept as, beside its file."""


class Style(NamedTuple):
    """Where a style sheet is below the output folder, and {name: the one in it}."""

    path: str
    names: Mapping[str, str]


class Styles:
    """The style sheets of a build, each in the output folder as soon as a page asks for it."""

    def __init__(
        self, env: Environment, pages: Pages, uses: Uses, short_names: bool = False
    ) -> None:
        self._env = env
        self._pages = pages
        self._uses = uses
        self._short_names = short_names
        self._known: dict[str, Style] = {}
        self._texts: dict[str, str | None] = {}

    def of(self, template: str) -> Style:
        """The style of pages with this template."""
        if template not in self._known:
            name = f"<styles of {template}>"
            kept = dict(self._pages.files(name, lambda: _kept(self.sheet(template))))
            names = json.loads(kept.pop(_NAMES))
            ((path, content),) = kept.items()
            write(self._pages.folder / path, content)
            self._known[template] = Style(path, names)
        return self._known[template]

    @property
    def paths(self) -> frozenset[str]:
        """Where the style sheets are that pages have asked for."""
        return frozenset(one.path for one in self._known.values())

    def sheet(self, template: str) -> Sheet:
        """The sheet of a template. Raises BuildFailure where a style is missing."""
        try:
            used = self._uses.of(template)
        except Untold:  # then it has all styles that there are, and is made anew each time
            note("styles", token_hex())
            used = frozenset(name for name in self._env.list_templates(["html"]) if name[0] != "!")
        names = sorted({_beside(name) for name in used} - {""})
        parts = [name for name in names if self._find(name) is not None]
        markup = "".join(self._find(name) or "" for name in used)
        return stylesheet(parts, self._read, markup, self._short_names)

    def _find(self, name: str) -> str | None:
        note("template", name)
        if name not in self._texts:
            assert self._env.loader
            try:
                self._texts[name] = self._env.loader.get_source(self._env, name)[0]
            except TemplateNotFound:
                self._texts[name] = None
        return self._texts[name]

    def _read(self, name: str) -> str:
        text = self._find(name)
        if text is None:
            raise BuildFailure(
                f"The style {name} cannot be read. Is there such a file in the theme?"
            )
        return text


def _kept(sheet: Sheet) -> Mapping[str, bytes]:
    return {sheet.path: sheet.content, _NAMES: json.dumps(sheet.names).encode()}


def _beside(template: str) -> str:
    """The style that belongs to a template: that of its folder, or the one with its name."""
    folder, _, name = template.rpartition("/")
    return f"{folder}/style.css" if name == "template.html" else f"{template[:-5]}.css"
