"""The characters that nobody sees and that mean something to a terminal, an editor or YAML."""

from __future__ import annotations

CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
"""Those that belong in no text, to stand between the brackets of a regular expression.

Tabs and line ends are not among them: they belong in a text, but not everywhere. The separators
of lines and paragraphs and U+0085 end a line for YAML, but not for an editor; those from U+202A
on turn the direction of what follows.
"""

NONCHARACTERS = r"\ufeff\ufffe\uffff"
"""The byte order mark, which may only begin a file, and two that are no characters."""

SURROGATES = r"\ud800-\udfff"
"""Halves of characters: a text can have them, but no file in UTF-8."""
