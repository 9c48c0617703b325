"""Bytes → text, whatever the character set."""

from __future__ import annotations

import codecs

from bs4.dammit import EncodingDetector

from .result import CONTROL, Findings, Unusable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WEB_NAMES = frozenset(
    {"ascii", "us-ascii", "iso-8859-1", "latin-1", "latin1", "utf-16", "utf-16le"}
)
"""Names that web pages carry and browsers do not believe: https://encoding.spec.whatwg.org"""
_OWN_MARKS = {0xE000: None, 0xE001: None}
"""Stand around the number of a picture while its name is not known (`result`)."""


def decode(raw: bytes, findings: Findings, *, is_html: bool = False) -> str:
    """The text of a file, without invisible characters. Raises Unusable for what is no text."""
    text = _decode(raw, findings, is_html)
    if text.count("\0") > len(text) // 100:
        raise Unusable("The file is not a text, whatever its name says. Open it and save it anew.")
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_OWN_MARKS)
    return without_control(text, findings)


def without_control(text: str, findings: Findings) -> str:
    """The text without the invisible characters that a content file may not have."""
    clean, number = CONTROL.subn("", text)
    if number:
        findings.remark(f"Invisible control characters were left out ({number}).")
    return clean


def _decode(raw: bytes, findings: Findings, is_html: bool) -> str:
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    declared = EncodingDetector.find_declared_encoding(raw, is_html=is_html) or ""
    names = ["utf-8"] if declared.lower() in _WEB_NAMES else [declared, "utf-8"]
    for name in filter(None, names):
        try:
            return raw.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    if declared.lower() not in _WEB_NAMES:
        findings.remark(
            "The file does not say in which character set it is, so it was read as Windows-1252. "
            "Look at letters with accents and at quotation marks."
        )
    return raw.decode("windows-1252", "replace")
