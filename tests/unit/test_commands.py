"""The commands as a module: what it costs to load them."""

from __future__ import annotations

from tests.conftest import ROOT
from tests.processes import run_python

HEAVY = "bs4 citeproc jinja2 markdown pelican PIL pydantic rapidfuzz starlette yaml".split()


def test_no_command_waits_for_a_package_before_it_needs_it() -> None:
    """A check that is remembered takes less time than loading one of these."""
    program = "import plugins.cms.checking, plugins.cms.commands, sys; print(*sys.modules)"
    loaded = run_python(program, ROOT).stdout.split()
    assert "plugins.cms.checking" in loaded
    assert set(HEAVY).isdisjoint(loaded)
