"""Word documents: what they hold is in the draft, or it is told."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from plugins.cms.importing import Unusable, convert
from plugins.cms.importing.word import package
from plugins.cms.markdown import render
from tests.unit.importing.word import add, changed, import_word, told, word_file


def test_the_usual_parts_come_out_as_an_author_would_write_them(tmp_path: Path) -> None:
    """Headings, marks, lists, tables, quotations, in Markdown; a title is not repeated."""

    def write(made: Document) -> None:
        made.add_heading("Sore knees", 0)
        made.add_heading("What helps", 1)
        paragraph = made.add_paragraph("Some ")
        paragraph.add_run("bold").bold = True
        paragraph.add_run(" and ")
        paragraph.add_run("slanted").italic = True
        paragraph.add_run(" words, “quoted”, 日本語")
        made.add_paragraph("one", style="List Bullet")
        made.add_paragraph("in one", style="List Bullet 2")
        made.add_paragraph("first", style="List Number")
        made.add_paragraph("Said so", style="Quote")
        table = made.add_table(2, 2)
        for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = f"c{number}"

    imported = import_word(tmp_path, write, title="")
    assert imported.title == "Sore knees"
    assert imported.body == (
        "## What helps\n\nSome **bold** and *slanted* words, “quoted”, 日本語\n\n"
        "- one\n\n    - in one\n\n1.  first\n\n> Said so\n\n"
        "| c0 | c1 |\n| --- | --- |\n| c2 | c3 |\n"
    )
    assert dict(imported.counts)["headings"] == 1 and dict(imported.counts)["tables"] == 1


def test_a_heading_is_one_whatever_its_style_is_called(tmp_path: Path) -> None:
    """A style in another language stands in the outline of Word, or is based on one that does."""

    def write(made: Document) -> None:
        style = made.styles.add_style("Überschrift’s", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = made.styles["Heading 1"]
        made.add_paragraph("Wirkung", style="Überschrift’s")
        made.add_paragraph("Text")

    assert import_word(tmp_path, write).body == "## Wirkung\n\nText\n"


def bold(made: Document, words: str) -> None:
    made.add_paragraph().add_run(words).bold = True


def test_lines_that_are_all_in_bold_become_headings(tmp_path: Path) -> None:
    """As many write them who use no styles; the first is the title, and the report says so."""

    def write(made: Document) -> None:
        bold(made, "Sore knees")
        made.add_paragraph("They ache.")
        bold(made, "What helps?")
        made.add_paragraph("Rest.")
        bold(made, "Call 911 at once.")
        made.add_paragraph("Then wait.")
        bold(made, "The end")

    imported = import_word(tmp_path, write, title="")
    assert imported.title == "Sore knees"
    assert imported.body == (
        "They ache.\n\n## What helps?\n\nRest.\n\n**Call 911 at once.**\n\nThen wait.\n\n"
        "**The end**\n"
    )
    assert [one.text for one in imported.remarks] == ["Sore knees · What helps?"]
    with_another = import_word(tmp_path, write, title="Knees")
    assert with_another.body.startswith("## Sore knees\n\nThey ache.\n\n## What helps?\n")


def test_bold_lines_beside_headings_stay_bold(tmp_path: Path) -> None:
    """Whoever uses styles means something else by them."""

    def write(made: Document) -> None:
        made.add_heading("Sore knees", 0)
        made.add_heading("What helps", 1)
        bold(made, "Rest")
        made.add_paragraph("It helps.")

    imported = import_word(tmp_path, write, title="")
    assert imported.body == "## What helps\n\n**Rest**\n\nIt helps.\n"
    assert imported.remarks == ()


def test_a_title_that_is_the_name_of_the_file_is_told(tmp_path: Path) -> None:
    """A document without any other may have a name that no reader should see."""
    file = word_file(tmp_path / "knees_FINAL_2.docx", lambda made: made.add_paragraph("Rest."))
    imported = convert(file)
    assert imported.title == "knees FINAL 2"
    assert [one.text for one in imported.remarks] == ["knees FINAL 2"]


@pytest.mark.parametrize(
    ("xml", "in_body", "in_report"),
    [
        ("<w:ins w:author='Ann'><w:r><w:t>put in</w:t></w:r></w:ins>", "put in", ""),
        ("<w:del w:author='Ann'><w:r><w:delText>gone</w:delText></w:r></w:del>", "", "gone"),
        ("<w:moveFrom w:author='Ann'><w:r><w:t>moved</w:t></w:r></w:moveFrom>", "", "moved"),
        ("<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>", "[Equation: a=b]", "equation"),
        (
            "<m:oMathPara><m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath></m:oMathPara>",
            "a=b",
            "equation",
        ),
        ("<w:fldSimple w:instr='DATE'><w:r><w:t>today</w:t></w:r></w:fldSimple>", "today", ""),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r>"
            "</w:rubyBase></w:ruby></w:r>",
            "漢 (kan)",
            "",
        ),
        ("<w:sdt><w:sdtContent><w:r><w:t>chosen</w:t></w:r></w:sdtContent></w:sdt>", "chosen", ""),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>", "hidden", "Hidden text"),
        (
            "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox>"
            "<w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict></w:r>",
            "in a box",
            "text box",
        ),
        (
            "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><a:t>drawn</a:t></a:graphicData>"
            "</a:graphic></wp:inline></w:drawing></w:r>",
            "[Drawing: drawn]",
            "shape",
        ),
        ("<w:r><w:object/></w:r>", "", "embedded object"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>", "✓", ""),
        ("<w:unheard><w:r><w:t>strange</w:t></w:r></w:unheard>", "", "strange"),
    ],
)
def test_what_a_converter_would_leave_out_is_kept_or_told(
    tmp_path: Path, xml: str, in_body: str, in_report: str
) -> None:
    """Changes, equations, fields, boxes, drawings, objects: each is somewhere."""
    imported = import_word(tmp_path, lambda made: add(made.add_paragraph("Before "), xml))
    shown = BeautifulSoup(render(imported.body).html, "html.parser").get_text()
    assert shown.startswith("Before") and in_body in shown
    assert in_report in told(imported)
    assert bool(in_report) or not imported.remarks


def test_comments_heads_and_feet_are_kept_for_the_end(tmp_path: Path) -> None:
    """With who said it and where."""

    def write(made: Document) -> None:
        paragraph = made.add_paragraph("Needles are thin")
        made.add_comment(paragraph.runs, "Is that so?", author="Bo")
        made.sections[0].header.paragraphs[0].text = "Draft of May"
        made.sections[0].footer.paragraphs[0].text = "Page one"

    kept = [(one.message, one.text) for one in import_word(tmp_path, write).remarks if one.kept]
    assert kept == [
        ("Comment by Bo (in the paragraph “Needles are thin”):", "Is that so?"),
        ("Head of the pages:", "Draft of May"),
        ("Foot of the pages:", "Page one"),
    ]


def test_a_heading_below_a_text_is_not_taken_for_the_title(tmp_path: Path) -> None:
    """It names the document, and stays where it is."""

    def write(made: Document) -> None:
        made.add_paragraph("Before it")
        made.add_heading("The heading", 1)

    imported = import_word(tmp_path, write, title="")
    assert imported.title == "The heading"
    assert imported.body == "Before it\n\n## The heading\n"


def test_a_picture_that_no_page_can_show_is_told_in_its_place(tmp_path: Path) -> None:
    """Its bytes are kept, for the folder of the document."""
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    file = word_file(
        tmp_path / "plan.docx",
        lambda made: made.add_picture(io.BytesIO(picture.getvalue())) and None,
    )
    changed(file, {"word/media/image1.png": b"not what it says"})
    imported = convert(file, "T")
    assert [(one.content, one.shown) for one in imported.pictures] == [(b"not what it says", False)]
    assert "[Picture: " in imported.body and "saved as" in told(imported)


def test_a_page_break_parts_words(tmp_path: Path) -> None:
    """The break itself is told once."""

    def write(made: Document) -> None:
        run = made.add_paragraph().add_run("before")
        run.add_break(WD_BREAK.PAGE)
        run.add_text("after")

    imported = import_word(tmp_path, write)
    assert imported.body == "before  \nafter\n" and "Page breaks" in told(imported)


def test_pictures_come_along_with_their_words(tmp_path: Path) -> None:
    """The description that was given in Word is what those read who cannot see it."""
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "JPEG")

    def write(made: Document) -> None:
        shape = made.add_picture(io.BytesIO(picture.getvalue()))
        shape._inline.docPr.set("descr", "A black [square]")

    imported = import_word(tmp_path, write)
    assert [(one.suffix, one.content) for one in imported.pictures] == [
        (".jpg", picture.getvalue())
    ]
    assert imported.named(imported.body, ["a-1.jpg"]) == (
        '![A black \\[square\\]]({static}/images/a-1.jpg){: width="4" height="4"}\n'
    )
    assert imported.remarks == ()


def test_footnotes_of_word_become_footnotes(tmp_path: Path) -> None:
    """With the marks in them."""
    file = word_file(
        tmp_path / "notes.docx",
        lambda made: add(made.add_paragraph("Known"), "<w:r><w:footnoteReference w:id='2'/></w:r>"),
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rels = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(file) as archive:
        links = archive.read(rels)
        types = archive.read("[Content_Types].xml")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    links = links.replace(
        b"</Relationships>",
        f'<Relationship Id="rF" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode(),
    )
    notes = (
        f'<w:footnotes xmlns:w="{space}"><w:footnote w:id="2"><w:p><w:r><w:t>By </w:t></w:r><w:r>'
        "<w:rPr><w:b/></w:rPr><w:t>whom</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    changed(file, {rels: links, "word/footnotes.xml": notes.encode(), "[Content_Types].xml": types})
    assert convert(file, "T").body == "Known[^1]\n\n[^1]: By **whom**\n"


# -- what cannot be read ------------------------------------------------------------


def refused(file: Path) -> str:
    with pytest.raises(Unusable) as caught:
        convert(file)
    return str(caught.value)


def test_a_document_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small file can hold a great deal; reading stops at the limit."""
    file = word_file(tmp_path / "big.docx", lambda made: None)
    changed(file, {"word/media/a.bin": bytes(3_000_000)})
    monkeypatch.setattr(package, "MAX_UNPACKED", 2_000_000)
    assert "holds more than 2 MB" in refused(file)


