"""An index that is made later, if somebody searches: what a build notes for it, and its making.

`python -m plugins.cms.publish.late CACHE FOLDER` makes the index of the last build that noted what
can be found.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..cache import note, recall
from ..search import Extract, as_extracts, make_index
from .blobs import Blobs, write

_NOTE, _KEY = "late-index.json", "extracts"


def note_for_later(settings: Mapping[str, Any]) -> None:
    """Note what can be found of a site that was built, where its index may be made later."""
    if settings["CMS_INDEX"] == "later":
        found: Mapping[str, str] = settings["CMS_PAGES"].searched
        file = Path(settings["CMS_CACHE"], _NOTE)
        note(file, _KEY, [found[path] for path in sorted(found)])


def _extracts(cache: Path) -> Iterator[Extract]:
    """The extracts that were noted last, as far as they are still there."""
    blobs = Blobs(cache / "pages")
    for digest in recall(cache / _NOTE, _KEY) or ():
        if blob := blobs.find(digest):
            yield from as_extracts(blob.read_bytes())


def main(cache: Path, folder: Path) -> None:
    """Make the index in a folder. Raises BuildFailure or OSError."""
    for name, content in make_index(_extracts(cache)).items():
        write(folder / name, content)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
