"""The process that builds for the preview: when it stays, when it stops, when it is replaced."""

from __future__ import annotations

import asyncio
import os
import sys
import sysconfig
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from plugins.cms.serve.builder import Builder
from plugins.cms.serve.outcome import Outcome
from tests.conftest import Project
from tests.previews import NOTE, PATIENCE, news, start, until

SPRING = "notes/spring/index.html"
STEPS = """
import time
from pathlib import Path
from pelican import signals

def after(path, context):
    folder = Path(context["OUTPUT_PATH"])
    name = Path(path).relative_to(folder).as_posix()
    context["CMS_PAGE_DONE"](folder, name)
    while name == "notes/spring/index.html" and Path("hold").exists():
        context["CMS_PAGE_DONE"](folder, "")
        time.sleep(0.01)

def register():
    signals.content_written.connect(after)
"""
"""A plugin that says when a page is done, and then waits as long as there is a file `hold`."""

DEAF = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
"""What makes a process deaf to what would end it, before its steps."""

NOTED = """
import os, pathlib, time
pathlib.Path("pid").write_text(f"{os.getpid()}\\n")
while pathlib.Path("hang").exists():
    time.sleep(0.01)
"""
"""Settings that say which process reads them, and wait as long as there is a file `hang`."""


@pytest.fixture
def project(garden: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The garden with both of these; builds run in its folder."""
    settings = garden.folder / "settings.py"
    text = settings.read_text(encoding="utf-8").replace(
        '["plugins.cms"]', '["plugins.cms", "steps"]'
    )
    settings.write_text(text + NOTED, encoding="utf-8")
    (garden.folder / "steps.py").write_text(STEPS, encoding="utf-8")
    monkeypatch.chdir(garden.folder)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    return garden


class Builds:
    """A builder, which pages it told early, and in which process it builds."""

    def __init__(self, patience: float = 60) -> None:
        self.early: list[tuple[Path, str]] = []
        self.builder = Builder(Path("settings.py"), self.note, patience)
        self.newer = asyncio.Event()

    def note(self, folder: Path, name: str) -> None:
        self.early.append((folder, name))

    async def build(self, *first: str) -> Outcome | None:
        self.newer.clear()
        changed = (Path("theme").absolute(),)  # so that all has to be built
        return await self.builder.build(changed, first, self.newer)

    async def begin(self) -> asyncio.Task[Outcome | None]:
        """A build that goes on after it has read the settings."""
        Path("pid").unlink(missing_ok=True)
        task = asyncio.create_task(self.build())
        while not Path("pid").exists():
            await asyncio.sleep(0.01)
        return task


def run(job: Coroutine[Any, Any, None], builds: Builds) -> None:
    async def whole() -> None:
        try:
            await job
        finally:
            await builds.builder.close()

    asyncio.run(whole())


def process() -> str:
    return Path("pid").read_text()


def test_pages_that_somebody_looks_at_are_told_before_all_are_done(project: Project) -> None:
    """Of all pages that are finished, those are told at once, with the folder that has them."""
    builds = Builds()

    async def job() -> None:
        assert await builds.build(SPRING) == Outcome(11)
        ((folder, name),) = builds.early
        assert name == SPRING and folder.parent == project.folder / ".output"

    run(job(), builds)


def test_a_long_build_stops_after_a_page_for_something_newer(project: Project) -> None:
    """The process stays, and makes the next build."""
    builds = Builds()

    async def job() -> None:
        await builds.build()
        first = process()
        Path("hold").touch()
        task = await builds.begin()
        builds.newer.set()
        assert await task is None
        Path("hold").unlink()
        assert await builds.build() == Outcome(11)
        assert process() == first

    run(job(), builds)


def test_a_build_that_hangs_is_ended_for_something_newer(project: Project) -> None:
    """What does not stop by itself is ended, and a new process builds."""
    builds = Builds(patience=0.1)

    async def job() -> None:
        Path("hang").touch()
        task = await builds.begin()
        first = process()
        builds.newer.set()
        assert await task is None
        Path("hang").unlink()
        assert await builds.build() == Outcome(11)
        assert process() != first

    run(job(), builds)


def test_a_change_of_code_ends_a_build_at_once(project: Project) -> None:
    """Nobody waits for what old code makes."""
    builds = Builds()

    async def job() -> None:
        Path("hang").touch()
        task = await builds.begin()
        builds.builder.outdate()
        builds.newer.set()
        assert await task is None
        Path("hang").unlink()
        assert await builds.build() == Outcome(11)

    run(job(), builds)


def test_old_code_builds_no_more_even_if_it_does_not_listen(project: Project) -> None:
    """After a change of code a new process builds, whatever the old one does with signals."""
    builds = Builds()
    Path("steps.py").write_text(DEAF + STEPS, encoding="utf-8")

    async def job() -> None:
        await builds.build()
        first = process()
        builds.builder.outdate()
        assert await builds.build() == Outcome(11)
        assert process() != first

    run(job(), builds)


def test_other_packages_need_a_new_process(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a package is installed or removed, the next build is made by a new process."""
    monkeypatch.setattr(sysconfig, "get_path", lambda _name: str(tmp_path))
    builds = Builds()

    async def job() -> None:
        await builds.build()
        first = process()
        await builds.build()
        assert process() == first
        (tmp_path / "new_package").mkdir()
        await builds.build()
        assert process() != first

    run(job(), builds)


def test_a_build_that_cannot_begin_is_told(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While packages are installed anew, Python may be gone; the next build may have it again."""
    builds = Builds()

    async def job() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "executable", str(tmp_path / "python"))
            outcome = await builds.build()
        assert outcome and "No such file or directory" in outcome.failure
        assert await builds.build() == Outcome(11)

    run(job(), builds)


def test_a_process_that_dies_each_time_is_told(project: Project) -> None:
    """A build that takes its process with it is tried once, and leaves words."""
    builds = Builds()

    async def job() -> None:
        Path("steps.py").write_text("import os\nos.abort()\n", encoding="utf-8")
        outcome = await builds.build()
        assert outcome and outcome.pages is None
        assert "ended from outside (signal 6)" in outcome.failure

    run(job(), builds)


def test_a_process_that_ends_by_itself_has_told_why(project: Project) -> None:
    """Code may end its process in an orderly way; what it said then is what is told."""
    builds = Builds()

    async def job() -> None:
        Path("steps.py").write_text("import sys\nsys.exit('Not today')\n", encoding="utf-8")
        assert await builds.build() == Outcome(failure="The build itself failed: Not today")

    run(job(), builds)


def test_nothing_is_said_by_a_process_that_is_to_end(
    project: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    """Python complains when it is stopped, which nobody can mend."""
    builds = Builds()
    steps = "import signal\nsignal.signal(signal.SIGINT, lambda *_: 1 / 0)\n" + STEPS
    Path("steps.py").write_text(steps, encoding="utf-8")

    async def job() -> None:
        assert await builds.build() == Outcome(11)
        builds.builder.outdate()

    run(job(), builds)
    assert capfd.readouterr() == ("", "")


def test_a_process_that_does_not_listen_ends_with_the_preview(project: Project) -> None:
    """Also where the preview ends while a new process is to take its place."""
    builds = Builds()
    Path("steps.py").write_text(DEAF + STEPS, encoding="utf-8")

    async def job() -> None:
        await builds.build()
        builds.builder.outdate()
        task = asyncio.create_task(builds.build())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(ProcessLookupError):
            while True:
                os.kill(int(process()), 0)
                await asyncio.sleep(0.01)

    run(asyncio.wait_for(job(), PATIENCE), builds)


def test_code_that_does_not_load_is_told_with_its_place(project: Project) -> None:
    """Where the engine itself is broken, the last line of its traceback is the place."""
    builds = Builds()

    async def job() -> None:
        (project.folder / "yaml.py").write_text("import nothing_like_it\n", encoding="utf-8")
        outcome = await builds.build()
        assert outcome and outcome.place
        assert (outcome.place.path, outcome.place.line) == ("yaml.py", 1)
        assert "No module named 'nothing_like_it'" in outcome.failure

    run(job(), builds)


def test_a_page_that_is_looked_at_is_fresh_before_all_are_done(project: Project) -> None:
    """A browser gets its page while the build goes on; the site is switched to at the end."""
    preview = start(project.folder)
    until(lambda: preview.ask()[0] == 200)
    with preview.events("/notes/spring/") as events:
        assert next(events)
        Path("hold").touch()
        preview.edit(NOTE, "Prune the", "Water the")
        told = news(events)
        assert told["page"] in preview.body("/notes/spring/")
        assert "Water the" in preview.body("/notes/spring/")
        assert "Water the" not in Path("output/notes/spring/index.html").read_text()
        Path("hold").unlink()
        until(lambda: "Water the" in Path("output/notes/spring/index.html").read_text())
        assert next(events) is None, "the page that is there is the same"
    preview.end()
