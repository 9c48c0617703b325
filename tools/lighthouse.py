"""Asks Lighthouse what it makes of pages, as a phone shows them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .bootstrap import SetupFailure, last_lines
from .browser import BROWSER_FLAGS, find_browser
from .node import find_node

SPEED = "performance"
STEADY = ("accessibility", "best-practices", "seo")
"""The categories that say the same of a page on any machine, at any time."""

_SCRIPT = Path(__file__).with_suffix(".mjs")

_AT_ONCE = {
    "disableFullPageScreenshot": True,
    "pauseAfterFcpMs": 0,
    "pauseAfterLoadMs": 0,
    "networkQuietThresholdMs": 0,
    "cpuQuietThresholdMs": 0,
}
"""What is left out where nobody asks how fast a page is."""


@dataclass(frozen=True)
class Verdict:
    """Of a page: the score from 0 to 100 in each category, and which audits took away from it."""

    page: str
    scores: dict[str, int | None]
    failed: dict[str, list[str]]


def lighthouse(pages: Sequence[str], categories: Sequence[str] = STEADY) -> Iterator[Verdict]:
    """A verdict for each address, in order. Raises SetupFailure where Lighthouse cannot run.

    Speed is that of a simulated phone (`simulate`): computed from what was loaded and from the
    work that it made here, not from the time that it took. A busy machine still tells in it.
    """
    job: dict[str, Any] = {
        "pages": pages,
        "browser": find_browser(),
        "flags": BROWSER_FLAGS,
        "categories": categories,
        "settings": {"disableFullPageScreenshot": True} if SPEED in categories else _AT_ONCE,
    }
    done = subprocess.run(
        [find_node(), _SCRIPT],
        input=json.dumps(job),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SetupFailure(f"Lighthouse could not judge the pages.\n{last_lines(done.stderr)}")
    for line in done.stdout.splitlines():
        yield Verdict(**json.loads(line))
