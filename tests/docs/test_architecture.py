"""The page that explains the engine, and the records of decisions, are those of this tree."""

from __future__ import annotations

import re

from tests.conftest import ROOT

ENGINE = ROOT / "plugins" / "cms"


def test_every_module_of_the_engine_is_explained_and_there() -> None:
    """Each has a row in a table of docs/architecture.md, and each row is about such a one."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    engine = text.partition("## The engine")[2].partition("\n## ")[0]
    first = "\n".join(re.findall(r"^\|([^|]*)\|", engine, re.MULTILINE))
    named = {name.rstrip("/") for name in re.findall(r"`([a-z_/]+)`", first)}
    modules = {
        path.stem
        for path in ENGINE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert modules - {"__init__"} == {name for name in named if "/" not in name}
    assert all((ENGINE / name).is_dir() for name in named if "/" in name)


def test_the_records_of_decisions_are_numbered_and_short() -> None:
    """One after the other without a gap, with the number in the title, and read in a minute."""
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    for number, record in enumerate(records, 1):
        assert record.name.startswith(f"{number:04}-"), record.name
        text = record.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. "), record.name
        assert "**Context.**" in text and "**Decision.**" in text, record.name
        assert len(text.split("\n")) <= 40, record.name
