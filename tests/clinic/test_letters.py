"""Names as readers look them up, from A to Z."""

from __future__ import annotations

import pytest

from plugins.clinic.letters import by_letter, place_of_name


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("sciatica", "S"),
        ("Épaule", "E"),
        ("“Slipped” disc", "S"),
        ("12th rib", "1"),
        ("Öl", "O"),
        ("Ærø", "A"),
        ("痛み", "痛"),
    ],
)
def test_a_name_stands_under_the_letter_where_it_is_looked_up(name: str, letter: str) -> None:
    """Accents and quotes do not count; a name in another script stands under its own sign."""
    assert by_letter([name], str) == ((letter, (name,)),)


def test_accents_and_capitals_do_not_move_a_name() -> None:
    """All are sorted as if they were written in small plain letters."""
    names = ["Zone", "élan", "ear", "Elbow", "“Ebb”"]
    assert sorted(names, key=place_of_name) == ["ear", "“Ebb”", "élan", "Elbow", "Zone"]


def test_each_letter_is_there_once_from_a_to_z() -> None:
    """Whatever the order of the names, which stays as it is below each letter."""
    names = ["neck", "arm", "Éclair", "Nail", "ear"]
    groups = (("A", ("arm",)), ("E", ("Éclair", "ear")), ("N", ("neck", "Nail")))
    assert by_letter(names, str) == groups
