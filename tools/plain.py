"""A command without options, run at once: to load invoke takes longer than many a job."""

from __future__ import annotations

import atexit
import gc
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
    collect_less()
    os.chdir(ROOT)
    with readers_may_leave():
        try:
            from plugins.cms import commands

            sys.exit(getattr(commands, words[0])())
        except KeyboardInterrupt:
            say("Stopped.")
            sys.exit(STOPPED)


def collect_less() -> None:
    """Let Python look less often for objects that only name each other, and not at the very end.

    Of what a build loads and makes, most stays until the end. To look through it again and again
    is a twentieth of its time, and as much once more when the process ends.
    """
    gc.set_threshold(20_000, 10, 100)
    atexit.register(gc.freeze)


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
