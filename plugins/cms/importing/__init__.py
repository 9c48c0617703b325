"""A document from elsewhere → the text of a draft: nothing of it is dropped without a word."""

from __future__ import annotations

from pathlib import Path

from .draft import draft
from .known import Known
from .result import Imported, Picture, Remark, Unusable
from .source import WEB, WORD, read_source

__all__ = ["Imported", "Known", "Picture", "Remark", "Unusable", "convert"]

_NOTHING = Known()


def convert(file: Path, title: str = "", known: Known = _NOTHING) -> Imported:
    """Turn a `.docx`, `.html` or `.md` file into a title, a text and pictures.

    Raises Unusable, with words for people, for a file that cannot be imported, and OSError.
    """
    raw, kind = read_source(file)
    if kind == WORD:
        from .word import read_word

        source = read_word(raw)
    elif kind == WEB:
        from .web import read_web

        source = read_web(raw)
    else:
        from .text import read_text

        return read_text(raw, file, title, known)
    return draft(source, file, title, known)
