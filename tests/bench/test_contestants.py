"""The sites that are built in turns."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.content import make_entries
from bench.contestants import Contestant, make_pelican
from bench.edits import Author, Edit
from bench.running import run
from tests.bench.test_content import texts

ENTRIES = make_entries(15)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Contestant:
    """The site of Pelican without plugins, built once."""
    folder = tmp_path_factory.mktemp("stock")
    contestant = make_pelican(folder, folder / "site", ENTRIES)
    run(contestant.build(cold=True))
    return contestant


def test_stock_pelican_shows_every_field_and_the_title_of_what_is_related(
    stock: Contestant,
) -> None:
    """Its pages are no emptier than those of the others."""
    entry, related = ENTRIES[1], ENTRIES[0]
    page = stock.page(entry).decode()
    hidden = {entry.data["status"], *entry.data["related"]}
    assert [text for text in texts(entry.data) if text not in page and text not in hidden] == []
    assert f'/conditions/{related.name}/">{related.data["title"]}</a>' in page
    assert page.count("<tr>") == 12  # ten rows, their head, and the one finding


def test_stock_pelican_makes_lists_a_feed_and_a_sitemap(stock: Contestant) -> None:
    """Each with the entries that belong into it."""
    public = stock.folder / stock.output
    for folder in ("conditions", "posts"):
        listed = (public / folder / "index.html").read_text()
        assert all(one.data["title"] in listed for one in ENTRIES if one.folder == folder)
    assert (public / "feed.xml").read_text().count("<item>") == 3
    assert (public / "sitemap.xml").read_text().count("/entry-") == len(ENTRIES)
    assert stock.pages() > len(ENTRIES)


@pytest.mark.parametrize("change", [Author.change_body, Author.change_title])
def test_an_edit_is_on_the_page_after_the_next_build_and_not_before(
    tmp_path: Path, change: object
) -> None:
    """So a build that does too little cannot pass for a fast one; twice is twice."""
    contestant = make_pelican(tmp_path, tmp_path / "site", ENTRIES)
    run(contestant.build(cold=True))
    author = Author(ENTRIES)
    edits: list[Edit] = [change(author) for _ in range(2)]  # type: ignore[operator]
    assert edits[0].number != edits[1].number
    for edit in edits:
        edit.make(contestant)
        assert not edit.is_in(contestant.page(edit.shown_on))
        run(contestant.build())
        assert edit.is_in(contestant.page(edit.shown_on))


def test_what_a_contestant_forgets_is_its_pages_and_its_memory(tmp_path: Path) -> None:
    """Nothing of its sources; and where a folder is a link, the link goes."""
    for name in ("content", ".memory", "made"):
        (tmp_path / name).mkdir()
    (tmp_path / "public").symlink_to("made")
    Contestant("x", "1", tmp_path, ("true",), output="public", memory=(".memory",)).forget()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content", "made"]
