"""Where every entry stands, from files to rows, a table and data."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest

from plugins.cms.collection import DueReview
from plugins.cms.linking import link
from plugins.cms.site import Site
from plugins.cms.status import status_of, to_json, to_table, turned_since
from tests.conftest import Project
from tests.garden.subject import SUBJECT
from tests.unit.conftest import NOW, Linked, content_of, plant


def entry(name: str, fields: str = "", status: str = "published", date: str = "2026-01-05") -> str:
    source = plant(fields).replace("Mint", name).replace("2026-01-05", date)
    return source.replace("status: published", f"status: {status}")


@pytest.fixture
def planned(garden: Project) -> Project:
    """A garden with something in every group."""
    garden.write("plants/a.md", "---\ntitle: A\nstatus: draft\n---\n")
    garden.write("plants/b.md", entry("B", status="draft", date="2026-12-24"))
    garden.write("plants/c.md", entry("C", status="in review"))
    garden.write("plants/d.md", entry("D", "expires_at: 2027-01-01 00:00\n", date="2026-12-01"))
    garden.write("plants/e.md", entry("E", "publish_at: 2026-11-25 12:01\n"))
    garden.write("plants/f.md", entry("F", "expires_at: 2026-11-25 12:00\n"))
    garden.write("plants/g.md", entry("G", "heigth: 3\n"))
    garden.write("plants/h.md", "no front matter")
    return garden


def test_every_entry_is_in_its_group_by_date(planned: Project, linked: Linked) -> None:
    """Files that cannot be read come first; an entry that appears and goes is in both groups."""
    site, _ = linked()
    rows = status_of(site).rows
    zone = dt.UTC
    assert [(one.standing, one.path[15:-3], one.when) for one in rows] == [
        ("cannot be read", "g", None),
        ("cannot be read", "h", None),
        ("draft", "a", None),
        ("draft", "tulip", dt.datetime(2026, 1, 4, tzinfo=zone)),
        ("draft", "b", dt.datetime(2026, 12, 24, tzinfo=zone)),
        ("in review", "c", dt.datetime(2026, 1, 5, tzinfo=zone)),
        ("scheduled", "e", dt.datetime(2026, 11, 25, 12, 1, tzinfo=zone)),
        ("scheduled", "d", dt.datetime(2026, 12, 1, tzinfo=zone)),
        ("expiring", "d", dt.datetime(2027, 1, 1, tzinfo=zone)),
        ("expired", "f", dt.datetime(2026, 11, 25, 12, tzinfo=zone)),
    ]


def test_a_draft_says_what_it_lacks(planned: Project, linked: Linked) -> None:
    """Each field that is still to be written is named."""
    site, _ = linked()
    lacks = {one.path: [lack.message for lack in one.lacks] for one in status_of(site).rows}
    assert lacks["content/plants/a.md"] == [
        "`date` is missing or empty",
        "`summary` is missing or empty",
        "`bed` is missing or empty",
    ]
    assert lacks["content/plants/b.md"] == []


def test_reviews_are_what_the_subject_says(garden: Project) -> None:
    """Those that are due have a row each, and those that never were are counted."""

    def reviews(site: Site) -> list[DueReview]:
        rose, lavender = site.entry("plant", "rose"), site.entry("plant", "lavender")
        assert rose and lavender
        first, second = dt.date(2026, 12, 1), dt.date(2026, 11, 1)
        late = DueReview(lavender, second, overdue=True)
        return [DueReview(rose, first), late, *map(DueReview, site.all("note"))]

    subject = dataclasses.replace(SUBJECT, reviews=reviews)
    site, _ = link(content_of(garden), subject, NOW)
    status = status_of(site)
    found = [(one.standing, one.title) for one in status.rows]
    assert found == [("draft", "Tulip"), ("review overdue", "Lavender"), ("review due", "Rose")]
    assert status.never_reviewed == 1


def test_the_next_change_is_the_first_that_the_clock_makes(
    planned: Project, linked: Linked
) -> None:
    """What appears or goes next, not what is drafted for an earlier day."""
    site, _ = linked()
    assert status_of(site).next_change == dt.datetime(2026, 11, 25, 12, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("since", "now", "turned"),
    [
        ("2026-11-25T12:00:00+00:00", "12:02:00", ["e"]),
        ("2026-11-25T12:00:00+00:00", "12:01:00", ["e"]),
        ("2026-11-25T12:00:00+00:00", "12:00:59", []),
        ("2026-11-25T11:59:59+00:00", "12:02:00", ["e", "f"]),
        ("2026-11-25T12:01:00+00:00", "12:02:00", []),
        ("2026-11-25T13:01:00+01:00", "12:02:00", []),
    ],
)
def test_what_the_clock_has_turned_since_a_moment(
    planned: Project, linked: Linked, since: str, now: str, turned: list[str]
) -> None:
    """Appeared or gone after that moment and by now; drafts never are."""
    site, _ = linked(now=dt.datetime.fromisoformat(f"2026-11-25T{now}+00:00"))
    found = turned_since(site, dt.datetime.fromisoformat(since))
    assert [one.slug for one in found] == turned


def test_the_data_has_every_row(planned: Project, linked: Linked) -> None:
    """Moments have the offset of the site's zone, and what is lacking has its place."""
    zone = ZoneInfo("America/New_York")
    site, _ = linked(now=NOW.astimezone(zone))
    status = status_of(site)
    data = json.loads(to_json(status))
    assert data["version"] == 1
    assert data["now"] == "2026-11-25T07:00:00-05:00"
    assert data["next_change"] == "2026-11-25T12:00:00-05:00"
    assert [one["path"] for one in data["entries"]] == [one.path for one in status.rows]
    draft = next(one for one in data["entries"] if one["path"] == "content/plants/a.md")
    assert (draft["state"], draft["url"], draft["when"]) == ("draft", "/plants/a/", None)
    assert [(one["code"], one["line"]) for one in draft["lacks"]] == [("missing-field", 2)] * 3


