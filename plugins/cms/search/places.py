"""Where an index is, and where browsers begin to read it."""

from __future__ import annotations

FOLDER = "search/pagefind"
"""Below the output folder."""

ENTRY = "pagefind-entry.json"
"""The file that browsers read first, and anew each time."""
