"""Front matter against its model, and what does not fit in plain words."""

from __future__ import annotations

from .validate import validate

__all__ = ["validate"]
