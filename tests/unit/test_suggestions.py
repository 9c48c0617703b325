"""What was probably meant."""

from __future__ import annotations

import pytest

from plugins.cms.suggestions import nearest, nearest_file, no_such, suggest

FIELDS = "title summary status date tags authors body_regions publish_at symptoms".split()
STATES = ["draft", "in review", "published"]
KEYS = ["gattie-2017-msk", "gattie-2020-survey", "zhou-2015-debate", "müller-2018", "oeser-2011"]
SLUGS = ["neck-pain-and-tension-headaches", "sciatica", "whiplash", "knee", "hip", "jaw", "elbow"]
CODES = ["long-sentence", "no-citation", "promise", "reading-grade"]


@pytest.mark.parametrize(
    ("word", "choices", "near"),
    [
        # swapped, missing, doubled and wrong letters
        ("titel", FIELDS, "title"),
        ("daet", FIELDS, "date"),
        ("dat", FIELDS, "date"),
        ("tgs", FIELDS, "tags"),
        ("sumary", FIELDS, "summary"),
        ("symptooms", FIELDS, "symptoms"),
        ("symptons", FIELDS, "symptoms"),
        ("gatie-2017-msk", KEYS, "gattie-2017-msk"),
        ("gattie-2017-mks", KEYS, "gattie-2017-msk"),
        ("siatica", SLUGS, "sciatica"),
        ("whipplash", SLUGS, "whiplash"),
        ("long-sentense", CODES, "long-sentence"),
        # capital letters
        ("Title", FIELDS, "title"),
        ("DATE", FIELDS, "date"),
        ("Published", STATES, "published"),
        ("Gattie-2017-MSK", KEYS, "gattie-2017-msk"),
        # what stands between words
        ("body-regions", FIELDS, "body_regions"),
        ("body regions", FIELDS, "body_regions"),
        ("bodyregions", FIELDS, "body_regions"),
        ("publishat", FIELDS, "publish_at"),
        ("in-review", STATES, "in review"),
        ("long_sentence", CODES, "long-sentence"),
        ("gattie2017msk", KEYS, "gattie-2017-msk"),
        # one and many
        ("author", FIELDS, "authors"),
        ("tag", FIELDS, "tags"),
        ("dates", FIELDS, "date"),
        ("knees", SLUGS, "knee"),
        ("publish", STATES, "published"),
        # umlauts and accents
        ("mueller-2018", KEYS, "müller-2018"),
        ("muller-2018", KEYS, "müller-2018"),
        ("mu\u0308ller-2018", KEYS, "müller-2018"),
        ("öser-2011", KEYS, "oeser-2011"),
        ("sciática", SLUGS, "sciatica"),
        # parts that only one name has
        ("review", STATES, "in review"),
        ("neck-pain", SLUGS, "neck-pain-and-tension-headaches"),
        ("zhou-2015", KEYS, "zhou-2015-debate"),
        ("zhou-debate", KEYS, "zhou-2015-debate"),
        ("debate-2015", KEYS, None),
        ("gattie", KEYS, None),
        # nothing is near
        ("", FIELDS, None),
        ("xyz", FIELDS, None),
        ("name", FIELDS, None),
        ("color", FIELDS, None),
        ("yes", STATES, None),
        ("done", STATES, None),
        ("arm", SLUGS, None),
        ("arm", ["arm-and-hand", "knee"], None),  # too short to stand for the whole
        ("jam", SLUGS, None),
        ("hit", SLUGS, None),
        ("neck", ["knee", "leg", "back"], None),
        ("of", ["or", "if"], None),
        ("jones-2018", KEYS, None),
        ("smith-2017", KEYS, None),
        ("promotion", CODES, None),
    ],
)
def test_a_slip_is_understood_and_a_strange_word_is_not_forced(
    word: str, choices: list[str], near: str | None
) -> None:
    """The nearest choice, or none where nothing is near."""
    assert nearest(word, choices) == near


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("images/rosa.svg", "images/rose.svg"),
        ("images/Rose.svg", "images/rose.svg"),
        ("images/rose.png", "images/rose.svg"),
        ("rose.svg", "images/rose.svg"),
        ("images/garden/tulip.jpg", "images/tulip.jpg"),
        ("images/knee.jpeg", "images/knee.jpg"),
        ("images/lily.svg", None),
    ],
)
def test_a_file_is_found_by_its_name(path: str, near: str | None) -> None:
    """A slip in it, another ending and another folder are understood."""
    files = ["images/rose.svg", "images/tulip.jpg", "images/knee.jpg", "images/old/knee.webp"]
    assert nearest_file(path, files) == near


def test_a_suggestion_is_a_question() -> None:
    """The choice is put to the author as it is written; where there is none, nothing is said."""
    assert suggest("titel", ["title"]) == "Did you mean `title`?"
    assert suggest("drey", ["dry"], "#{}") == "Did you mean `#dry`?"
    assert suggest("titel", []) == ""


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        (["mint", "rose"], "There is no plant called `rosse`. Did you mean `rose`?"),
        (["mint", "sage"], "There is no plant called `rosse`. Choose one of `mint`, `sage`."),
        (["mint"], "There is no plant called `rosse`. There is only `mint`."),
        ([], "There is no plant called `rosse`. There is none yet."),
        ([f"herb-{n}" for n in range(30)], "There is no plant called `rosse`. Look around."),
    ],
)
def test_a_name_that_nothing_has(choices: list[str], said: str) -> None:
    """The one that was meant is named, else all of them, unless they are too many."""
    assert no_such("plant", "rosse", choices, "Look around.") == said
