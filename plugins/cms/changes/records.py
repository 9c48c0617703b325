"""Changes as JSON, for programs. `docs/ci.md` describes the form."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from .compare import Changed, Changes

VERSION = 1
"""Rises when a field changes its meaning or goes; new fields do not count."""


def to_json(changes: Changes, against: str) -> str:
    """The changes against a version as JSON; addresses begin with `/`, sizes are bytes."""
    data = {
        "version": VERSION,
        "against": against,
        "added": [asdict(one) for one in changes.added],
        "removed": [asdict(one) for one in changes.removed],
        "moved": _pages(changes.moved),
        "changed": _pages(changes.changed),
        "redirects": [asdict(one) for one in changes.redirects],
        "files": [asdict(one) for one in changes.files],
        "framed": changes.framed,
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _pages(pages: Iterable[Changed]) -> list[dict[str, Any]]:
    return [
        {
            "url": page.url,
            "title": page.title,
            "before": {"url": page.before_url, "title": page.before_title},
            "edits": [asdict(edit) for edit in page.edits],
        }
        for page in pages
    ]