@pytest.mark.parametrize(
    "changes",
    [
        {"word/document.xml": b"<w:document"},
        {"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"},
        {"_rels/.rels": b"<Relationships/>"},
        {"word/styles.xml": b"\xff\xfe"},
    ],
)
def test_a_damaged_document_is_refused_in_words(tmp_path: Path, changes: dict[str, bytes]) -> None:
    """With what to do about it."""
    file = changed(word_file(tmp_path / "bad.docx", lambda made: None), changes)
    assert "Open it in Word and save it under another name" in refused(file)


def test_half_a_document_is_refused(tmp_path: Path) -> None:
    """As after a download that broke off."""
    file = word_file(tmp_path / "half.docx", lambda made: made.add_paragraph("x") and None)
    file.write_bytes(file.read_bytes()[:5_000])
    assert "damaged" in refused(file)


# -- whatever it holds ---------------------------------------------------------------

TEXT = st.text(st.sampled_from("ab cd_*[#|<&é漢"), min_size=1, max_size=12)
RUNS = st.lists(
    st.tuples(TEXT, st.sets(st.sampled_from(["bold", "italic", "underline"]))), max_size=4
)
PARTS = st.lists(
    st.one_of(
        st.tuples(st.just("heading"), st.integers(1, 5), TEXT),
        st.tuples(st.just("paragraph"), st.sampled_from(["Normal", "List Bullet", "Quote"]), RUNS),
        st.tuples(st.just("table"), st.booleans(), st.lists(TEXT, min_size=4, max_size=4)),
        st.tuples(st.just("deleted"), st.just(""), TEXT),
    ),
    min_size=1,
    max_size=6,
)


