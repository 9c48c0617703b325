"""Content folder to everything in it: entries, settings, references, pictures and all problems."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from .cache import digest_of
from .collection import Collection, Subject
from .entries import AtHand, Digests, Entry, Pickled, Whole, read_data_file, read_entry
from .errors import Location, Problem, Problems
from .faces import Face, sharing
from .fields import Part
from .frontmatter import MAX_BYTES, Document, parse, parse_data
from .known import Known, KnownEntries
from .library import Library, parse_library
from .parallel import fork_each
from .redirects import FILE as REDIRECTS
from .redirects import Redirects, parse_redirects
from .shelf import Shelf, pickled

LIBRARY = "references.json"
MAX_LIBRARY_BYTES = 20_000_000
MAX_ASSET_BYTES = 10_000_000
"""The largest picture or attachment: more is a mistake on a page for phones."""


class ContentChanged(Exception):
    """A file was changed while the content was in use."""


@dataclass(frozen=True)
class Content:
    """What the content folder held at one moment. Every file was read once.

    `unread` are entries with problems, as far as they go, and drafts that lack something;
    `lost` the (kind, slug) of files of which nothing could be read, by their path. `library`
    is None where it cannot be read. `redirects` are those of the file for them. `assets` are
    the other files, by their path below the content folder. `parsed` counts the files of
    entries that were not known.
    """

    entries: tuple[Entry, ...]
    unread: tuple[Entry, ...]
    lost: Mapping[str, tuple[str, str]]
    data: Mapping[str, tuple[Part, Document]]
    library: Library | None
    redirects: Redirects
    assets: frozenset[str]
    problems: Problems
    parsed: int = 0

    def without(self, faults: Iterable[Problem]) -> Content:
        """The content with the entries that have faults taken for unread; no such redirects."""
        places = frozenset(one.location for one in faults)
        paths = {place.path for place in places}
        left = tuple(one for one in self.entries if one.path not in paths)
        gone = tuple(one for one in self.entries if one.path in paths)
        redirects = self.redirects.without(places)
        return replace(self, entries=left, unread=(*self.unread, *gone), redirects=redirects)


Instead = Mapping[str, bytes | None]
"""What files are to hold, by their paths below the content folder; None for those that go."""


def load(
    folder: Path,
    subject: Subject,
    root: Path,
    instead: Instead = MappingProxyType({}),
    known: KnownEntries | None = None,
    only: Set[str] | None = None,
) -> Content:
    """Read the whole content folder. Never raises for what an author did.

    `root` is the project folder, to which the paths in messages are relative. `instead`
    counts in place of what is in the folder: so a change can be looked at before it is made.
    Files of which the entry is `known` are only read when somebody asks for more. Where `only`
    some entries are wanted, by their paths in messages, the others are passed over.
    """
    loader = _Loader(folder, subject, root, instead, known, only)
    new = {path for path, content in instead.items() if content is not None}
    for path in sorted(new.union(loader.walk())):
        if path in new or path not in instead:
            loader.read(path)
    return loader.finish()


_MANY = 32
"""From how many entries on it pays to share them among the processors."""

_TOO_MANY = 2_000
"""From how many entries on they are put out of the way: each takes some 10 kB of memory."""

_SAMPLES = 3
"""As many entries as zlib can look back at, some 32 kB."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What was understood of the file of an entry; its whole as bytes where there is a shelf."""

    face: Face
    card: str
    digests: Digests
    whole: AtHand | Pickled | bytes
    lacking: Problems
    problems: Problems


