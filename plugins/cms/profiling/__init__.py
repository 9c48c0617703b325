"""How long parts of a build take: functions that are timed, and what is said of them."""

from __future__ import annotations

from .recorder import Kind, Recorder, Row
from .table import to_text

__all__ = ["Kind", "Recorder", "Row", "to_text"]
