"""Which references a new page may want to cite."""

from __future__ import annotations

import json

import pytest

from plugins.cms.library import Library, parse_library
from plugins.cms.sources import MOST, fitting
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def library() -> Library:
    """The real one."""
    read = parse_library((ROOT / "content/references.json").read_bytes(), "references.json")
    assert not isinstance(read, tuple)
    return read


def library_of(*records: dict[str, object]) -> Library:
    read = parse_library(json.dumps(records).encode(), "references.json")
    assert not isinstance(read, tuple)
    return read


@pytest.mark.parametrize(
    ("texts", "key"),
    [
        (["Tennis elbow"], "navarro-santana-2020-elbow"),
        (["Golfer's arm", "elbow"], "navarro-santana-2020-elbow"),
        (["Headaches"], "pourahmadi-2021-headache"),
        (["Pain low in the back"], "hu-2018-lbp"),
    ],
)
def test_records_on_the_subject_are_found(library: Library, texts: list[str], key: str) -> None:
    """By a word of their topics, also in the plural, and by what is known beside the title."""
    found = [one.key for one in fitting(library, texts)]
    assert key in found and len(found) <= MOST


@pytest.mark.parametrize(
    "text", ["Dry needling", "Pain", "The review for you", "Syndromes", "", "Zebra"]
)
def test_words_that_most_records_have_find_none(library: Library, text: str) -> None:
    """Nor do words that none has."""
    assert fitting(library, [text]) == ()


def test_a_topic_counts_more_than_a_word_of_the_title_and_then_the_newer_one() -> None:
    """The best come first, and records without a year last."""
    year = {"issued": {"date-parts": [[2019]]}}
    library = library_of(
        {"id": "a", "title": "Knees and hips"},
        {"id": "b", "title": "Joints", "custom": {"topics": ["knee"]}},
        {"id": "c", "title": "Joints", "keyword": "Walking; Knee, Hip", **year},
        {"id": "d", "title": "Hands"},
    )
    assert [one.key for one in fitting(library, ["Knees"])] == ["c", "b", "a"]
    assert library["c"].topics == ("Walking", "Knee", "Hip")


def test_topics_of_another_form_are_no_fault() -> None:
    """They come from another program, and help only to choose."""
    library = library_of({"id": "a", "title": "Hands", "custom": {"topics": "x"}, "keyword": None})
    assert library["a"].topics == ()
