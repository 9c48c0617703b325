"""What goes on in one file, or in another window, does no harm to other work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.cms import commands, journal
from plugins.cms.locking import locked
from tests.conftest import Project
from tests.site.test_import import bring_in


def broken(project: Project) -> Project:
    """The same, with a mistake in the rules for texts, which the clinic's rules look into."""
    file = project.folder / "content/rules.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("longest_sentence: ", "longest_sentence: about "), encoding="utf-8"
    )
    return project


def test_an_entry_can_be_renamed(clinic_copy: Project) -> None:
    """The rest of the content is as right afterward as before."""
    outcome = broken(clinic_copy).rename("condition", "sciatica", "sciatic-pain")
    assert outcome.code == 0, outcome.err
    assert (clinic_copy.folder / "content/conditions/sciatic-pain.md").exists()


def test_a_document_can_be_imported(clinic_copy: Project, tmp_path: Path) -> None:
    """What the rules would say of it, the check says later."""
    note = tmp_path / "note.md"
    note.write_text("# A note\n\nSome text.\n", encoding="utf-8")
    outcome = bring_in(broken(clinic_copy), note, kind="post")
    assert outcome.code == 0, outcome.err
    assert (clinic_copy.folder / "content/posts/a-note.md").exists()


@pytest.mark.parametrize(
    ("command", "arguments"),
    [(commands.status, {}), (commands.new, {"kind": "note", "title": "Summer"})],
)
def test_nothing_is_read_while_a_rename_is_halfway(
    garden: Project,
    monkeypatch: pytest.MonkeyPatch,
    command: Callable[..., int],
    arguments: dict[str, str],
) -> None:
    """The command waits; in the end it says why it does."""
    monkeypatch.setattr(journal, "WAIT", 0)
    with locked(garden.folder, 0, "busy"):
        outcome = garden._run(command, settings=garden.settings, **arguments)
    assert outcome.code == 3 and "is being changed or read by another command" in outcome.err
    assert garden._run(command, settings=garden.settings, **arguments).code == 0
