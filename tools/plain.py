"""A command without options, run at once: to load invoke takes longer than many a job."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from .bootstrap import ROOT, STOPPED, hear_interrupts, say

PLAIN = frozenset({"build", "check", "ledger", "publish", "serve", "status"})
"""Commands that a word alone is enough for; each is a function of this name in the engine."""


def run_plain(words: Sequence[str]) -> None:
    """End with the exit code of a command, if its name is all that was said; else return."""
    if len(words) != 1 or words[0] not in PLAIN:
        return
    hear_interrupts()
    os.chdir(ROOT)
    with readers_may_leave():
        try:
            from plugins.cms import commands

            sys.exit(getattr(commands, words[0])())
        except KeyboardInterrupt:
            say("Stopped.")
            sys.exit(STOPPED)


@contextmanager
def readers_may_leave() -> Iterator[None]:
    """Let whoever reads only the beginning of what is printed do so, as `head` does."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
