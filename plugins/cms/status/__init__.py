"""What is drafted, waiting, scheduled, expiring and due for review: as a table and as data."""

from __future__ import annotations

from .records import to_json
from .rows import Row, Status, status_of, turned_since
from .table import to_table

__all__ = ["Row", "Status", "status_of", "to_json", "to_table", "turned_since"]
