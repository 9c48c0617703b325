"""The command `import`: from a document to a draft that the check accepts."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import pytest
from docx.document import Document
from PIL import Image

from plugins.cms import commands, files
from plugins.cms.frontmatter import parse
from tests.conftest import GARDEN, Outcome, Project
from tests.unit.importing.word import add, word_file


def bring_in(project: Project, file: Path | str, **options: str) -> Outcome:
    return project._run(commands.bring_in, file=str(file), settings=project.settings, **options)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def png() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (3, 3)).save(made, "PNG")
    return made.getvalue()


def from_word(folder: Path) -> Path:
    """A document with what clinics write, and with what no page can hold."""

    def write(made: Document) -> None:
        made.add_heading("Runner’s knee", 0)
        made.add_heading("What it is", 1)
        made.add_paragraph("It hurts. <b>No tag</b> # no heading")
        made.add_heading("Deep", 4)
        made.add_paragraph("one", style="List Bullet")
        table = made.add_table(2, 2)
        table.cell(0, 0).merge(table.cell(1, 0)).text = "merged"
        made.add_picture(io.BytesIO(png()))
        add(made.add_paragraph("Was "), "<w:del><w:r><w:delText>sure</w:delText></w:r></w:del>")

    return word_file(folder / "Knee for the web.docx", write)


@pytest.mark.parametrize(("kind", "path"), [("condition", "conditions"), ("post", "posts")])
def test_a_word_document_becomes_a_draft_that_the_check_accepts(
    clinic_copy: Project, tmp_path: Path, kind: str, path: str
) -> None:
    """The report says what was made and what needs a look; what was taken out is at the end."""
    outcome = bring_in(clinic_copy, from_word(tmp_path), kind=kind)
    assert (outcome.code, outcome.err) == (0, "")
    draft = clinic_copy.folder / f"content/{path}/runners-knee.md"
    text = draft.read_text(encoding="utf-8")
    assert "\ntitle: Runner’s knee\n" in text and "\nstatus: draft\n" in text
    assert "## What it is\n\nIt hurts." in text and "### Deep" in text
    assert '<img src="{static}/images/runners-knee-1.png" width="3" height="3">' in text
    assert "## Notes from the import\n" in text and text.rstrip().endswith("sure")
    assert (clinic_copy.folder / "content/images/runners-knee-1.png").read_bytes() == png()
    for words in (
        f"{path}/runners-knee.md, a draft",
        "1 table",
        "merged cells",
        "sure",
        "what it shows",
    ):
        assert words in outcome.out
    checked = clinic_copy.check("json")
    assert checked.code == 0, checked.out


def test_a_page_and_a_text_become_drafts_of_another_subject(
    garden: Project, tmp_path: Path
) -> None:
    """The engine knows kinds, not this clinic."""
    (tmp_path / "page.html").write_text("<h1>Old roses</h1><p>Text <a href='x.html'>more</a></p>")
    (tmp_path / "weeds.md").write_text("# Weeds\n\nPull <marquee>them</marquee>.\n")
    for file, made in (("page.html", "old-roses.md"), ("weeds.md", "weeds.md")):
        assert bring_in(garden, tmp_path / file, kind="note").code == 0
        assert (garden.folder / "content/notes" / made).is_file()
    assert garden.check("json").code == 0


@pytest.mark.parametrize("kind", ["plant", "note"])
def test_a_content_file_comes_back_as_it_was(garden: Project, tmp_path: Path, kind: str) -> None:
    """Its text to the byte, and its fields with their values; it begins as a draft."""
    source = {"plant": "plants/lavender.md", "note": "notes/spring.md"}[kind]
    before = (GARDEN / "content" / source).read_bytes()
    (garden.folder / "content" / source).unlink()
    shutil.copy(GARDEN / "content" / source, tmp_path)
    outcome = bring_in(garden, tmp_path / Path(source).name, kind=kind)
    assert outcome.code == 0, outcome.err
    made = next((garden.folder / f"content/{kind}s").glob(f"*{Path(source).stem}*")).read_bytes()
    old, new = parse(before, "a.md"), parse(made, "b.md")
    fields = {name: value for name, value in new.data.items() if value is not None}
    assert fields == {**old.data, "status": "draft"}
    assert new.body.split("## Notes from the import")[0].strip() == old.body.strip()


def test_fields_that_do_not_fit_go_to_the_end(garden: Project, tmp_path: Path) -> None:
    """Unknown names, wrong values, names of entries that are not there: nothing is lost."""
    file = tmp_path / "mint.md"
    file.write_text(
        "---\ntitle: Mint\nstatus: published\ndate: 2026-01-05\nheight: tall\n"
        "# an open question\nbed: nowhere\n"
        "sources: [nobody-1999]\nsmell: fresh\ncare:\n  - water: much\n---\nText.\n"
    )
    outcome = bring_in(garden, file, kind="plant", title="Green mint", slug="mint")
    assert outcome.code == 0, outcome.err
    assert "# an open question" in outcome.out
    document = parse((garden.folder / "content/plants/mint.md").read_bytes(), "mint.md")
    assert document.data["care"] == [{"water": "much"}] and document.data["date"] == "2026-01-05"
    for name, value in (
        ("title", "Mint"),
        ("status", "published"),
        ("height", "tall"),
        ("bed", "nowhere"),
        ("sources", "nobody-1999"),
        ("smell", "fresh"),
    ):
        assert f"“{name}”" in document.body and value in document.body
        assert document.data.get(name) != value
    assert garden.check("json").code == 0


def test_nothing_is_overwritten(garden: Project, tmp_path: Path) -> None:
    """Not an entry, and not a picture: that gets the next number."""
    (tmp_path / "a.png").write_bytes(png())
    page = tmp_path / "page.html"
    page.write_text("<h1>Rose hips</h1><img src=a.png alt=Hips>")
    garden.write("images/rose-hips-1.png", b"mine")
    assert bring_in(garden, page, kind="note").code == 0
    assert (garden.folder / "content/images/rose-hips-1.png").read_bytes() == b"mine"
    assert (garden.folder / "content/images/rose-hips-2.png").read_bytes() == png()
    before = everything(garden.folder / "content")
    again = bring_in(garden, page, kind="note")
    assert again.code == 2 and "is there already" in again.err
    assert everything(garden.folder / "content") == before
    assert bring_in(garden, page, kind="note", slug="hips", title="Hips").code == 0


def test_a_picture_that_no_page_can_show_is_saved_beside_the_document(
    garden: Project, tmp_path: Path
) -> None:
    """It is not dropped, and not on the site."""
    (tmp_path / "a.emf").write_bytes(b"drawn by Word")
    (tmp_path / "page.html").write_text("<h1>Beds</h1><img src=a.emf alt='A plan'>")
    outcome = bring_in(garden, tmp_path / "page.html", kind="note")
    assert (tmp_path / "beds-1.emf").read_bytes() == b"drawn by Word"
    assert "It was saved as beds-1.emf" in outcome.out
    assert "[Picture: A plan" in (garden.folder / "content/notes/beds.md").read_text(
        encoding="utf-8"
    )


MISUSE = {
    "none.docx": (None, "There is no file"),
    "empty.docx": (b"", "is empty"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Save As"),
    "old.docx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "a.pdf": (b"%PDF-1.7 ...", "is a PDF"),
    "a.odt": (b"PK\x03\x04mimetype", "Save As"),
    "a.rtf": (b"{\\rtf1 x}", "Save As"),
    "a.docx": (b"just text", "damaged, or no Word document"),
    "b.docx": (b"PK\x03\x04 cut off", "damaged"),
    "a.html": (b"PK\x03\x04" + bytes(99), "not a text"),
    "a.xyz": (b"what", "cannot be imported"),
}


@pytest.mark.parametrize("name", MISUSE)
def test_a_file_that_cannot_be_imported_is_refused_with_the_remedy(
    garden: Project, tmp_path: Path, name: str
) -> None:
    """In plain words, with exit code 2, and nothing is written."""
    content, words = MISUSE[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = everything(garden.folder)
    outcome = bring_in(garden, tmp_path / name, kind="note")
    assert outcome.code == 2 and words in outcome.err and outcome.out == ""
    assert everything(garden.folder) == before


def test_what_is_no_plain_file_or_far_too_large_is_refused(garden: Project, tmp_path: Path) -> None:
    """A folder, a pipe that nobody writes to, a link to nowhere, 200 MB."""
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "link.md").symlink_to(tmp_path / "gone.md")
    with (tmp_path / "big.docx").open("wb") as file:
        file.truncate(200_000_000)
    for name, words in (
        ("", "is a folder"),
        ("pipe.md", "no file that can be read"),
        ("link.md", "There is no file"),
        ("big.docx", "50 MB is the most"),
    ):
        outcome = bring_in(garden, tmp_path / name, kind="note")
        assert outcome.code == 2 and words in outcome.err


def test_a_kind_is_needed_and_must_be_one(garden: Project, tmp_path: Path) -> None:
    """Without a terminal nobody can be asked."""
    (tmp_path / "a.md").write_text("Text\n")
    assert "--kind" in bring_in(garden, tmp_path / "a.md").err
    outcome = bring_in(garden, tmp_path / "a.md", kind="plnt")
    assert outcome.code == 2 and "Did you mean `plant`?" in outcome.err


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError(28, "No space left")])
def test_nothing_new_stays_when_it_is_stopped_half_way(
    garden: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    """Pictures come first and the draft last; what was made goes again, folders too."""
    (tmp_path / "a.png").write_bytes(png())
    (tmp_path / "page.html").write_text("<h1>Beds</h1><img src=a.png alt=x>")
    shutil.rmtree(garden.folder / "content/images")
    before = everything(garden.folder / "content")

    def create(file: Path, content: bytes) -> None:
        if file.suffix == ".md":
            raise stop
        file.write_bytes(content)

    monkeypatch.setattr(files, "create_file", create)
    outcome = bring_in(garden, tmp_path / "page.html", kind="note")
    assert outcome.code in {130, 3} and "Nothing was written." in outcome.err
    assert everything(garden.folder / "content") == before
    assert not (garden.folder / "content/images").exists()


def test_a_file_is_named_from_where_the_person_stands(tmp_path: Path) -> None:
    """The door goes to the folder of the project; the file does not."""
    import subprocess
    import sys

    from tests.conftest import ROOT

    done = subprocess.run(
        [sys.executable, str(ROOT / "tasks.py"), "import", "none.docx", "--kind", "post"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2 and f"{tmp_path}/none.docx" in done.stderr
