"""What somebody may ask the benchmark for."""

from __future__ import annotations

import pytest

from bench.contestants import MAKERS
from bench.options import BadOption, Options, read_options
from bench.run import bench
from bench.scenarios import SCENARIOS


def test_left_out_options_mean_everything_with_1000_entries() -> None:
    """All who take part, in all scenarios."""
    options = read_options([], 5, "", "", False)
    assert options == Options((1000,), 5, tuple(MAKERS), tuple(SCENARIOS), False)
    assert options.command == "python3 tasks.py bench --entries 1000 --rounds 5"


def test_lists_may_have_commas_or_come_twice_and_any_order() -> None:
    """They are read once each; `grow` is what `cold` shows."""
    options = read_options(["1000, 100", "100"], 1, "hugo,ours", "title,grow", True)
    assert options.sizes == (100, 1000)
    assert options.contestants == ("ours", "hugo") and options.scenarios == ("cold", "title")
    assert options.command == (
        "python3 tasks.py bench --entries 100,1000 --rounds 1 --only ours,hugo "
        "--scenarios cold,title --write"
    )


@pytest.mark.parametrize(
    ("entries", "rounds", "only", "scenarios", "words"),
    [
        (["some"], 5, "", "", "`--entries some`: write whole numbers from 10 on"),
        (["9"], 5, "", "", "`--entries 9`"),
        ([], 0, "", "", "`--rounds` is the number of timed runs"),
        ([], 5, "jekyll", "", "`--only jekyll`: there are ours, hugo, eleventy, pelican."),
        ([], 5, "", "hot", "`--scenarios hot`: there are cold, nothing, body, title, preview."),
    ],
)
def test_what_cannot_be_meant_is_said_and_ends_with_2(
    entries: list[str],
    rounds: int,
    only: str,
    scenarios: str,
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Before anything is made or installed."""
    with pytest.raises(BadOption):
        read_options(entries, rounds, only, scenarios, False)
    assert bench(entries, rounds, only, scenarios, False) == 2
    assert words in capsys.readouterr().err


def test_of_very_many_entries_only_the_fastest_peer_builds_unless_others_are_named() -> None:
    """The others would take hours."""
    everybody = read_options(["1000,10000"], 5, "", "", False)
    assert everybody.contestants_at(1000) == tuple(MAKERS)
    assert everybody.contestants_at(10_000) == ("ours", "hugo")
    named = read_options(["10000"], 5, "pelican,ours", "", False)
    assert named.contestants_at(10_000) == named.contestants
