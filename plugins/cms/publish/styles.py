"""The style sheet of each kind of page: it has the styles of what its template may show."""

from __future__ import annotations

from collections.abc import Mapping
from secrets import token_hex

from jinja2 import Environment, TemplateNotFound

from ..errors import BuildFailure
from ..outputs.stylesheet import stylesheet
from ..tracing import note
from .blobs import write
from .outline import Untold
from .pages import Pages
from .uses import Uses


class Styles:
    """The style sheets of a build, each in the output folder as soon as a page asks for it."""

    def __init__(self, env: Environment, pages: Pages, uses: Uses) -> None:
        self._env = env
        self._pages = pages
        self._uses = uses
        self._paths: dict[str, str] = {}
        self._texts: dict[str, str | None] = {}

    def of(self, template: str) -> str:
        """Where pages with this template have their style sheet, below the output folder."""
        if template not in self._paths:
            name = f"<styles of {template}>"
            for path, content in self._pages.files(name, lambda: self.sheet(template)).items():
                write(self._pages.folder / path, content)
                self._paths[template] = path
        return self._paths[template]

    @property
    def paths(self) -> frozenset[str]:
        """Where the style sheets are that pages have asked for."""
        return frozenset(self._paths.values())

    def sheet(self, template: str) -> Mapping[str, bytes]:
        """The sheet by its path. Raises BuildFailure where a style is missing."""
        try:
            used = self._uses.of(template)
        except Untold:  # then it has all styles that there are, and is made anew each time
            note("styles", token_hex())
            used = frozenset(name for name in self._env.list_templates(["html"]) if name[0] != "!")
        names = sorted({_beside(name) for name in used} - {""})
        parts = [name for name in names if self._find(name) is not None]
        markup = "".join(self._find(name) or "" for name in used)
        return stylesheet(parts, self._read, markup)

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


def _beside(template: str) -> str:
    """The style that belongs to a template: that of its folder, or the one with its name."""
    folder, _, name = template.rpartition("/")
    return f"{folder}/style.css" if name == "template.html" else f"{template[:-5]}.css"
