"""Word documents made for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml

from plugins.cms.importing import Imported, convert

_SPACES = " ".join(
    f'xmlns:{name}="http://schemas.openxmlformats.org/{where}"'
    for name, where in {
        "w": "wordprocessingml/2006/main",
        "m": "officeDocument/2006/math",
        "r": "officeDocument/2006/relationships",
        "a": "drawingml/2006/main",
        "c": "drawingml/2006/chart",
        "wp": "drawingml/2006/wordprocessingDrawing",
        "mc": "markup-compatibility/2006",
    }.items()
)


def add(paragraph: object, xml: str) -> None:
    """Put what python-docx has no words for into a paragraph."""
    first, _, rest = xml.partition(">")
    closed = first.endswith("/")
    first = first.removesuffix("/")
    element = parse_xml(f"{first} {_SPACES}{'/' if closed else ''}>{rest}")
    paragraph._p.append(element)  # type: ignore[attr-defined]


def word_file(file: Path, write: Callable[[Document], None]) -> Path:
    """A document that a function writes."""
    made = docx.Document()
    write(made)
    made.save(str(file))
    return file


def import_word(folder: Path, write: Callable[[Document], None], title: str = "Title") -> Imported:
    return convert(word_file(folder / "from-word.docx", write), title)


def changed(file: Path, changes: dict[str, bytes]) -> Path:
    """A document with other parts in place of its own, or besides."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in {**parts, **changes}.items():
            archive.writestr(name, content)
    file.write_bytes(made.getvalue())
    return file


def told(imported: Imported) -> str:
    return "\n".join(f"{one.message} {one.text}" for one in imported.remarks)
