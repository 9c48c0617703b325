"""The file to import: opened if it is of a kind that can be read, else refused with the remedy."""

from __future__ import annotations

import stat
from pathlib import Path

from .result import Unusable

MAX_SOURCE_BYTES = 50_000_000
"""The largest file that is imported; a page with its pictures is far smaller."""

WORD, WEB, MARKDOWN = "docx", "html", "md"
_ENDINGS = {
    ".docx": WORD,
    ".docm": WORD,
    ".dotx": WORD,
    ".html": WEB,
    ".htm": WEB,
    ".xhtml": WEB,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": MARKDOWN,
}
_SAVE_AS = (
    "Open it in the program that it was made with, choose File → Save As…, and take “Word document "
    "(.docx)”."
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_source(file: Path) -> tuple[bytes, str]:
    """The bytes of a file, and its kind: WORD, WEB or MARKDOWN. Raises Unusable or OSError."""
    try:
        info = file.stat()
    except FileNotFoundError:
        raise Unusable(f"There is no file {file}. Look at its name and at its folder.") from None
    if stat.S_ISDIR(info.st_mode):
        raise Unusable(f"{file} is a folder. Name one file in it.")
    if not stat.S_ISREG(info.st_mode):
        raise Unusable(
            f"{file} is no file that can be read. Save the document anew, and name that."
        )
    if not info.st_size:
        raise Unusable(f"{file} is empty. Look whether it is the right one, or save it again.")
    if info.st_size > MAX_SOURCE_BYTES:
        raise Unusable(
            f"{file} has {info.st_size / 1e6:,.0f} MB; {MAX_SOURCE_BYTES / 1e6:.0f} MB is the "
            "most. Make its pictures smaller (in Word: Picture Format → Compress "
            "Pictures), or split it."
        )
    with file.open("rb") as stream:
        raw = stream.read(MAX_SOURCE_BYTES)
    return raw, _kind(file, raw)


def _kind(file: Path, raw: bytes) -> str:
    suffix = file.suffix.lower()
    if raw.startswith(_OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise Unusable(
                f"{file} is protected with a password. Open it in Word, choose File → Info → "
                "Protect Document → Encrypt with Password, clear the password, and save it."
            )
        raise Unusable(f"{file} is from an old Word or Office. {_SAVE_AS}")
    if raw.startswith(b"%PDF"):
        raise Unusable(
            f"{file} is a PDF, from which headings and tables cannot be had. Import the document "
            "that it was made from, or open the PDF in Word and save it as a “Word document "
            "(.docx)”."
        )
    if raw.startswith(b"{\\rtf"):
        raise Unusable(f"{file} is an RTF file. {_SAVE_AS}")
    if suffix not in _ENDINGS:
        raise Unusable(
            f"A file that ends in “{suffix or file.name}” cannot be imported; .docx, .html and .md "
            f"can. {_SAVE_AS}"
        )
    kind = _ENDINGS[suffix]
    if (kind == WORD) != raw.startswith(b"PK"):
        if kind == WORD:
            raise Unusable(
                f"{file} is damaged, or no Word document. Open it in Word and save it under "
                "another name."
            )
        raise Unusable(f"{file} is not a text, whatever its name says. {_SAVE_AS}")
    return kind