def test_the_table_has_a_heading_and_a_line_for_each(planned: Project, linked: Linked) -> None:
    """Where a program reads it, nothing is broken over lines, and nothing has a color."""
    site, _ = linked()
    text = to_table(status_of(site), width=1000)
    assert "\x1b" not in text
    lines = [" ".join(line.split()) for line in text.split("\n")]
    assert "2026-12-24 plant B content/plants/b.md" in lines
    assert "2026-11-25 12:01 plant E content/plants/e.md" in lines
    assert (
        lines[-1]
        == "8 entries are published. The clock changes something next on 2026-11-25 12:01."
    )
    assert any("`summary` is missing or empty; `bed` is missing" in line for line in lines)


def test_the_table_fits_its_terminal(planned: Project, linked: Linked) -> None:
    """On a narrow one, cells are broken over lines and still whole."""
    long = "An exceedingly long title that no narrow terminal can show in one line"
    planned.write("plants/i.md", entry(long, status="draft"))
    site, _ = linked()
    text = to_table(status_of(site), width=60)
    assert max(map(len, text.split("\n"))) <= 60
    assert all(word in text.split() for word in long.split())


def test_the_table_has_colors_only_when_asked(planned: Project, linked: Linked) -> None:
    """Headings are bold on a terminal."""
    site, _ = linked()
    assert "\x1b[1m" in to_table(status_of(site), width=80, color=True)


def test_a_title_is_text_in_the_table(garden: Project, linked: Linked) -> None:
    """What looks like an order to the terminal or to the table is shown as it was typed."""
    garden.write("plants/a.md", entry("'[red]A[/red] :bug:'", status="draft"))
    site, _ = linked()
    assert "[red]A[/red] :bug:" in to_table(status_of(site), width=200)