@given(parts=PARTS)
@settings(max_examples=12)
def test_no_word_of_a_document_is_lost(
    tmp_path_factory: pytest.TempPathFactory, parts: list[tuple[str, object, object]]
) -> None:
    """Each word is shown on the page or told in the report, and the engine refuses nothing."""
    texts: list[str] = []

    def write(made: Document) -> None:
        for kind, how, what in parts:
            if kind == "heading":
                texts.append(what)
                made.add_heading(what, how)
            elif kind == "paragraph":
                paragraph = made.add_paragraph(style=how)
                for text, marks in what:
                    run = paragraph.add_run(text)
                    texts.append(text)
                    for mark in marks:
                        setattr(run.font, mark, True)
            elif kind == "table":
                table = made.add_table(2, 2)
                texts.extend(what)
                cells = (cell for row in table.rows for cell in row.cells)
                for text, cell in zip(what, cells, strict=True):
                    cell.text = text
                if how:
                    table.cell(0, 0).merge(table.cell(0, 1))
            else:
                texts.append(what)
                safe = what.replace("&", "&amp;").replace("<", "&lt;")
                add(
                    made.add_paragraph(), f"<w:del><w:r><w:delText>{safe}</w:delText></w:r></w:del>"
                )

    imported = import_word(tmp_path_factory.mktemp("word"), write)
    rendered = render(imported.body)
    assert rendered.refused == ()
    page = BeautifulSoup(rendered.html, "html.parser").get_text()
    everything = re.sub(r"\W|_", "", f"{page}{told(imported)}")
    for text in texts:
        assert re.sub(r"\W|_", "", text) in everything
    assert "no place" not in told(imported)
