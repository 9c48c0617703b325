"""The day of a build."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.cms.clock import now


@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", 25), ("America/New_York", 24), ("Pacific/Auckland", 25)]
)
def test_the_day_is_that_of_the_site(monkeypatch: pytest.MonkeyPatch, zone: str, day: int) -> None:
    """One second is another day in another time zone."""
    second = int(dt.datetime(2026, 11, 25, 2, tzinfo=dt.UTC).timestamp())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(second))
    assert now(zone).date() == dt.date(2026, 11, day)


@pytest.mark.parametrize("epoch", ["", "yesterday", "-1"])
def test_without_a_given_second_it_is_today(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    """A variable that makes no sense is passed over."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    before = dt.datetime.now(dt.UTC).date()
    assert before <= now("UTC").date() <= dt.datetime.now(dt.UTC).date()
