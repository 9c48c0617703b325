"""A headless CMS for Pelican: typed content in Markdown files, any subject."""

from __future__ import annotations


def register() -> None:
    """Connect to Pelican. Called by Pelican; nothing is read or built here."""
    from .publish import connect

    connect()
