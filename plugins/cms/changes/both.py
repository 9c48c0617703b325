"""The project at hand and another version of it, each built by its own code, then compared."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import BuildFailure
from ..publish.build import build, load_settings
from .compare import Changes, compare, read_snapshot
from .versions import bring_out, find_commit

_SITEURL = "https://site.invalid"
"""The address of both builds (RFC 2606), so that another one is no difference on every page."""

_OVERRIDES = {
    "CMS_INDEX": "never",
    "CMS_PLACEHOLDERS": "mark",
    "FEED_DOMAIN": _SITEURL,
    "SITEURL": _SITEURL,
}

_LAST_LINES = 12


@dataclass(frozen=True)
class Comparison:
    """What is different from a commit; `siteurl` is where readers find the site, if known."""

    changes: Changes
    commit: str
    siteurl: str


def changes_against(settings: Path, revision: str) -> Comparison:
    """Build both versions as readers get them, in a folder that goes, and compare them.

    Raises ContentErrors for the content at hand, NoSuchVersion, and BuildFailure where the other
    version cannot be built.
    """
    commit = find_commit(revision)
    siteurl: str = load_settings(settings, {})["SITEURL"]
    made_up = (urlsplit(siteurl).hostname or ".example").endswith(".example")
    # One moment for both, so that the clock makes no difference.
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(time.time())))
    with tempfile.TemporaryDirectory(prefix="changes-") as name:
        folder = Path(name)
        project = bring_out(commit, folder)
        with _built_beside(project, settings.name, folder / "before", commit):
            build(settings, **_OVERRIDES, OUTPUT_PATH=str(folder / "after"))
        before = read_snapshot(folder / "before", _SITEURL)
        after = read_snapshot((folder / "after").resolve(), _SITEURL)
    return Comparison(compare(before, after), commit, "" if made_up else siteurl)


@contextmanager
def _built_beside(project: Path, settings: str, output: Path, commit: str) -> Iterator[None]:
    """Build another version meanwhile, in a process of its own that ends with this one.

    It goes through Pelican's own command, which stays the same however our code changes. Raises
    BuildFailure with what it said where it fails.
    """
    if not (project / settings).is_file():
        raise BuildFailure(
            f"The version {commit[:10]} has no {settings}, so it cannot be built. Name a newer one."
        )
    here = Path(__file__).parents[3]  # for a project that does not hold the program itself
    options = [f'{key}="{value}"' for key, value in _OVERRIDES.items()]
    log = project.parent / f"{output.name}.log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "pelican", "-s", settings, "-o", output, "-e", *options],
            cwd=project,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(project), str(here)]),
                "COLUMNS": "200",
                "NO_COLOR": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield
        failed = process.wait()
    except BaseException:
        with suppress(ProcessLookupError, PermissionError):  # it has just ended
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    if failed:
        raise BuildFailure(
            f"The version {commit[:10]} cannot be built, so there is nothing to compare with. "
            f"Name another one. What its build said last:\n{_end_of(log)}"
        )


def _end_of(log: Path) -> str:
    """The last lines, without those that tell a programmer which code was running."""
    kept: list[str] = []
    code: int | None = None
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        bare = line.strip()
        depth = len(line) - len(line.lstrip())
        if bare.startswith('File "'):
            code = depth
        elif code is None or depth <= code:
            code = None
            if bare and not bare.startswith("Traceback"):
                kept.append(line.rstrip())
    return textwrap.indent(textwrap.dedent("\n".join(kept[-_LAST_LINES:])), "    ")
