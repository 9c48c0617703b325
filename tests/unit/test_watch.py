"""What a preview sees of the files that change."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from plugins.cms.serve.watch import follow


def test_a_second_save_in_the_same_second_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the system gives no notice, and all files are looked at in turn."""
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "yes")
    note = tmp_path / "content/note.md"
    note.parent.mkdir()
    seen: list[set[Path]] = []

    def save(second: float) -> None:
        note.write_text(f"{second}", encoding="utf-8")
        os.utime(note, (second, second))

    def report(changed: set[Path]) -> None:
        seen.append(changed)
        asyncio.get_running_loop().call_soon(save, 10.5)

    async def job() -> None:
        following = asyncio.create_task(follow(tmp_path, report))
        await asyncio.sleep(0.1)
        save(10.0)
        while len(seen) < 2:
            await asyncio.sleep(0.05)
        following.cancel()

    save(5.0)
    asyncio.run(asyncio.wait_for(job(), 20))
    assert note in seen[0] and note in seen[1]