class _Loader:
    def __init__(
        self,
        folder: Path,
        subject: Subject,
        root: Path,
        instead: Instead,
        known: KnownEntries | None,
        only: Set[str] | None,
    ) -> None:
        self.folder = folder
        self.only = only
        self.subject = subject
        self.root = root
        self.instead = instead
        self.known = known
        self.entries: list[Entry] = []
        self.data: dict[str, tuple[Part, Document]] = {}
        self.unread: list[Entry] = []
        self.lost: dict[str, tuple[str, str]] = {}
        self.library: Library | None = {}
        self.redirects = Redirects()
        self.assets: set[str] = set()
        self.problems: list[Problem] = []
        self._raw: list[tuple[str, Collection, bytes]] = []
        self._shelf: Shelf | None = None
        self._data_files = {data_file.path: data_file for data_file in subject.data_files}
        inside = folder.relative_to(root).as_posix() if folder.is_relative_to(root) else ""
        self._inside = f"{inside}/" if inside not in {"", "."} else ""
        self._seen: set[str] = set()

    def walk(self) -> Iterator[str]:
        """Every file below the content folder, hidden and backup files left out."""
        if not self.folder.is_dir():
            self._say(
                "",
                "no-content",
                "there is no content folder",
                "Go to the folder that has `tasks.py` in it.",
            )
            return
        for parent, folders, files in os.walk(self.folder, onerror=self._unreadable):
            folders[:] = sorted(name for name in folders if not _is_hidden(name))
            for name in list(folders):
                if os.path.islink(f"{parent}/{name}"):  # noqa: PTH114
                    folders.remove(name)
                    files.append(name)
            below = parent[len(str(self.folder)) + 1 :]
            for name in files:
                if not _is_hidden(name):
                    yield f"{below}/{name}" if below else name

    def read(self, path: str) -> None:
        """Read one file and keep what it holds, or say what is wrong with it."""
        collection = self.subject.collection_of(path)
        if collection and path.endswith(".md"):
            self._open_entry(path, collection)
        elif path in self._data_files:
            self._read_data(path)
        elif path == LIBRARY:
            self._read_library()
        elif path == REDIRECTS:
            self._read_redirects()
        elif path.lower().endswith(".md") and not collection:
            folders = ", ".join(f"`{one.folder}/`" for one in self.subject.collections)
            self._say(
                path,
                "stray-file",
                "this file is in no content folder, so it would not be on the site",
                f"Move it into one of {folders}.",
            )
        elif self._open(path, MAX_ASSET_BYTES, read=False) is not None:
            self.assets.add(path)

    def finish(self) -> Content:
        self._understand_entries()
        for path in self._data_files:
            if path not in self._seen and self.folder.is_dir():
                self._say(
                    path,
                    "missing-file",
                    "this file is missing, and no page can be made without it",
                    "If you moved or renamed it, undo that. Else get it from another copy.",
                )
        return Content(
            tuple(self.entries),
            tuple(self.unread),
            self.lost,
            self.data,
            self.library,
            self.redirects,
            frozenset(self.assets),
            tuple(self.problems),
            len(self._raw),
        )

    def _open_entry(self, path: str, collection: Collection) -> None:
        """Read the file of an entry, if the entry is not known; `finish` understands it."""
        if self.only is not None and self._name(path) not in self.only:
            return
        raw = self._known_or_raw(path, collection)
        if isinstance(raw, Entry):
            self.entries.append(raw)
        elif raw is not None:
            self._raw.append((self._name(path), collection, raw))
        else:
            self._lose(self._name(path), collection)

    def _understand_entries(self) -> None:
        """Understand what the files of entries hold, shared among the processors."""
        if len(self._raw) >= _TOO_MANY:
            self._shelf = Shelf(self._find_sample())
        with closing(fork_each(self._understand, self._raw, at_least=_MANY)) as understood:
            for (name, collection, _), read in zip(self._raw, understood, strict=True):
                self._keep(name, collection, read)
        self.entries.sort(key=lambda entry: entry.path)
        self.unread.sort(key=lambda entry: entry.path)

    def _keep(self, name: str, collection: Collection, read: _Read | Problems) -> None:
        if isinstance(read, tuple):
            self._lose(name, collection)
            self.problems += read
            return
        face = sharing(read.face)
        whole: Callable[[], Whole]
        if isinstance(read.whole, bytes):
            assert self._shelf
            whole = self._shelf.put(face.path, read.whole)
        else:
            whole = read.whole
        entry = Entry(collection, face, whole, read.lacking, read.digests, read.card)
        (self.unread if read.problems or read.lacking else self.entries).append(entry)
        self.problems += read.problems

    def _understand(self, file: tuple[str, Collection, bytes]) -> _Read | Problems:
        name, collection, raw = file
        document = parse(raw, name)
        if isinstance(document, tuple):
            return document
        entry, problems = read_entry(document, collection, self.subject.unfinished)
        whole = entry.whole()
        packed = self._shelf.pack(whole) if self._shelf else AtHand(whole)
        return _Read(entry.face, entry.card_text, entry.digests, packed, entry.lacking, problems)

    def _find_sample(self) -> bytes:
        """A few entries as they are when they are packed: the others are much alike."""
        step = len(self._raw) // _SAMPLES
        read = map(self._understand, self._raw[step // 2 :: step])
        wholes = (one.whole for one in read if isinstance(one, _Read))
        return b"".join(pickled(one()) for one in wholes if isinstance(one, AtHand))

    def _lose(self, name: str, collection: Collection) -> None:
        self.lost[name] = collection.kind, PurePosixPath(name).stem

    def _known_or_raw(self, path: str, collection: Collection) -> Entry | bytes | None:
        """The entry in a file, if it is known, else what the file holds; see _open."""
        if self.known is None or path in self.instead:
            return self._open(path, MAX_BYTES)
        file, name = f"{self.folder}/{path}", self._name(path)
        try:
            info = os.lstat(file)
        except OSError:
            return self._open(path, MAX_BYTES)
        known = self.known.unread(name, info)
        if known is None:
            raw = self._open(path, MAX_BYTES)
            known = self.known.read(name, info, raw) if raw is not None else None
            if known is None:
                return raw
        whole = partial(_read_again, file, known, collection)
        return Entry(collection, known.face, whole, digests=known.digests, card_text=known.card)

    def _read_data(self, path: str) -> None:
        self._seen.add(path)
        raw = self._open(path, MAX_BYTES)
        if raw is None:
            return
        data_file = self._data_files[path]
        document = parse_data(raw, self._name(path))
        if isinstance(document, tuple):
            self.problems += document
            return
        read = read_data_file(document, data_file)
        if isinstance(read, tuple):
            self.problems += read
        else:
            self.data[data_file.name] = read, document

    def _read_library(self) -> None:
        self.library = None
        raw = self._open(LIBRARY, MAX_LIBRARY_BYTES)
        if raw is None:
            return
        library = parse_library(raw, self._name(LIBRARY))
        if isinstance(library, tuple):
            self.problems += library
        else:
            self.library = library

    def _read_redirects(self) -> None:
        self.redirects = Redirects(is_read=False)
        raw = self._open(REDIRECTS, MAX_BYTES)
        if raw is not None:
            self.redirects, problems = parse_redirects(raw, self._name(REDIRECTS))
            self.problems += problems

    def _open(self, path: str, limit: int, read: bool = True) -> bytes | None:
        """The bytes of a plain file, at most `limit`; else None, and a problem is noted."""
        instead = self.instead.get(path)
        if instead is not None:
            return instead
        full = self.folder / path
        try:
            info = full.lstat()
            if stat.S_ISLNK(info.st_mode):
                self._say(
                    path,
                    "link-file",
                    "this is a shortcut to another file, not a file",
                    "Delete it, and put a copy of the file here.",
                )
            elif not stat.S_ISREG(info.st_mode):
                self._say(
                    path,
                    "not-a-file",
                    "this is neither a file nor a folder",
                    "Delete it, or move it out of the content folder.",
                )
            elif info.st_size > limit:
                self._say(
                    path,
                    "file-too-large",
                    f"the file has {info.st_size / 1e6:.1f} MB; {limit / 1e6:g} MB is the most",
                    "Save a picture with fewer pixels, or cut a text in two.",
                )
                return None if read else b""  # it is there: links to it are not broken
            else:
                if not read:
                    return b""
                with full.open("rb") as stream:
                    return stream.read(limit)
        except OSError as error:
            self._unreadable(error)
        return None

    def _unreadable(self, error: OSError) -> None:
        path = Path(str(error.filename or self.folder))
        name = path.relative_to(self.folder).as_posix() if path != self.folder else ""
        self._say(
            name,
            "unreadable",
            f"this may not be opened ({error.strerror})",
            "Close other programs that use it, and look in its properties whether you may read it.",
        )

    def _say(self, path: str, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(Location(self._name(path), 1, 1), code, message, hint))

    def _name(self, path: str) -> str:
        name = f"{self._inside}{path}" if path else self._inside.rstrip("/")
        # A name that is no text (from an old archive) could not be printed as it is.
        return name.encode(errors="backslashreplace").decode()


def _read_again(file: str, known: Known, collection: Collection) -> Whole:
    """All that a file says whose entry is known. Raises ContentChanged where it is another now."""
    try:
        raw = Path(file).read_bytes()
    except OSError as error:
        raise ContentChanged(known.face.path) from error
    document = parse(raw, known.face.path)
    if isinstance(document, tuple) or digest_of(raw) != known.digest:
        raise ContentChanged(known.face.path)
    entry, _ = read_entry(document, collection)
    return entry.whole()


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "#", "~")) or name.endswith("~")
