"""The outline of a template: what it mentions, and what its names stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes

Mention = list[Any]
"""`["block", name]`, `["include", templates]` or `["name", name, attribute]`."""

Meaning = list[Any]
"""`["from", template, name]` for what comes from another template, a whole module where the name is
None; or `["mentions", mentions]`."""

_MEANING = (nodes.Macro, nodes.Import, nodes.FromImport, nodes.Assign, nodes.AssignBlock)


class Untold(Exception):
    """A template names another one by a value: which one, only the page itself knows."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """What there is to follow in a template, as JSON can have it.

    `shown` is what it mentions outside of macros, and `blocks` has for each block what that
    mentions, and whether it asks for the one in whose place it is put. `parents` and `names` are
    None where a value names a template for them.
    """

    name: str
    parents: list[str] | None
    shown: list[Mention]
    blocks: dict[str, tuple[list[Mention], bool]]
    names: dict[str, list[Meaning]] | None

    def noted(self) -> list[Any]:
        """All but the name."""
        return [self.parents, self.shown, self.blocks, self.names]


def outline(name: str, tree: nodes.Template) -> Outline:
    """The outline of a template with this name."""
    found = list(tree.find_all((nodes.Block, nodes.Extends, *_MEANING)))
    parents = [_named(one) for one in found if isinstance(one, nodes.Extends)]
    blocks = {
        one.name: (
            _mentions(one.body),
            any(each.name == "super" for each in one.find_all(nodes.Name)),
        )
        for one in found
        if isinstance(one, nodes.Block)
    }
    return Outline(
        name,
        None if None in parents else [one for some in parents for one in some or ()],
        _mentions(tree.body),
        blocks,
        _names(found),
    )


def _names(found: Iterable[nodes.Node]) -> dict[str, list[Meaning]] | None:
    names: dict[str, list[Meaning]] = {}
    try:
        for name, meaning in _meanings(found):
            names.setdefault(name, []).append(meaning)
    except Untold:
        return None
    return names


def _meanings(found: Iterable[nodes.Node]) -> Iterator[tuple[str, Meaning]]:
    """What names of a template stand for. Raises Untold."""
    for one in found:
        match one:
            case nodes.Macro(name=name, body=body):
                yield name, ["mentions", _mentions(body)]
            case nodes.Import(target=target):
                yield from ((target, ["from", template, None]) for template in _told(one))
            case nodes.FromImport(names=names):
                for each in names:
                    own, here = each if isinstance(each, tuple) else (each, each)
                    yield from ((here, ["from", template, own]) for template in _told(one))
            case nodes.Assign(target=target, node=node):
                yield from _assigned(target, node)
            case nodes.AssignBlock(target=target, body=body):
                for node in body:
                    yield from _assigned(target, node)


def _assigned(target: nodes.Node, value: nodes.Node) -> Iterator[tuple[str, Meaning]]:
    match target, value:
        case nodes.Tuple(items=targets), nodes.Tuple(items=values) if len(targets) == len(values):
            for one, of_one in zip(targets, values, strict=True):
                yield from _assigned(one, of_one)
        case nodes.Tuple(items=targets), _:
            for one in targets:
                yield from _assigned(one, value)
        case ((nodes.Name(name=name) | nodes.NSRef(name=name)), _):
            yield name, ["mentions", _mentions([value])]


def _mentions(body: Iterable[nodes.Node]) -> list[Mention]:
    """The names, the blocks and what is included in some nodes: all that has to be followed."""
    return [mention for node in body for mention in _mentioned(node)]


def _mentioned(node: nodes.Node) -> Iterator[Mention]:
    match node:
        case nodes.Macro() | nodes.Assign() | nodes.AssignBlock():
            return  # it is followed from where its name is used
        case nodes.Extends() | nodes.Import() | nodes.FromImport():
            return
        case nodes.Block(name=name):
            yield ["block", name]
            return
        case nodes.Include():
            yield ["include", _named(node)]
            return
        case nodes.Getattr(node=nodes.Name(name=name), attr=attribute):
            yield ["name", name, attribute]
            return
        case nodes.Name(name=name):
            yield ["name", name, None]
            return
    for child in node.iter_child_nodes():
        yield from _mentioned(child)


_Naming = nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport


def _told(node: _Naming) -> list[str]:
    """The templates that a node names. Raises Untold."""
    names = _named(node)
    if names is None:
        raise Untold
    return names


def _named(node: _Naming) -> list[str] | None:
    """The templates that a node names; None where a value does."""
    match node.template:
        case nodes.Const(value=str(name)):
            return [name]
        case nodes.Const(value=tuple(names) | list(names)):
            return [str(name) for name in names]
        case nodes.Tuple(items=items) | nodes.List(items=items) if all(
            isinstance(item, nodes.Const) for item in items
        ):
            return [item.value for item in items if isinstance(item, nodes.Const)]
    return None
