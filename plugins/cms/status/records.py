"""Status as JSON, for programs. `docs/planning.md` describes the form."""

from __future__ import annotations

import datetime as dt
import json

from ..report import as_records
from .rows import Status

VERSION = 1
"""Rises when a field changes its meaning or goes; new fields do not count."""


def to_json(status: Status) -> str:
    """The status as JSON; moments are those of ISO 8601, with the offset of the site's zone."""
    zone = status.now.tzinfo

    def moment(value: dt.datetime | None) -> str | None:
        return value.astimezone(zone).isoformat(timespec="seconds") if value else None

    data = {
        "version": VERSION,
        "now": moment(status.now),
        "next_change": moment(status.next_change),
        "published": status.published,
        "never_reviewed": status.never_reviewed,
        "entries": [
            {
                "state": row.standing,
                "path": row.path,
                "kind": row.kind or None,
                "title": row.title or None,
                "url": None if row.url is None else f"/{row.url}",
                "when": moment(row.when),
                "lacks": as_records(row.lacks),
            }
            for row in status.rows
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
