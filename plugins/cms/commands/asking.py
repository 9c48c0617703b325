"""Questions at the terminal, one line each."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from ..console import say
from ..suggestions import suggest


def can_ask() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: str) -> str:
    """The answer in one line. Raises KeyboardInterrupt where there will be none."""
    try:
        return input(f"{question} ").strip()
    except EOFError:
        print()
        raise KeyboardInterrupt from None


def choose(question: str, choices: Mapping[str, str]) -> str:
    """One of the choices, by its number or its name; asked until it is one of them."""
    while True:
        chosen = _read(_show(question, choices), list(choices))
        if chosen and len(chosen) == 1:
            return chosen[0]
        if chosen is not None:
            say("Choose one of them alone: type its number.")


def choose_some(question: str, choices: Mapping[str, str], most: int | None) -> list[str]:
    """Some of the choices, at most `most`; none, if it is to be decided later."""
    hint = "Enter: later" if most == 1 else "Several: 1, 3. Enter: later"
    while True:
        chosen = _read(_show(f"{question} ({hint})", choices), list(choices))
        if chosen is not None and (most is None or len(chosen) <= most):
            return chosen
        if chosen is not None:
            say("Choose one of them alone: type its number.")


def _show(question: str, choices: Mapping[str, str]) -> str:
    for number, (name, label) in enumerate(choices.items(), 1):
        say(f"{number:>3}  {label if label == name else f'{label} ({name})'}")
    return ask(question)


def _read(answer: str, names: Sequence[str]) -> list[str] | None:
    """The choices that an answer names; None, and a word about it, where one is unknown."""
    chosen: list[str] = []
    for word in filter(None, (part.strip() for part in answer.split(","))):
        if word.isdecimal() and 1 <= int(word) <= len(names):
            chosen.append(names[int(word) - 1])
        elif word.casefold() in names:
            chosen.append(word.casefold())
        else:
            hint = suggest(word, list(names)) or f"Type a number from 1 to {len(names)}."
            say(f"There is no `{word}` here. {hint}")
            return None
    return list(dict.fromkeys(chosen))
