"""Values with one spelling: days, moments, flags and counts."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from typing import Annotated, Any

from pydantic import BeforeValidator

from .parts import Widget, refuse, such_as


def _day(value: Any) -> dt.date:
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    meant = " or ".join(f"`{day}`" for day in _days_meant(str(value)))
    raise refuse(
        "bad-date",
        f"`{value}` is not a date",
        f"Write {meant}: year-month-day, with two digits each."
        if meant
        else "Write year-month-day with two digits each, and a day that exists: `2026-11-23`.",
    )


def _days_meant(value: str) -> list[dt.date]:
    """The days that three numbers may mean: `1.5.2027` is in May to some, in January to others."""
    if not re.fullmatch(r"\s*\d{1,4}([./-])\d{1,2}\1\d{1,4}\s*", value):
        return []
    first, second, third = (int(number) for number in re.findall(r"\d+", value))
    orders = [(third, second, first), (third, first, second)]
    days = []
    for year, month, day in [(first, second, third)] if first > 31 else dict.fromkeys(orders):
        with suppress(ValueError):
            days += [dt.date(year, month, day)] if year > 1000 else []
    return days


_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[ T](?P<time>\d\d:\d\d)(?::\d\d)? ?(?P<zone>Z|[+-]\d\d:\d\d)?"
)


def _moment(value: Any) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found:
        try:
            return dt.datetime.fromisoformat(f"{found['day']}T{found['time']}{found['zone'] or ''}")
        except ValueError:
            pass
    one_digit = re.fullmatch(r"(\d{4}-\d\d-\d\d[ T])(\d:.*)", str(value))
    if one_digit:
        hint = f"Write the hour with two digits: `{one_digit[1]}0{one_digit[2]}`."
        raise refuse("bad-moment", f"`{value}` is not a day and a time", hint)
    raise refuse(
        "bad-moment",
        f"`{value}` is not a day and a time",
        "Write year-month-day, a space, and the time from 00:00 to 23:59: `2026-12-01 08:00`. "
        "That is the time of the clinic; for another one add its distance from UTC: `+01:00`.",
    )


def _flag(value: Any) -> bool:
    if value in (True, "true"):
        return True
    if value in (False, "false"):
        return False
    raise refuse("bad-flag", f"`{value}` is neither true nor false", "Write `true` or `false`.")


def _count(value: Any) -> int:
    if isinstance(value, int) or (isinstance(value, str) and re.fullmatch(r"[0-9]{1,6}", value)):
        return int(value)
    raise refuse("bad-number", f"`{value}` is not a whole number", "Write digits only: `10`.")


Day = Annotated[dt.date, BeforeValidator(_day), Widget("datetime"), such_as("2026-11-23")]
Moment = Annotated[
    dt.datetime, BeforeValidator(_moment), Widget("datetime"), such_as("2026-12-01 08:00")
]
"""A day and a time; without a zone it is that of the site."""
Flag = Annotated[bool, BeforeValidator(_flag), Widget("boolean"), such_as(True)]
Count = Annotated[int, BeforeValidator(_count), Widget("number"), such_as(10)]
