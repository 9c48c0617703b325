"""The reference library: what pages may show of a source, and what is wrong with the file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from plugins.cms.inputs import Inputs
from plugins.cms.library import Reference, parse_library
from tests.conftest import Project
from tests.unit.conftest import Linked


def record(**fields: Any) -> Reference:
    """A record with these fields, as a page gets it."""
    raw = json.dumps([{"id": "a-2020", "title": "A title", **fields}]).encode()
    library = parse_library(raw, "content/references.json")
    assert not isinstance(library, tuple), library
    return library["a-2020"]


WHOLE: dict[str, Any] = {
    "author": [{"family": "Green", "given": "Ann B."}],
    "container-title": "Journal",
    "issued": {"date-parts": [[2020, 5]]},
    "volume": 3,
    "issue": "2",
    "page": "10-12",
    "publisher": "House",
    "DOI": "10.1/x",
    "PMID": "123",
    "URL": "https://example.org/x",
}


def test_a_record_is_read_whole() -> None:
    """Each field of CSL-JSON that pages show comes through as text."""
    assert record(**WHOLE) == Reference(
        "a-2020", "A title", "Green AB", "Journal", "2020", "3", "2", "10-12", "House", "10.1/x",
        "123", "https://example.org/x",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("listed", "field"),
    [
        ("volume", "volume"),
        ("volume 3 or 4", "volume"),
        ("Issue", "issue"),
        ("pages", "pages"),
        ("page", "pages"),
        ("DOI", "doi"),
        ("authors", "authors"),
        ("year", "year"),
        ("URL", "url"),
        ("publisher", "publisher"),
        ("container-title", "container"),
    ],
)
def test_an_unconfirmed_field_is_left_out(listed: str, field: str) -> None:
    """What nobody could confirm is not shown; all else is."""
    whole = record(**WHOLE)
    found = record(**WHOLE, custom={"unconfirmedFields": [listed]})
    shown = set(Reference.__slots__) - {"csl", "place"}
    missing = [name for name in shown if getattr(found, name) != getattr(whole, name)]
    assert missing == [field] and getattr(found, field) is None


def test_one_unconfirmed_field_need_not_be_a_list() -> None:
    """A single name by hand counts like a list with one name."""
    assert record(**WHOLE, custom={"unconfirmedFields": "volume"}).volume is None


@pytest.mark.parametrize(
    ("authors", "written"),
    [
        ([{"family": "Green", "given": "Ann B."}], "Green AB"),
        ([{"family": "Green", "given": "Ann-Beth"}], "Green AB"),
        ([{"family": "Dommerholt", "given": "J", "non-dropping-particle": "van"}],
         "van Dommerholt J"),
        ([{"literal": "World Health Organization"}], "World Health Organization"),
        ([{"family": "Solo"}], "Solo"),
        ([{"family": "A", "given": "X"}, {"family": "B", "given": "Y"}], "A X, B Y"),
        ([{"family": name} for name in "ABCDEF"], "A, B, C, D, E, F"),
        ([{"family": name} for name in "ABCDEFG"], "A, B, C, et al."),
        ([], None),
        ([{}], None),
        (["Green"], None),
        ("Green", None),
        (None, None),
    ],
)  # fmt: skip
def test_authors_are_named_as_in_medicine(authors: object, written: str | None) -> None:
    """Family name and initials; from seven authors on, the first three."""
    assert record(author=authors).authors == written


@pytest.mark.parametrize(
    ("issued", "year"),
    [
        ({"date-parts": [[2020]]}, "2020"),
        ({"date-parts": [["2020", 1]]}, "2020"),
        ({"date-parts": [[]]}, None),
        ({"date-parts": []}, None),
        ({"date-parts": [["in press"]]}, None),
        ({"date-parts": [[float("inf")]]}, None),
        ({"date-parts": {"a": 1}}, None),
        ({"raw": "2020"}, None),
        ("2020", None),
    ],
)
def test_a_year_is_shown_where_there_is_one(issued: object, year: str | None) -> None:
    """A date in a form that we do not know is no year, and no crash."""
    assert record(issued=issued).year == year


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//example.org", "https://a b", 'https://x/"><b>', "data:x", 5]
)
def test_only_web_addresses_are_links(url: object) -> None:
    """An address that is not one is left out."""
    assert record(URL=url).url is None


@pytest.mark.parametrize("custom", [None, [], "x", {"unconfirmedFields": 5}, {"design": 5}])
def test_odd_notes_of_zotero_do_no_harm(custom: object) -> None:
    """What other programs put under `custom` is passed over."""
    assert record(custom=custom, volume="3").volume == "3"


@pytest.mark.parametrize(
    ("raw", "code", "line", "column"),
    [
        (b"[", "bad-json", 1, 2),
        (b'[\n{"id": "a",}]', "bad-json", 2, 12),
        (b"", "bad-json", 1, 1),
        (b"{}", "bad-library", 1, 1),
        (b"5", "bad-library", 1, 1),
        (b"[5]", "bad-record", 1, 1),
        (b'[{"id": "a"}]', "bad-record", 1, 1),
        (b'[{"title": "a"}]', "bad-record", 1, 1),
        (b'[{"id": 5, "title": "a"}]', "bad-record", 1, 1),
        (b'[{"id": "a", "title": "x"},\n {"id": "a", "title": "y"}]', "duplicate-record", 2, 3),
        (
            b'[{"id": "caf\\u00e9", "title": "x"},\n {"id" : "caf\\u00e9", "title": "y"}]',
            "duplicate-record",
            2,
            3,
        ),
        (b"[" * 100_000, "too-deep", 0, 0),
        (b'[{"id": "a", "title": "x", "volume": ' + b"9" * 5000 + b"}]", "too-deep", 0, 0),
        (b"\xff", "not-utf8", 1, 1),
    ],
)
def test_a_library_that_cannot_be_used_is_explained(
    raw: bytes, code: str, line: int, column: int
) -> None:
    """Each way in which the file can be wrong has a code and a place."""
    problems = parse_library(raw, "content/references.json")
    assert isinstance(problems, tuple) and len(problems) == 1
    place = problems[0].location.line, problems[0].location.column
    assert (problems[0].code, *place) == (code, line, column)


@pytest.mark.parametrize("field", ["title", "volume"])
def test_what_stands_for_a_source_follows_all_that_it_says(
    garden: Project, linked: Linked, field: str
) -> None:
    """Its title too, where nobody could confirm it and no citation shows it."""
    found = set()
    for text in ("One", "Two"):
        fields = {**WHOLE, "id": "rhs-2020", "title": "Roses", field: text}
        records = [{**fields, "custom": {"unconfirmedFields": ["title"]}}]
        garden.write("references.json", json.dumps(records))
        inputs = Inputs(linked()[0])
        found.add((inputs.digest(("source", "rhs-2020")), inputs.digest(("library",))))
    assert len({source for source, _ in found}) == len({library for _, library in found}) == 2
