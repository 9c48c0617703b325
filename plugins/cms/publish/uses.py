"""Which templates a page is made of: it extends or includes them, or takes macros from them.

This is told from their source alone, for whatever a page may show: a macro counts where it is
called, or is part of a value that is used, and with it what the macro itself calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateNotFound

from ..cache import digest_of, keep_newest, recall
from ..cache import note as note_in
from ..tracing import note
from .outline import Mention, Outline, Untold, outline

_Scope = tuple[Outline, ...]
"""The templates that a name may be of."""


class Uses:
    """The templates of an environment, each read once.

    Their outlines are kept in a folder, like compiled templates, for builds with the same `maker`.
    """

    def __init__(self, env: Environment, folder: Path | None = None, maker: str = "") -> None:
        self._env = env
        self._maker = maker
        # With this ending it is no part of the program, and no result depends on it.
        self._file = folder / f"{maker}.pyc" if folder else None
        noted = recall(self._file, maker) if self._file else None
        self._noted: dict[str, tuple[str, list[Any]]] = noted or {}
        self._is_new = False
        self._outlines: dict[str, Outline | None] = {}

    def of(self, template: str) -> frozenset[str]:
        """The names of all templates that a page with this template may be made of.

        Raises Untold.
        """
        search = _Search(self)
        search.shown(template, ())
        if self._is_new and self._file:
            note_in(self._file, self._maker, self._noted)
            keep_newest(self._file.parent)
            self._is_new = False
        return frozenset(search.found)

    def outline(self, name: str) -> Outline | None:
        """A template by its name; None where there is none."""
        note("template", name)
        if name not in self._outlines:
            self._outlines[name] = self._read(name)
        return self._outlines[name]

    def _read(self, name: str) -> Outline | None:
        assert self._env.loader
        try:
            text, file, _ = self._env.loader.get_source(self._env, name)
        except TemplateNotFound:
            return None
        digest, (known, noted) = digest_of(text.encode()), self._noted.get(name, ("", []))
        if known == digest:
            return Outline(name, *noted)
        found = outline(name, self._env.parse(text, name, file))
        self._noted[name], self._is_new = (digest, found.noted()), True
        return found


class _Search:
    """What one page uses, followed from mention to mention."""

    def __init__(self, uses: Uses) -> None:
        self.found: set[str] = set()
        self._uses = uses
        self._seen: set[tuple[str, str | None, _Scope]] = set()
        self._blocks: dict[str, list[tuple[Sequence[Mention], bool, _Scope]]] = {}

    def shown(self, name: str, around: _Scope) -> None:
        """Follow all that a template prints, where the names `around` it are known."""
        chain: list[Outline] = []
        waiting = [name]
        while waiting:
            one = self._uses.outline(waiting.pop())
            if one and one not in chain:
                self.found.add(one.name)
                chain.append(one)
                waiting += _told(one.parents)
        scope = (*chain, *around)
        outer, self._blocks = self._blocks, {}
        for one in chain:
            for block, (mentions, asks_for_more) in one.blocks.items():
                self._blocks.setdefault(block, []).append((mentions, asks_for_more, scope))
        for one in chain:
            if not one.parents:
                self._follow(one.shown, scope)
        self._blocks = outer

    def _follow(self, mentions: Sequence[Mention], scope: _Scope) -> None:
        for what, *of in mentions:
            match what:
                case "block":
                    self._block(of[0], 0)
                case "include":
                    for template in _told(of[0]):
                        self.shown(template, scope)
                case "name":
                    self._name(of[0], of[1], scope)

    def _block(self, name: str, depth: int) -> None:
        """Follow a block as the page has it, and what it is put in place of if it asks for that."""
        mentions, asks_for_more, scope = self._blocks[name][depth]
        self._follow(mentions, scope)
        if depth + 1 < len(self._blocks[name]) and asks_for_more:
            self._block(name, depth + 1)

    def _name(self, name: str, attribute: str | None, scope: _Scope) -> None:
        if (name, attribute, scope) in self._seen:
            return
        self._seen.add((name, attribute, scope))
        for one in scope:
            for what, *of in _told(one.names).get(name, ()):
                if what == "from":
                    self._imported(of[0], of[1] or attribute)
                else:
                    self._follow(of[0], scope)

    def _imported(self, template: str, asked: str | None) -> None:
        one = self._uses.outline(template)
        if one is None:
            return
        self.found.add(one.name)
        for name in (asked,) if asked else _told(one.names):
            self._name(name, None, (one,))


def _told(named: Any) -> Any:
    """What is named. Raises Untold where a value names it."""
    if named is None:
        raise Untold
    return named
