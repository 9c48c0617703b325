"""A new name for an entry or a source, in every file that names it.

`entry` and `record` plan it; nothing is written before the journal carries the plan out.
"""

from __future__ import annotations

from .entry import plan_entry
from .plan import BadName, FileChange, Plan, Project
from .record import plan_record

__all__ = ["RECORD", "BadName", "FileChange", "Plan", "Project", "plan_rename"]

RECORD = "reference"
"""The kind that stands for a record of the reference library."""


def plan_rename(project: Project, kind: str, old: str, new: str) -> Plan:
    """All that a rename changes. Nothing is written.

    Raises BadName for what cannot be meant, ContentErrors where something would be left behind
    or broken, and BuildFailure or OSError for what is not the author's.
    """
    kinds = [one.kind for one in project.subject.collections]
    if kind == RECORD and RECORD not in kinds:
        return plan_record(project, old, new)
    return plan_entry(project, kind, old, new)
