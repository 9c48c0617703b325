"""Pages of former builds: they are taken again while all that they were made from is the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Set
from dataclasses import dataclass, replace
from pathlib import Path
from sys import intern
from typing import Any

from ..cache import Log, State, keep_newest
from ..spool import Spool
from ..tracing import Key
from ..unchanged import Edited
from .blobs import Blobs


@dataclass(frozen=True, slots=True)
class Kept:
    """One page, and what it was made of.

    `own` stands for its template and what it alone gets, `common` and `reads` for all else that
    was read, `common` being what many pages read; as a set, `reads` would be eight times as
    large. `digest` is a hash of the page, and `summary` of what the rules for the whole output
    read of it; None where a rule found something, since what they say is not kept. `more` are
    the hashes of files that were made with it, by paths.
    """

    own: str
    common: frozenset[Key]
    reads: tuple[Key, ...]
    digest: str
    summary: str | None = None
    more: dict[str, str] | None = None


_BATCH = 512
"""After how many new pages it is looked for what they have in common."""

_OFTEN = frozenset({"all", "context", "settings", "sources", "template"})
"""What pages with the same templates mostly have in common."""


def _kept(own: str, common: frozenset[Key], reads: tuple[Key, ...], *more: Any) -> Kept:
    """A page as it was noted. Raises TypeError where it cannot be one."""
    kept = Kept(own, common, reads, *more)
    files = {} if kept.more is None else dict(kept.more)
    if {*map(type, (own, kept.digest, kept.summary or "", *files, *files.values()))} != {str}:
        raise TypeError
    return kept


def _templates(keys: frozenset[Key]) -> frozenset[Key]:
    return frozenset(key for key in keys if key[0] == "template")


_BETWEEN_KEYS, _IN_KEYS = "\x1e", "\x1f"


def packed(keys: Iterable[Key]) -> str:
    """Keys as one text, which travels faster between processes."""
    return _BETWEEN_KEYS.join(map(_IN_KEYS.join, keys))


def unpacked(text: str, known: dict[str, Key] | None = None) -> tuple[Key, ...]:
    """The keys of a text. Those that are `known` are the same objects each time."""
    known = {} if known is None else known
    keys = []
    for one in text.split(_BETWEEN_KEYS) if text else ():
        key = known.get(one)
        if key is None:
            key = known[one] = tuple(map(intern, one.split(_IN_KEYS)))
        keys.append(key)
    return tuple(keys)


def log_of(folder: Path, maker: str) -> Log:
    """Where in a folder it is noted what this maker has made."""
    return Log(folder / f"{maker}.log", maker)


def with_digest(facts: bytes, digest: str) -> bytes:
    """What is noted of a page that has this hash, as JSON."""
    return b'["%s",%s]' % (digest.encode(), facts)


class KeptPages:
    """The pages of the last build that had the same `maker`: the same code and settings.

    Whatever is there may be damaged, or of somebody else: it is held against its hash, and costs
    no more than time. Where the site is known to be as the last build `left` it, its files are
    taken, without a look at what they hold.
    """

    def __init__(self, folder: Path, maker: str, left: Edited | None = None) -> None:
        self.blobs = Blobs(folder / "pages")
        self._builds = folder / "builds"
        self._facts_file = folder / "facts"
        self._log = log_of(folder / "builds", maker)
        self._facts_log = log_of(folder / "facts", maker)
        self._facts: MutableMapping[str, bytes] | None = None
        self._new: list[str] = []
        self._new_facts = Spool()
        self._lines: dict[str, bytes] = self._log.read()
        self._numbers: dict[Key, int] = {}
        self._packed: dict[str, Key] = {}
        self._last: tuple[str, tuple[Key, ...]] = "", ()
        self._digests: dict[Key, str] = {}
        self._groups: dict[frozenset[Key], int] = {}
        self._changed: set[Key] | None = None
        self._former: dict[str, Kept] = {}
        self._pages: dict[str, Kept] = {}
        try:
            self._load()
        except Exception:  # whoever wrote it meant something else, or a part of it is lost
            self.forget()
        basis = left and left.made.basis
        is_last = basis and basis["states"][1] == list(self.state or ())
        self._site = str(left.top) if left and is_last else None

    @property
    def state(self) -> State | None:
        """That of the file of this maker, as it was last read or written here."""
        return self._log.state

    def has_read(self, key: Key) -> bool:
        """Whether something was read for a page of this build."""
        return bool(self.reading({key}))

    def own(self, path: str) -> str:
        """What stood for what the page alone got; empty where there was no such page."""
        return self._former[path].own if path in self._former else ""

    def find(
        self, path: str, own: str, digest: Callable[[Key], str]
    ) -> tuple[Path | str, Kept] | None:
        """The page, and a file that holds it, if it would be made the same again."""
        kept = self._former.get(path)
        if kept is None or kept.own != own:
            return None
        if self._changed is None:
            self._changed = {key for key, was in self._digests.items() if was != digest(key)}
        if not all(map(self._changed.isdisjoint, (kept.common, kept.reads))):
            return None
        file = f"{self._site}/{path}" if self._site else self.blobs.find(kept.digest)
        if file is None:
            return None
        self._pages[path] = kept
        return file, kept

    def more(self, path: str) -> Mapping[str, str]:
        """The hashes of the files that were made with a page or under another name."""
        return (self._former[path].more or {}) if path in self._former else {}

    def same(self) -> Set[Key]:
        """The keys of what has not changed since; none as long as nothing was looked for."""
        return set() if self._changed is None else self._digests.keys() - self._changed

    def facts(self, path: str, digest: str) -> bytes | None:
        """What was noted of a page that has this hash, as JSON; None where nothing was."""
        noted = self._new_facts.get(path)
        if noted is None:
            if self._facts is None:
                self._facts = self._facts_log.read()
            noted = self._facts.get(path, b"")
        start = f'["{digest}",'.encode()
        return noted[len(start) : -1] if noted.startswith(start) else None

    def reading(self, changed: Set[Key]) -> list[str]:
        """What was made of something that has changed."""
        groups = {group for group in self._groups if not group.isdisjoint(changed)}
        return [
            path
            for path, page in self._pages.items()
            if page.common in groups or not changed.isdisjoint(page.reads)
        ]

    def keep(self, path: str, page: Kept, facts: bytes | None = None) -> None:
        """Remember what was made just now; its file must be among the blobs."""
        self._pages[path] = page
        self._new.append(path)
        if len(self._new) >= _BATCH:
            self._find_groups()
        if facts is not None:
            self._new_facts[path] = with_digest(facts, page.digest)

    def unpacked(self, text: str) -> tuple[Key, ...]:
        """The keys of a text; those of different pages are the same objects."""
        if text != self._last[0]:  # the pages of a list have often read the same, and a lot
            self._last = text, unpacked(text, self._packed)
        return self._last[1]

    def save(self, digest: Callable[[Key], str]) -> None:
        """Write down what was kept, and forget what no remembered build needs."""
        self._find_groups()
        self._packed, self._last = {}, ("", ())
        pages = {
            path: one for path, one in self._pages.items() if self._former.get(path) is not one
        }
        groups = {page.common for page in pages.values()}
        keys: set[Key] = set().union(*groups, *(page.reads for page in pages.values()))
        digests = {key: digest(key) for key in keys}
        new: dict[str, bytes] = {}
        for name, value in self._changes(pages, groups, digests):
            line = json.dumps(value).encode()
            if self._lines.get(name) != line:
                new[name] = line
        self._digests |= digests
        gone = [f"/{path}" for path in self._former.keys() - self._pages.keys()]
        self._lines |= new
        for name in gone:
            del self._lines[name]
        self._log.write(new, gone, self._lines)
        if self._new_facts or gone:
            self._save_facts(gone)
        self._former = dict(self._pages)
        self._new_facts = Spool()
        if new:
            keep_newest(self._builds)
            keep_newest(self._facts_file)
            self.blobs.tidy(self._needed)

    def _changes(
        self, pages: Mapping[str, Kept], groups: Iterable[frozenset[Key]], digests: dict[Key, str]
    ) -> Iterator[tuple[str, list[Any]]]:
        """What is to be noted, by the names of lines: keys, groups of them, and pages."""
        for key, now in digests.items():
            if self._digests.get(key) != now:
                yield f"#{self._number(key)}", [*key, now]
        for group in groups:
            name = f"g{self._groups[group]}"
            if name not in self._lines:
                yield name, sorted(map(self._number, group))
        for path, page in pages.items():
            yield f"/{path}", self._line(page)

    def forget(self) -> None:
        """Let no build take what was kept with this maker."""
        self._log.forget()
        self._lines, self._digests, self._former = {}, {}, {}

    def _find_groups(self) -> None:
        """Find what the new pages have in common with others that used the same templates."""
        known: dict[frozenset[Key], list[frozenset[Key]]] = {}
        for group in self._groups:
            known.setdefault(_templates(group), []).append(group)
        alike: dict[frozenset[Key], list[str]] = {}
        for path in self._new:
            reads = frozenset(self._pages[path].reads)
            inside = [one for one in known.get(_templates(reads), ()) if one <= reads]
            if inside:
                self._group(path, reads, max(inside, key=len))
            else:
                alike.setdefault(_templates(reads), []).append(path)
        self._new = []
        for paths in alike.values():
            first, *others = (self._pages[path].reads for path in paths)
            group = frozenset(first).intersection(*others)
            if not others:
                group = frozenset(key for key in group if key[0] in _OFTEN)
            self._groups.setdefault(group, len(self._groups))
            for path in paths:
                self._group(path, frozenset(self._pages[path].reads), group)

    def _group(self, path: str, reads: frozenset[Key], group: frozenset[Key]) -> None:
        page = replace(self._pages[path], common=group, reads=tuple(reads - group))
        self._pages[path] = page

    def _save_facts(self, gone: Iterable[str]) -> None:
        if self._facts is None:
            self._facts = self._facts_log.read()
        new = self._new_facts
        if self._facts:
            self._facts.update(new)
        else:
            self._facts = new
        left = [path for path in (name[1:] for name in gone) if self._facts.pop(path, None)]
        self._facts_log.write(new, left, self._facts)

    def _line(self, page: Kept) -> list[Any]:
        reads = [self._number(key) for key in page.reads]
        return [page.own, self._groups[page.common], reads, page.digest, page.summary, page.more]

    def _number(self, key: Key) -> int:
        return self._numbers.setdefault(key, len(self._numbers))

    def _load(self) -> None:
        keys: dict[int, Key] = {}
        groups: dict[int, frozenset[Key]] = {}
        numbers: dict[str, list[int]] = {}
        pages: dict[str, list[Any]] = {}
        # One by one, to understand the lines takes twice as long.
        values = json.loads(b"[%s]" % b",".join(self._lines.values()))
        for name, value in zip(self._lines, values, strict=True):
            match name[0]:
                case "#":
                    *key, digest = value
                    if not key or {*map(type, value)} != {str}:
                        raise TypeError
                    keys[int(name[1:])] = tuple(key)
                    self._digests[tuple(key)] = digest
                case "g":
                    numbers[name[1:]] = value
                case _:
                    pages[name[1:]] = value
        groups = {int(name): frozenset(keys[one] for one in of) for name, of in numbers.items()}
        former = {
            path: _kept(own, groups[group], tuple(keys[one] for one in reads), *more)
            for path, (own, group, reads, *more) in pages.items()
        }
        self._former = former
        self._numbers = {key: number for number, key in keys.items()}
        self._groups = {group: number for number, group in groups.items()}

    def _needed(self) -> Iterator[str]:
        """The hashes of what this build and those before it need."""
        for file in self._builds.iterdir():
            for name, line in Log(file, file.stem).read().items():
                if name.startswith("/"):
                    *_, digest, _, more = json.loads(line)
                    yield from (digest, *(more or {}).values())
