"""What readers see by the clock: drafts, schedules, expiry, time zones and changed clocks."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from plugins.cms.outputs.redirects import redirects
from tests.conftest import Project
from tests.unit.conftest import Linked, entry_of, plant

NEW_YORK = ZoneInfo("America/New_York")


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def state(fields: str, moment: str) -> str:
    """The state of a plant for a site in New York, at a moment in UTC."""
    entry, problems = entry_of(plant(fields))
    assert not problems
    return entry.state(utc(moment).astimezone(NEW_YORK))


@pytest.mark.parametrize(
    ("field", "last", "first"),
    [
        ("2026-12-01 08:00", "2026-12-01 12:59:59", "2026-12-01 13:00"),  # winter: UTC-5
        ("2026-07-01 08:00", "2026-07-01 11:59:59", "2026-07-01 12:00"),  # summer: UTC-4
        ("2026-12-01 08:00 +01:00", "2026-12-01 06:59:59", "2026-12-01 07:00"),
        ("2026-12-01 08:00Z", "2026-12-01 07:59:59", "2026-12-01 08:00"),
        ("2026-03-08 02:30", "2026-03-08 07:29:59", "2026-03-08 07:30"),  # an hour left out
        ("2026-11-01 01:30", "2026-11-01 05:29:59", "2026-11-01 05:30"),  # the first of two
        ("2026-11-01 01:30 -05:00", "2026-11-01 06:29:59", "2026-11-01 06:30"),  # the second
    ],
)
def test_a_moment_is_that_of_the_clinic_or_of_the_zone_it_names(
    field: str, last: str, first: str
) -> None:
    """Publication and expiry happen at the second that is meant, also when clocks change."""
    publish, expire = f"publish_at: '{field}'\n", f"expires_at: '{field}'\n"
    assert (state(publish, last), state(publish, first)) == ("scheduled", "published")
    assert (state(expire, last), state(expire, first)) == ("published", "expired")


def test_a_day_begins_at_midnight_at_the_clinic() -> None:
    """A date in the future waits for the day of the clinic, not for that of Greenwich."""
    entry, _ = entry_of(plant().replace("2026-01-05", "2026-12-01"))
    late = utc("2026-12-01 04:59:59").astimezone(NEW_YORK)
    assert entry.state(late) == "scheduled"
    assert entry.state(late + dt.timedelta(seconds=1)) == "published"


def test_the_later_of_day_and_moment_counts() -> None:
    """`publish_at` can put off the day of publication, but not bring it forward."""
    assert state("publish_at: 2025-12-01 08:00\n", "2026-01-05 04:59") == "scheduled"
    assert state("publish_at: 2025-12-01 08:00\n", "2026-01-05 05:00") == "published"


@pytest.mark.parametrize("status", ["draft", "in review"])
def test_the_clock_publishes_only_what_is_released(status: str) -> None:
    """What is drafted or in review stays so, whatever its moments say."""
    fields = "publish_at: 2026-01-06 08:00\nexpires_at: 2026-02-01 08:00\n"
    entry, _ = entry_of(plant(fields).replace("status: published", f"status: {status}"))
    for moment in ("2026-01-01", "2026-01-10", "2026-03-01"):
        assert entry.state(utc(moment)) == status


@pytest.mark.parametrize(
    ("ours", "theirs", "code"),
    [
        ("", "expires_at: 2027-01-01 00:00\n", "expires-first"),
        ("expires_at: 2027-02-01 00:00\n", "expires_at: 2027-01-01 00:00\n", "expires-first"),
        ("expires_at: 2027-01-01 00:00\n", "expires_at: 2027-01-01 00:00\n", None),
        ("", "expires_at: 2026-02-01 00:00\n", "expires-first"),  # it has expired already
        ("expires_at: 2026-02-01 00:00\n", "expires_at: 2026-01-20 00:00\n", None),  # both have
        ("", "publish_at: 2027-01-01 00:00\n", "not-yet-shown"),
        ("publish_at: 2027-01-01 00:00\n", "publish_at: 2027-01-01 00:00\n", None),
        ("publish_at: 2027-01-02 00:00\n", "publish_at: 2027-01-01 00:00\n", None),
        ("publish_at: 2027-01-01 00:00\n", "publish_at: 2027-01-02 00:00\n", "not-yet-shown"),
    ],
)
def test_no_page_breaks_by_the_clock_alone(
    garden: Project, linked: Linked, ours: str, theirs: str, code: str | None
) -> None:
    """What an entry names must be shown as long as itself; that is said before the day comes."""
    garden.write("plants/mint.md", plant(f"neighbors: [thyme]\n{ours}"))
    garden.write("plants/thyme.md", plant(theirs).replace("Mint", "Thyme"))
    _, problems = linked()
    found = [one.code for one in problems if one.location.path.endswith("mint.md")]
    assert found == ([code] if code else [])


def test_an_hour_that_comes_twice_breaks_no_page(garden: Project, linked: Linked) -> None:
    """In the second of two hours alike, what appeared in the first is shown."""
    garden.write("plants/mint.md", plant("neighbors: [thyme]\n"))
    fields = "publish_at: 2026-11-01 01:30\n"
    garden.write("plants/thyme.md", plant(fields).replace("Mint", "Thyme"))
    now = utc("2026-11-01 06:10").astimezone(NEW_YORK)  # 01:10 for the second time
    _, problems = linked(now=now)
    assert problems == ()


def test_a_moment_of_another_zone_is_told_in_that_of_the_clinic(
    garden: Project, linked: Linked
) -> None:
    """The message has the time that the clock of the clinic will show."""
    garden.write("plants/mint.md", plant("neighbors: [thyme]\n"))
    fields = "publish_at: '2026-12-01 08:00 +01:00'\n"
    garden.write("plants/thyme.md", plant(fields).replace("Mint", "Thyme"))
    _, problems = linked(now=utc("2026-11-25 12:00").astimezone(NEW_YORK))
    assert [one.message for one in problems] == ["`thyme` is not shown before 2026-12-01 02:00"]


def test_an_expired_entry_is_named_nowhere(garden: Project, linked: Linked) -> None:
    """It is in no list and no back-link, whether drafts are asked for or not."""
    garden.write("plants/mint.md", plant("neighbors: [rose]\nexpires_at: 2026-11-01 00:00\n"))
    for drafts in (True, False):
        site, problems = linked(drafts=drafts)
        rose = site.entry("plant", "rose")
        assert rose and not problems
        assert [one.slug for one in site.expired] == ["mint"]
        assert "mint" not in [one.slug for one in (*site.entries, *site.referring(rose, "plant"))]


def test_former_addresses_of_what_expired_lead_to_its_note(garden: Project, linked: Linked) -> None:
    """A former address still leads somewhere: to the note, or on to what took its place."""
    over = "expires_at: 2026-11-01 00:00\n"
    garden.write("plants/mint.md", plant(f"{over}aliases: [/tea/]\n"))
    garden.write("plants/sage.md", plant(f"{over}aliases: [/salvia/, /plants/mint/]\n"))
    garden.write("plants/thyme.md", plant("aliases: [/plants/sage/]\n"))
    site, problems = linked()
    assert not problems
    found = {path: way.new for path, way in redirects(site).items()}
    del found["old/rose/index.html"]
    assert found == {
        "tea/index.html": "/plants/thyme/",
        "plants/mint/index.html": "/plants/thyme/",
        "plants/sage/index.html": "/plants/thyme/",
        "salvia/index.html": "/plants/thyme/",
    }
