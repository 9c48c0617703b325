"""Which templates a page is made of: it extends or includes them, or takes macros from them.

This is told from their source alone, for whatever a page may show: a macro counts where it is
called, or is part of a value that is used, and with it what the macro itself calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from jinja2 import Environment, TemplateNotFound, nodes

from ..tracing import note


class Untold(Exception):
    """A template names another one by a value: which one, only the page itself knows."""


class _From(NamedTuple):
    """What a name stands for that comes from another template; a whole module without `name`."""

    template: str
    name: str | None = None


_Meaning = nodes.Node | _From
_Scope = tuple["_Source", ...]
"""The templates that a name may be of."""


class _Source:
    """The source of a template, and what its names stand for."""

    def __init__(self, name: str, tree: nodes.Template) -> None:
        self.name = name
        self.tree = tree
        self.blocks = {block.name: block for block in tree.find_all(nodes.Block)}

    @cached_property
    def parents(self) -> list[str]:
        return [one for found in self.tree.find_all(nodes.Extends) for one in _named(found)]

    @cached_property
    def names(self) -> dict[str, list[_Meaning]]:
        found: dict[str, list[_Meaning]] = {}
        for name, meaning in self._meanings():
            found.setdefault(name, []).append(meaning)
        return found

    def _meanings(self) -> Iterator[tuple[str, _Meaning]]:
        for macro in self.tree.find_all(nodes.Macro):
            yield macro.name, macro
        for whole in self.tree.find_all(nodes.Import):
            yield from ((whole.target, _From(template)) for template in _named(whole))
        for some in self.tree.find_all(nodes.FromImport):
            for one in some.names:
                own, here = one if isinstance(one, tuple) else (one, one)
                yield from ((here, _From(template, own)) for template in _named(some))
        for assigned in self.tree.find_all(nodes.Assign):
            yield from _assigned(assigned.target, assigned.node)
        for block in self.tree.find_all(nodes.AssignBlock):
            for node in block.body:
                yield from _assigned(block.target, node)


def _assigned(target: nodes.Node, value: nodes.Node) -> Iterator[tuple[str, nodes.Node]]:
    match target, value:
        case nodes.Tuple(items=targets), nodes.Tuple(items=values) if len(targets) == len(values):
            for one, of_one in zip(targets, values, strict=True):
                yield from _assigned(one, of_one)
        case nodes.Tuple(items=targets), _:
            for one in targets:
                yield from _assigned(one, value)
        case ((nodes.Name(name=name) | nodes.NSRef(name=name)), _):
            yield name, value


def _named(node: nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport) -> list[str]:
    """The templates that a node names. Raises Untold."""
    match node.template:
        case nodes.Const(value=str(name)):
            return [name]
        case nodes.Const(value=tuple(names) | list(names)):
            return [str(name) for name in names]
        case nodes.Tuple(items=items) | nodes.List(items=items) if all(
            isinstance(item, nodes.Const) for item in items
        ):
            return [item.value for item in items if isinstance(item, nodes.Const)]
    raise Untold


class Uses:
    """The templates of an environment, each read once."""

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._sources: dict[str, _Source | None] = {}

    def of(self, template: str) -> frozenset[str]:
        """The names of all templates that a page with this template may be made of.

        Raises Untold.
        """
        search = _Search(self)
        search.shown(template, ())
        return frozenset(search.found)

    def source(self, name: str) -> _Source | None:
        """A template by its name; None where there is none."""
        note("template", name)
        if name not in self._sources:
            assert self._env.loader
            try:
                text, file, _ = self._env.loader.get_source(self._env, name)
                self._sources[name] = _Source(name, self._env.parse(text, name, file))
            except TemplateNotFound:
                self._sources[name] = None
        return self._sources[name]


class _Search:
    """What one page uses, followed from node to node."""

    def __init__(self, uses: Uses) -> None:
        self.found: set[str] = set()
        self._uses = uses
        self._seen: set[tuple[int, _Scope]] = set()
        self._blocks: dict[str, list[tuple[nodes.Block, _Scope]]] = {}

    def shown(self, name: str, around: _Scope) -> None:
        """Follow all that a template prints, where the names `around` it are known."""
        chain: list[_Source] = []
        waiting = [name]
        while waiting:
            source = self._uses.source(waiting.pop())
            if source and source not in chain:
                self.found.add(source.name)
                chain.append(source)
                waiting += source.parents
        scope = (*chain, *around)
        outer, self._blocks = self._blocks, {}
        for source in chain:
            for block in source.blocks.values():
                self._blocks.setdefault(block.name, []).append((block, scope))
        for source in chain:
            if not source.parents:
                self._follow(source.tree, scope)
        self._blocks = outer

    def _follow(self, node: nodes.Node, scope: _Scope) -> None:
        match node:
            case nodes.Macro() | nodes.Assign() | nodes.AssignBlock():
                return  # it is followed from where its name is used
            case nodes.Extends() | nodes.Import() | nodes.FromImport():
                return
            case nodes.Block(name=name):
                self._block(name, 0)
                return
            case nodes.Include():
                for template in _named(node):
                    self.shown(template, scope)
                return
            case nodes.Getattr(node=nodes.Name(name=name), attr=attribute):
                self._name(name, attribute, scope)
                return
            case nodes.Name(name=name):
                self._name(name, None, scope)
        for child in node.iter_child_nodes():
            self._follow(child, scope)

    def _block(self, name: str, depth: int) -> None:
        """Follow a block as the page has it, and what it is put in place of if it asks for that."""
        for block, scope in self._blocks.get(name, [])[depth : depth + 1]:
            for node in block.body:
                self._follow(node, scope)
            if any(one.name == "super" for one in block.find_all(nodes.Name)):
                self._block(name, depth + 1)

    def _name(self, name: str, attribute: str | None, scope: _Scope) -> None:
        for source in scope:
            for meaning in source.names.get(name, ()):
                if isinstance(meaning, _From):
                    self._imported(meaning, attribute)
                elif (id(meaning), scope) not in self._seen:
                    self._seen.add((id(meaning), scope))
                    for node in meaning.body if isinstance(meaning, nodes.Macro) else (meaning,):
                        self._follow(node, scope)

    def _imported(self, meaning: _From, attribute: str | None) -> None:
        source = self._uses.source(meaning.template)
        if source is None:
            return
        self.found.add(source.name)
        asked = meaning.name or attribute
        for name in (asked,) if asked else source.names:
            self._name(name, None, (source,))
