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


_MEANING = (nodes.Macro, nodes.Import, nodes.FromImport, nodes.Assign, nodes.AssignBlock)


class _Source:
    """The source of a template, and what its names stand for."""

    def __init__(self, name: str, tree: nodes.Template) -> None:
        self.name = name
        self.tree = tree
        self._found = list(tree.find_all((nodes.Block, nodes.Extends, *_MEANING)))
        self.blocks = {one.name: one for one in self._found if isinstance(one, nodes.Block)}

    @cached_property
    def parents(self) -> list[str]:
        found = (one for one in self._found if isinstance(one, nodes.Extends))
        return [name for one in found for name in _named(one)]

    @cached_property
    def names(self) -> dict[str, list[_Meaning]]:
        found: dict[str, list[_Meaning]] = {}
        for name, meaning in self._meanings():
            found.setdefault(name, []).append(meaning)
        return found

    def _meanings(self) -> Iterator[tuple[str, _Meaning]]:
        for one in self._found:
            match one:
                case nodes.Macro(name=name):
                    yield name, one
                case nodes.Import(target=target):
                    yield from ((target, _From(template)) for template in _named(one))
                case nodes.FromImport(names=names):
                    for each in names:
                        own, here = each if isinstance(each, tuple) else (each, each)
                        yield from ((here, _From(template, own)) for template in _named(one))
                case nodes.Assign(target=target, node=node):
                    yield from _assigned(target, node)
                case nodes.AssignBlock(target=target, body=body):
                    for node in body:
                        yield from _assigned(target, node)


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


def _mentions(node: nodes.Node) -> Iterator[nodes.Node]:
    """The names, the blocks and what is included in a node: all that has to be followed."""
    match node:
        case nodes.Macro() | nodes.Assign() | nodes.AssignBlock():
            return  # it is followed from where its name is used
        case nodes.Extends() | nodes.Import() | nodes.FromImport():
            return
        case nodes.Block() | nodes.Include() | nodes.Getattr(node=nodes.Name()) | nodes.Name():
            yield node
            return
    for child in node.iter_child_nodes():
        yield from _mentions(child)


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
        self._mentions: dict[nodes.Node, list[nodes.Node]] = {}

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

    def mentions(self, node: nodes.Node) -> list[nodes.Node]:
        """What a node of a template mentions: many pages show the same."""
        if node not in self._mentions:
            self._mentions[node] = list(_mentions(node))
        return self._mentions[node]


class _Search:
    """What one page uses, followed from node to node."""

    def __init__(self, uses: Uses) -> None:
        self.found: set[str] = set()
        self._uses = uses
        self._seen: set[tuple[str, str | None, _Scope]] = set()
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
        for mention in self._uses.mentions(node):
            match mention:
                case nodes.Block(name=name):
                    self._block(name, 0)
                case nodes.Include():
                    for template in _named(mention):
                        self.shown(template, scope)
                case nodes.Getattr(node=nodes.Name(name=name), attr=attribute):
                    self._name(name, attribute, scope)
                case nodes.Name(name=name):
                    self._name(name, None, scope)

    def _block(self, name: str, depth: int) -> None:
        """Follow a block as the page has it, and what it is put in place of if it asks for that."""
        block, scope = self._blocks[name][depth]
        for node in block.body:
            self._follow(node, scope)
        if depth + 1 < len(self._blocks[name]) and any(
            one.name == "super" for one in block.find_all(nodes.Name)
        ):
            self._block(name, depth + 1)

    def _name(self, name: str, attribute: str | None, scope: _Scope) -> None:
        if (name, attribute, scope) in self._seen:
            return
        self._seen.add((name, attribute, scope))
        for source in scope:
            for meaning in source.names.get(name, ()):
                if isinstance(meaning, _From):
                    self._imported(meaning, attribute)
                else:
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
