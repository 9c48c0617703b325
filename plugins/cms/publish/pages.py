"""The pages of a build: each is made, or taken from a former build that made the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment

from ..site import Site
from ..tracing import Key, reads
from .describing import Indescribable
from .inputs import Inputs
from .kept import KeptPages, share

_OF_A_PAGE = frozenset({"TEXTS", "body", "entry", "sources"})
"""Names in a template that follow from what the page alone gets."""

_ATTACHED = ("{attach}", "|attach|")


class Pages:
    """The pages of one build, in its output folder. `made` counts those that were rendered."""

    def __init__(
        self,
        site: Site,
        context: Mapping[str, Any],
        env: Environment,
        kept: KeptPages | None,
        folder: Path,
    ) -> None:
        self._context = context
        self._kept = None if _moves_files(site) else kept
        self._inputs = Inputs(site, context, env, Path(context["PATH"]))
        self._folder = folder
        self._made: dict[str, tuple[str, set[Key]]] = {}
        self._taken: set[str] = set()
        self.made = 0

    def page(self, own: Mapping[str, Any], template: str, render: Callable[[], str]) -> str:
        """The text of a page; empty where its file is there already.

        `own` are the names that this page alone gets, `output_file` among them.
        """
        path = str(own["output_file"])
        description = self._described(own, template)
        if self._kept and description:
            file = self._kept.find(path, description, self._inputs.digest)
            if file:
                target = self._folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                share(file, target)
                self._taken.add(str(target))
                return ""
        self.made += 1
        with reads() as heard:
            html = render()
        if description:
            names = own.keys() | _OF_A_PAGE
            self._made[path] = (
                description,
                {key for key in heard if key[0] != "context" or key[1] not in names},
            )
        return html

    def is_taken(self, file: str) -> bool:
        """Whether a file of the output folder is there already."""
        return file in self._taken

    def save(self) -> None:
        """Keep the pages that were made, for other builds."""
        if self._kept:
            for path, (description, heard) in self._made.items():
                self._kept.keep(path, description, heard, self._folder / path)
            self._kept.save(self._inputs.digest)

    def _described(self, own: Mapping[str, Any], template: str) -> str | None:
        try:
            text = self._inputs.describer.describe({**own, "": template})
        except Indescribable:
            return None
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _moves_files(site: Site) -> bool:
    """Whether a page takes files with it, to its own folder: then one depends on all others."""
    return any(link.startswith(_ATTACHED) for entry in site.every() for link in entry.face.links)
