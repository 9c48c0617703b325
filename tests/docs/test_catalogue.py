"""The error catalogue and the source say the same: one page for each code, with a real example.

`UPDATE_EXPECTED=1` writes what the check says into the pages, to be read before it is kept.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from plugins.clinic.rules import WAIVABLE
from plugins.cms import catalogue
from plugins.cms.errors import Problems
from tests.docs.catalogue import codes_in_source, in_short, pages
from tests.docs.examples import said_of_examples

PAGES = pages()

MOMENT = "1795608000"
"""When the examples are checked, in seconds: on November 25, 2026."""

ELSEWHERE = {
    "unreadable": "no file can be closed to root; tests/unit/test_loader.py",
}
"""Codes without an example that can be made here: why, and where they are tested."""

FORM = re.compile(
    r"# (?P<code>[a-z0-9-]+)\n\n(?P<meaning>[^\n]+\.)\n\n"
    r"## Example\n\n.+```text\n.+```\n\n"
    r"## Why it matters\n\n[^\n#]+\n\n"
    r"## What to do\n\n1\. .+\n\n"
    r"## In short\n\n(?:- [^\n]+\n)+",
    re.DOTALL,
)

HOW_TO_WRITE = (
    "Write docs/errors/{code}.md in the form of the pages beside it: `# {code}`, one sentence, "
    "`## Example` with the file that an author wrote and an empty ```text block, `## Why it "
    "matters`, `## What to do` with what is to stand there (`Mended, in place of line 3:`), `## In "
    "short`. Then run this test with UPDATE_EXPECTED=1, which "
    "fills in what the check says, and add the code to docs/errors/README.md. It is used in: "
    "{places}."
)


def test_every_code_has_a_page() -> None:
    """A code without one is named, with what to write."""
    missing = [
        HOW_TO_WRITE.format(code=code, places=", ".join(places))
        for code, places in codes_in_source().items()
        if code not in PAGES
    ]
    assert not missing, "\n".join(missing)


def test_every_page_is_about_a_code() -> None:
    """A page whose code is gone goes as well."""
    assert set(PAGES) <= set(codes_in_source())


def test_each_page_has_the_form() -> None:
    """The parts are there, in order; the title is the code, and below it stands what it means."""
    for code, page in PAGES.items():
        found = FORM.fullmatch(page.text)
        assert found, f"docs/errors/{code}.md has another form than the pages beside it"
        assert (found["code"], found["meaning"]) == (code, catalogue.meaning(code))
        is_elsewhere = "\nMended, by " in page.text or not page.files
        assert "\nMended" not in page.text or page.mended or is_elsewhere, code


def test_the_index_has_each_page_once() -> None:
    """With the sentence that says what it means."""
    lines = re.findall(r"^- .*", catalogue.index(), re.MULTILINE)
    assert sorted(lines) == sorted(
        f"- [{code}]({code}.md): {catalogue.meaning(code)}" for code in PAGES
    )


Said = dict[str, tuple[Problems, str]]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What the check says of each example."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", MOMENT)
        shown = {code: page.files for code, page in PAGES.items() if code not in ELSEWHERE}
        found = said_of_examples(shown, tmp_path_factory.mktemp("examples"))
    if os.environ.get("UPDATE_EXPECTED"):
        for code, (problems, text) in found.items():
            facts = in_short(problems[0], WAIVABLE) if problems else ""
            file = catalogue.FOLDER / f"{code}.md"
            file.write_text(PAGES[code].saying(text, facts), encoding="utf-8")
        PAGES.update(pages())
    return found


def test_each_example_is_real(said: Said) -> None:
    """The check says of it just what the page prints, and names nothing but its code."""
    assert {code: text for code, (_, text) in said.items()} == {
        code: PAGES[code].said for code in said
    }
    others = {
        code: sorted({one.code for one in problems} - {code})
        for code, (problems, _) in said.items()
        if {one.code for one in problems} != {code}
    }
    assert others == {}


def test_each_page_tells_the_weight(said: Said) -> None:
    """Error or warning, mended by a program or not, waivable or not: as the source has it."""
    assert {code: in_short(problems[0], WAIVABLE) for code, (problems, _) in said.items()} == {
        code: PAGES[code].in_short for code in said
    }


def test_each_mend_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a page shows its example mended, nothing is left of what was wrong, and no error."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)
    mended = {code: page.mended for code, page in PAGES.items() if page.code not in ELSEWHERE}
    shown = {code: files for code, files in mended.items() if files}
    said = said_of_examples(shown, tmp_path)
    assert {
        code: text
        for code, (problems, text) in said.items()
        if any(one.code == code or one.severity == "error" for one in problems)
    } == {}
