"""What can be found of a site, noted for an index that may be made later, if somebody searches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..cache import note, recall
from ..search import Extract, as_extracts
from .blobs import Blobs

_KEY = "extracts"


def noted(cache: Path) -> Path:
    """The file of the note."""
    return cache / "late-index.json"


def note_for_later(settings: Mapping[str, Any]) -> None:
    """Note what can be found of a site that was built, where its index may be made later."""
    if settings["CMS_INDEX"] == "later":
        found: Mapping[str, str] = settings["CMS_PAGES"].searched
        note(noted(Path(settings["CMS_CACHE"])), _KEY, [found[path] for path in sorted(found)])


def extracts(cache: Path) -> Iterator[Extract]:
    """The extracts that were noted last, as far as they are still there."""
    blobs = Blobs(cache / "pages")
    for digest in recall(noted(cache), _KEY) or ():
        if blob := blobs.find(digest):
            yield from as_extracts(blob.read_bytes())
