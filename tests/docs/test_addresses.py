"""What the page on addresses shows works as it stands."""

from __future__ import annotations

import re

from plugins.cms.redirects import parse_redirects
from tests.conftest import ROOT, Project
from tests.unit.conftest import plant

PAGE = (ROOT / "docs/addresses.md").read_text(encoding="utf-8")


def test_the_redirects_on_the_page_are_right() -> None:
    """The example can be copied as it is."""
    example = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0]
    redirects, problems = parse_redirects(example.encode(), "redirects.yaml")
    assert len(redirects.items) == 4 and not problems


def test_a_chain_a_circle_and_nowhere_have_the_codes_on_the_page(garden: Project) -> None:
    """Whoever looks for a code finds what it means."""
    garden.write("plants/mint.md", plant())
    lines = "/a/: /b/\n/b/: /plants/mint/\n/c/: /c/\n/d/: /nowhere/\n"
    garden.write("redirects.yaml", lines)
    said = garden.check().out
    named = set(re.findall(r"`(redirect-\S+)`", PAGE))
    assert named == {"redirect-chain", "redirect-loop", "redirect-to-nowhere"}
    assert named <= set(re.findall(r"redirect-[a-z-]+", said))
