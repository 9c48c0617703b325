"""Kills a rename at every point at which it writes, and looks at what the next command leaves.

`python -m tests.site.killed_rename PROJECT` prints, for each point, the content and what Git
says of it, as JSON. Each rename is a process of its own, forked so that it need not load anew.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from plugins.cms.commands import rename
from plugins.cms.commands.outcome import guarded
from tests.conftest import Project

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGING = frozenset("os.chmod os.link os.mkdir os.remove os.rename os.rmdir".split())


def writes(event: str, arguments: tuple[Any, ...]) -> bool:
    if event == "open":
        return bool(arguments[2] & WRITING)
    return event in CHANGING or (event == "subprocess.Popen" and "update-index" in arguments[1])


def kill_at(point: int) -> None:
    """Have this process killed just before it writes for the n-th time."""
    points = count(1)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if writes(event, arguments) and next(points) == point:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def forked(job: Callable[[], int]) -> int:
    """How a job ends in a process of its own: its exit code, or minus the signal."""
    child = os.fork()
    if not child:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            os._exit(job())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def results(template: Path, scratch: Path) -> Iterator[dict[str, Any]]:
    for point in count(1):
        folder = scratch / str(point)
        shutil.copytree(template, folder)
        os.chdir(folder)

        def job(point: int = point) -> int:
            kill_at(point)
            return rename("plant", "rose", "dog-rose", settings="settings.py")

        code = forked(job)
        assert code in {0, -signal.SIGKILL}, code
        assert forked(lambda: guarded(lambda: 0)) == 0
        status = subprocess.run(
            ["git", "status", "--short"], capture_output=True, text=True, check=True
        )
        content = Project(folder, "settings.py").content()
        left = sorted(path.name for path in folder.glob(".cache/*"))
        yield {
            "content": {path: data.decode() for path, data in content.items()},
            "status": status.stdout,
            "left": left,
        }
        if code == 0:
            return


if __name__ == "__main__":
    project = Path(sys.argv[1])
    os.chdir(project)
    with contextlib.redirect_stdout(io.StringIO()):
        assert rename("plant", "rose", "dog-rose", dry_run=True, settings="settings.py") == 0
    print(json.dumps(list(results(project, Path(sys.argv[2])))))
