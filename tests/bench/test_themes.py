"""The comparison of themes shows the same text in all, and hides nothing."""

from __future__ import annotations

from dataclasses import replace

from bench.themes.measuring import Measured
from bench.themes.run import to_markdown
from bench.themes.text import PAGES, texts_of
from tests.conftest import Project

ONE = Measured(
    weight=9_000,
    styles=900,
    scripts=0,
    requests=3,
    elsewhere=0,
    findings=0,
    scores={"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100},
)


def test_whoever_is_best_is_marked_in_each_column() -> None:
    """A peer that is ahead is in bold, ours is not, and equals both are."""
    other = replace(ONE, weight=8_000, scores=ONE.scores | {"performance": 98})
    _, _, ours, peer = to_markdown({"ours": ONE, "peer": other}).splitlines()
    assert ours.startswith("| ours | 9,000 | **900** |") and "| **99** |" in ours
    assert peer.startswith("| peer | **8,000** | **900** |") and "| 98 |" in peer


def test_texts_have_all_words_and_nothing_of_our_theme(published: Project) -> None:
    """Each text has the headings and the links of its page, and no class, drawing or navigation."""
    texts = texts_of(published.output)
    assert [text.slug for text in texts] == list(PAGES)
    for text in texts:
        assert "class=" not in text.html and "<svg" not in text.html and "<nav" not in text.html
        assert 'href="https://www.clinic.test/' in text.html
        page = published.page(PAGES[text.slug].strip("/"))
        assert page.main and page.h1 and text.title == page.h1.get_text(" ", strip=True)
        assert len(text.html) > 1_000
