"""The command line: words in their places, some of which may be left out."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from invoke.collection import Collection
from invoke.context import Context
from invoke.tasks import task

from tools.door import Door

CALLS: list[tuple[Any, ...]] = []


@task(positional=["kind", "title"])
def make(
    context: Context, kind: str | None = None, title: str | None = None, slug: str = ""
) -> None:
    """Make something."""
    CALLS.append((kind or "", title or "", slug))


@task
def send(context: Context, target: str, fast: bool = False) -> None:
    """Send it."""
    CALLS.append((target, fast))


def run(*words: str) -> tuple[int, list[tuple[Any, ...]]]:
    """The exit code of a command line, and what was called."""
    CALLS.clear()
    namespace = Collection("tasks", make, send)
    with pytest.raises(SystemExit) as ended:
        Door(namespace=namespace).run(["tasks.py", *words])
        sys.exit(0)
    return int(ended.value.code or 0), list(CALLS)


@pytest.mark.parametrize(
    ("words", "called"),
    [
        (["make"], ("", "", "")),
        (["make", "post"], ("post", "", "")),
        (["make", "post", "First visit"], ("post", "First visit", "")),
        (["make", "--slug", "first", "post"], ("post", "", "first")),
        (["make", "post", "send"], ("post", "send", "")),
        (["send", "branch", "--fast"], ("branch", True)),
    ],
)
def test_what_has_a_place_may_be_left_out_where_it_has_a_default(
    words: list[str], called: tuple[Any, ...]
) -> None:
    """Also when options stand before it, or when it is called like a command."""
    assert run(*words) == (0, [called])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["send"], "`send` is not complete: what is missing is TARGET."),
        (["send", "--slow"], "There is no option `--slow` for `send`."),
        (["make", "post", "--slow"], "There is no option `--slow` for `make`."),
        (["make", "post", "First", "visit"], "Put quotation marks around words"),
        (["make", "--slug"], "The option `--slug` needs a value."),
        (["amke"], "Did you mean `make`?"),
        (["paint"], "There is no command `paint`. See all:"),
    ],
)
def test_a_wrong_use_is_said_in_plain_words(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    """The exit code is 2, and nothing is called."""
    assert run(*words) == (2, [])
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("words", [["send", "--help"], ["send", "-h"], ["--help", "send"]])
def test_help_is_shown_wherever_it_is_asked_for(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    """Also in the place of a word that is needed."""
    assert run(*words) == (0, [])
    assert "tasks.py send TARGET [OPTIONS]" in capsys.readouterr().out


def test_help_tells_what_may_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """In brackets."""
    assert run("make", "--help") == (0, [])
    assert "tasks.py make [KIND] [TITLE] [OPTIONS]" in capsys.readouterr().out
