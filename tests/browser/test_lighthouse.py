"""Lighthouse gives each type of page full marks for all that it says the same of every time.

How fast pages are depends on the machine that asks: `tasks.py lighthouse` tells that, too.
"""

from __future__ import annotations

from tools.hosting import MISSING, Host, types_of
from tools.lighthouse import STEADY, lighthouse

FULL = dict.fromkeys(STEADY, 100)


def test_each_type_of_page_has_full_marks(host: Host, paths: list[str]) -> None:
    """Accessibility, best practices and being found: 100 each."""
    types = [path for path in types_of(paths) if path != MISSING]
    assert len(types) > 15
    verdicts = list(lighthouse([host.address + path for path in types]))
    assert len(verdicts) == len(types)
    assert not [one for one in verdicts if one.scores != FULL]
