"""The moment at which a build happens, so that it can be repeated, and moments in words."""

from __future__ import annotations

import datetime as dt
import os
from zoneinfo import ZoneInfo


def now(timezone: str) -> dt.datetime:
    """The present moment in `timezone`; with SOURCE_DATE_EPOCH set, that second.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    zone = ZoneInfo(timezone)
    if epoch.isdigit():
        return dt.datetime.fromtimestamp(int(epoch), zone)
    return dt.datetime.now(zone)


def moment(value: dt.datetime, zone: dt.tzinfo | None) -> str:
    """A moment as authors write it in a zone: the day alone where it begins a day."""
    value = value.astimezone(zone)
    return f"{value:%Y-%m-%d}" if value.time() == dt.time() else f"{value:%Y-%m-%d %H:%M}"
