"""What readers can search for: finished pages → extracts of them → the files of an index.

`extracts` takes from a page what it alone is about, `index` has Pagefind make an index of that, and
`steady` gives the index the same bytes each time. Browsers read it below the address `FOLDER`.
"""

from __future__ import annotations

from .extracts import Extract, as_extracts, as_json, extracts_of
from .index import can_index, make_index
from .places import ENTRY, FOLDER

__all__ = [
    "ENTRY",
    "FOLDER",
    "Extract",
    "as_extracts",
    "as_json",
    "can_index",
    "extracts_of",
    "make_index",
]
