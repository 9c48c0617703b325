"""Tables of a document: what can be a table in Markdown becomes one."""

from __future__ import annotations

from bs4 import Tag

from .lists import BLOCKS
from .result import Findings, begin
from .writing import needs_html


def mend_tables(body: Tag, findings: Findings) -> None:
    """Take captions out, frames away, and remark what no longer is as it was."""
    for number, table in enumerate(body.find_all("table"), 1):
        for caption in table.find_all("caption"):
            if not caption.find(BLOCKS):
                caption.name = "p"
            table.insert_before(caption.extract())
            if caption.name == "caption":
                caption.unwrap()
        cells = table.find_all(["td", "th"])
        if len(cells) <= 1:
            for tag in [*table.find_all(["thead", "tbody", "tfoot", "tr", "td", "th"]), table]:
                tag.unwrap()
            if cells:
                findings.remark("A frame around a text was left out; the text is there.")
            continue
        for cell in cells:
            for span in ("colspan", "rowspan"):
                value = str(cell.get(span, "1"))
                if not (value.isascii() and value.isdigit() and 1 < int(value[:4]) <= 1000):
                    del cell[span]
        where = f"Table {number}, which begins with “{begin(table.get_text(' '))}”,"
        first = table.find("tr")
        if needs_html(table):
            findings.remark(
                f"{where} has merged cells, or lists in its cells. It stands as HTML in the draft; "
                "a plainer table is easier to read and to edit."
            )
        elif first is not None and first.find("td"):
            findings.remark(f"{where} has no row of headings, so its first row became that.")
