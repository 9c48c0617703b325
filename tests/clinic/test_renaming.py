"""Every kind of the real content can be renamed, and back."""

from __future__ import annotations

from plugins.clinic.collections import SUBJECT
from plugins.cms.clock import now
from plugins.cms.renaming import RECORD, plan_rename
from plugins.cms.renaming import Project as Renaming
from tests.conftest import Project


def test_one_of_each_kind(clinic_copy: Project) -> None:
    """No error comes up, nothing names the old one any more, and back again no byte differs."""

    def renaming() -> Renaming:
        return Renaming(clinic_copy.folder / "content", SUBJECT, now("America/New_York"))

    def rename(kind: str, old: str, new: str) -> None:
        for step in plan_rename(renaming(), kind, old, new).steps():  # raises where one comes up
            (clinic_copy.folder / step.path).unlink()
            (clinic_copy.folder / step.to).write_bytes(step.after)

    content = renaming().content
    assert content.library
    of_kind = {one.kind: one.slug for one in content.entries} | {RECORD: list(content.library)[-1]}
    assert of_kind.keys() == {one.kind for one in SUBJECT.collections} | {RECORD}
    before = clinic_copy.content()
    for kind, old in of_kind.items():
        rename(kind, old, f"{old}-2")
    there = clinic_copy.content()
    moved = {f"{old}-2.md" for kind, old in of_kind.items() if kind != RECORD}
    assert {path.rpartition("/")[2] for path in there.keys() - before.keys()} == moved
    for kind, old in of_kind.items():
        rename(kind, f"{old}-2", old)
    assert clinic_copy.content() == before
