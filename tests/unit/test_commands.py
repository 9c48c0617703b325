"""The commands as a module: what it costs to load them."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT

HEAVY = "bs4 citeproc jinja2 markdown pelican PIL pydantic rapidfuzz starlette yaml".split()


def test_no_command_waits_for_a_package_before_it_needs_it() -> None:
    """A check that is remembered takes less time than loading one of these."""
    loaded = subprocess.run(
        [sys.executable, "-c", "import plugins.cms.checking, plugins.cms.commands, sys;"
         "print(*sys.modules)"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert "plugins.cms.checking" in loaded
    assert set(HEAVY).isdisjoint(loaded)
