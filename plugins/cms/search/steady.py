"""The files of an index as Pagefind makes them → files that are the same each time.

Pagefind keeps filters and languages in tables without an order, so that two runs give other bytes.
Here both are put in order, and what is named by its bytes gets another name.
"""

from __future__ import annotations

import gzip
import json
from typing import Any

import cbor2

from ..cache import digest_of
from .places import ENTRY

_SIGN = b"pagefind_dcd"
"""Before what Pagefind has packed. Its script takes files with it that are not packed as well."""

_FILTERS = 3
"""The place of the filters in the file about an index, as (name, file) each."""


def make_steady(files: dict[str, bytes]) -> None:
    """Put the files of an index in order. Raises ValueError, KeyError or OSError if it is none."""
    entry = json.loads(files[ENTRY])
    for lang, language in entry["languages"].items():
        language["hash"] = _order_language(files, lang, language["hash"])
    files[ENTRY] = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()


def _order_language(files: dict[str, bytes], lang: str, digest: str) -> str:
    """Put one language in order; returns by what the file about it is known now."""
    meta = _unpacked(files.pop(f"pagefind.{digest}.pf_meta"))
    for one in meta[_FILTERS]:
        name, values = _unpacked(files.pop(f"filter/{one[1]}.pf_filter"))
        one[1] = _put(files, "filter/{}.pf_filter", lang, [name, sorted(values)])
    meta[_FILTERS].sort()
    return _put(files, "pagefind.{}.pf_meta", lang, meta)


def _unpacked(raw: bytes) -> Any:
    return cbor2.loads(gzip.decompress(raw).removeprefix(_SIGN))


def _put(files: dict[str, bytes], place: str, lang: str, content: Any) -> str:
    """Add a file under the name of its hash, which is returned.

    It is not packed: not every machine packs in the same way.
    """
    raw = cbor2.dumps(content)
    name = f"{lang}_{digest_of(raw)[:10]}"
    files[place.format(name)] = _SIGN + raw
    return name
