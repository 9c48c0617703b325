"""An entry whose file was written anew, where no list and no other page shows what has changed."""

from __future__ import annotations

from pathlib import Path

from .collection import Collection
from .entries import Digests, Entry, read_entry
from .faces import Face
from .frontmatter import MAX_BYTES, Document, parse
from .tracing import Key

FIELDS = ("card", "data", "body", "document")
"""What may be read of an entry and is no part of its face: the keys of `tracing`, and digests."""


def rewritten(
    root: Path, face: Face, collection: Collection, unfinished: frozenset[str]
) -> Entry | None:
    """The entry with this face as its file has it now, below the project folder.

    None where something is wrong or lacking, or where it has another face. `unfinished` is that
    of `read_entry`.
    """
    if face.waives:
        return None
    try:
        raw = (root / face.path).read_bytes()
    except OSError:
        return None
    document = parse(raw, face.path) if len(raw) <= MAX_BYTES else ()
    if not isinstance(document, Document):
        return None
    entry, problems = read_entry(document, collection, unfinished)
    return None if problems or entry.lacking or entry.face != face else entry


def changed_keys(path: str, before: Digests, after: Digests) -> set[Key]:
    """The keys under which something else is read of an entry now."""
    return {(what, path) for what in FIELDS if getattr(before, what) != getattr(after, what)}
