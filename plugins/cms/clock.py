"""The day on which a build happens, so that it can be repeated."""

from __future__ import annotations

import datetime as dt
import os
from zoneinfo import ZoneInfo


def today(timezone: str) -> dt.date:
    """Today in `timezone`; with SOURCE_DATE_EPOCH set, the day of that second.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    zone = ZoneInfo(timezone)
    if epoch.isdigit():
        return dt.datetime.fromtimestamp(int(epoch), zone).date()
    return dt.datetime.now(zone).date()
