"""An entry gets a new name: its file, its address, and all that leads to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from ..addressing import address
from ..edits import Edit
from ..entries import Entry
from ..errors import ContentErrors, Problem
from ..faces import url_of
from ..fields import SLUG_FORM, is_slug
from ..ledger import Ledger
from ..ledger import url_of as live
from ..markdown import Rendered
from ..meanings import Meaning
from ..redirects import FILE as REDIRECTS
from ..rules.links import file_linked
from ..suggestions import no_such
from .places import destinations, differing, span, spelled
from .plan import BadName, Draft, Plan, Project, problems_of
from .redirect import is_possible, redirected


def plan_entry(project: Project, kind: str, old: str, new: str) -> Plan:
    """All that changes where the entry `old` of a kind is called `new`, in each of its languages.

    Raises as `plan_rename`.
    """
    renamed = _renamed(project, kind, old)
    _check_name(project, renamed, old, new)
    if project.ledger.problems:
        raise ContentErrors(project.ledger.problems)
    aim = _EntryAim(renamed, new, project)
    draft = Draft.begin(project, f"{kind} {old} → {new}", old)
    redirects, taken_back = [], []
    for entry in renamed:
        edits = list(_named_slug(entry, new))
        before, after = _address(entry, entry.slug), _address(entry, new)
        if before and after and before != after:
            leaves = before if _is_needed(project.ledger, entry, before, after) else None
            if is_possible(entry.document):
                edits += redirected(entry.document, leaves, after)
            elif leaves:
                draft.left.append(_unfit(entry))
            redirects += [(leaves, after)] if leaves else []
            taken_back += [after] if after in entry.data.aliases and not leaves else []
        draft.add(entry.path, project.raw(entry.document), edits)
        draft.moves[entry.path] = _new_path(entry, new)
    draft.follow(aim)
    if lines := project.data(REDIRECTS):
        draft.take(lines, destinations(lines, aim.is_led_to, aim))
    plan = draft.finish()
    return replace(plan, redirects=tuple(redirects), taken_back=tuple(taken_back))


def _renamed(project: Project, kind: str, old: str) -> list[Entry]:
    """The entry with this name, once for each language."""
    kinds = [one.kind for one in project.subject.collections]
    if kind not in kinds:
        raise BadName(no_such("kind of entry", kind, kinds))
    found = [one for one in project.entries if (one.kind, one.slug) == (kind, old)]
    lost = [path for path, key in project.content.lost.items() if key == (kind, old)]
    if lost:
        raise ContentErrors(one for path in lost for one in problems_of(project, path))
    if not found:
        known = sorted({one.slug for one in project.entries if one.kind == kind})
        raise BadName(no_such(kind, old, known, "Look at the names of the files."))
    if len({one.lang for one in found}) < len(found):
        paths = " and ".join(one.path for one in found)
        raise BadName(
            f"More than one {kind} is called `{old}`: {paths}. First rename one of the files, or "
            "change its `slug`."
        )
    return found


def _check_name(project: Project, renamed: list[Entry], old: str, new: str) -> None:
    """Raise BadName where the new name cannot be."""
    if not is_slug(new) or new == "null":
        raise BadName(f"`{new}` cannot be part of a web address. {SLUG_FORM}: `neck-pain`.")
    if new == old:
        raise BadName(f"It is called `{old}` already. Choose another name.")
    kind = renamed[0].kind
    others = [one for one in project.entries if one not in renamed]
    taken = [one.path for one in others if one.kind == kind and address(one.slug) == new]
    taken += [path for path, key in project.content.lost.items() if key == (kind, new)]
    if taken:
        raise BadName(f"The name `{new}` belongs to {taken[0]}. Choose another name.")
    for entry in renamed:
        to = _new_path(entry, new)
        if to != entry.path:
            _check_way(project, entry.path, to)
        url = _address(entry, new)
        if url:
            _check_address(project, entry, others, url)


def _check_address(project: Project, entry: Entry, others: list[Entry], url: str) -> None:
    """Raise BadName where something else has the address that the entry is to get."""
    for other in others:
        claims = [f"/{other.url}"] if other.url is not None else []
        if address(url) in map(address, (*claims, *other.data.aliases)):
            raise BadName(f"The address `{url}` belongs to {other.path}. Choose another name.")
    if address(url) in map(address, project.lists):
        raise BadName(
            f"The address `{url}` belongs to a list that the site makes by itself. Choose another "
            "name."
        )
    # While readers do not see the page, they may be led elsewhere.
    for one in project.content.redirects.items if _is_published(entry) else ():
        if address(one.old) == address(url):
            raise BadName(
                f"{one.place.path} leads readers of `{url}` elsewhere, on line {one.place.line}. "
                "Take that line out, or choose another name."
            )


def _check_way(project: Project, path: str, to: str) -> None:
    """Raise BadName where there is another file of this name already, whatever its case."""
    moved, wanted = project.root / path, project.root / to
    for there in wanted.parent.iterdir():
        if there != moved and there.name.casefold() == wanted.name.casefold():
            path = str(there.relative_to(project.root))
            raise BadName(f"{path} is there already. Choose another name.")


def _new_path(entry: Entry, new: str) -> str:
    """The path of the file, which changes with the name unless its author called it otherwise."""
    path = PurePosixPath(entry.path)
    translated = f"-{entry.lang}" if entry.lang else ""
    if path.stem == entry.slug:
        return str(path.with_name(f"{new}.md"))
    if translated and path.stem == entry.slug + translated:
        return str(path.with_name(f"{new}{translated}.md"))
    return entry.path


def _named_slug(entry: Entry, new: str) -> Iterable[Edit]:
    if entry.document.data.get("slug") == entry.slug:
        start, end = span(entry.document, ("slug",))
        at = entry.document.text.find(entry.slug, start, end)
        yield Edit(at, at + len(entry.slug), new)


def _address(entry: Entry, slug: str) -> str | None:
    url = url_of(entry.collection, entry.data, slug)
    return None if url is None else f"/{url}"


def _is_needed(ledger: Ledger, entry: Entry, before: str, after: str) -> bool:
    """Whether readers may look for the entry at the address `before`, which it leaves.

    They have had what the ledger lists. A page is also counted that may go live without it,
    unless its last rename is taken back.
    """
    if live(before[1:]) in ledger.lines:
        return True
    is_back = after in entry.data.aliases[-1:]
    return _is_published(entry) and is_slug(entry.slug) and not is_back


def _is_published(entry: Entry) -> bool:
    """By what its author wrote, even where the entry has problems."""
    return entry.document.data.get("status") == "published"


def _unfit(entry: Entry) -> Problem:
    return entry.problem(
        "not-renamed",
        "no redirect can be added to these fields",
        "Write each field on a line of its own, and `aliases` as a list; then try again.",
        at=("aliases",),
    )


class _EntryAim:
    """An entry, as references and links name it."""

    def __init__(self, renamed: list[Entry], new: str, project: Project) -> None:
        self.kind, self.old, self.name = renamed[0].kind, renamed[0].slug, new
        self._bases = ("", *project.addresses)
        self._names: dict[str, str] = {}
        self._leads: dict[str, str] = {}
        files, addresses = [], []
        for entry in renamed:
            path, to = PurePosixPath(entry.path), PurePosixPath(_new_path(entry, new))
            if path != to:
                files.append(path.stem)
                self._names[path.stem] = to.stem
                self._leads["/".join(path.parts[1:])] = "/".join(to.parts[1:])
            before, after = _address(entry, entry.slug), _address(entry, new)
            if before and after and before != after:
                bare = before.strip("/")
                addresses.append(bare)
                self._names[bare] = after.strip("/")
                self._leads[_place(before)] = _place(after)
        named = [rf"(?<![\w-]){spelled(stem)}(?=(?:\.|%2[eE])md)" for stem in files]
        named += [rf"(?<=/){spelled(bare)}(?![\w-])" for bare in addresses]
        self.pattern = re.compile(f"(?P<name>{'|'.join(named) or '(?!)'})")

    def in_field(self, meaning: Meaning) -> tuple[str, str] | None:
        is_it = meaning.what == "entry" and (meaning.kind, meaning.value) == (self.kind, self.old)
        return (self.old, self.name) if is_it else None

    def new(self, found: re.Match[str]) -> str:
        return self._names[unquote(found["name"]).replace("\\", "")]

    def is_meant(self, before: Rendered, after: Rendered, source: str) -> bool:
        pairs = differing(before.links, after.links)
        return bool(pairs) and all(
            self._leads.get(self._lead(old, source)) == self._lead(new, source)
            for old, new in pairs
        )

    def is_led_to(self, link: str) -> bool:
        """Whether a line of the file of redirects leads to an address that the entry leaves."""
        return self._lead(link, "") in self._leads

    def _lead(self, link: str, source: str) -> str:
        """Where a link leads: a file below the content folder, or a place on the site."""
        file = file_linked(link, source)
        if file:
            return file
        for base in self._bases:
            if link.startswith(f"{base}/"):
                return _place(link.removeprefix(base))
        return link


def _place(link: str) -> str:
    """The one form of all addresses of a page on the site: `/plants/rose`."""
    path = urlsplit(f"https://x{link}").path
    return f"/{address(unquote(path)[1:]).strip('/')}"
