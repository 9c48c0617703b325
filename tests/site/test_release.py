"""`output` is the whole old site or the whole new one, whatever happens to a build."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from pelican import signals

from plugins.cms.errors import BuildFailure
from plugins.cms.publish.release import Release
from tests.conftest import Outcome, Project
from tests.processes import run_python, surroundings, without_rights

PAGES = 150
"""How many plants the large garden has: enough for a build to be met in the middle."""

BUILD = """
import signal
from plugins.cms.commands import build
signal.signal(signal.SIGINT, signal.default_int_handler)
raise SystemExit(build(settings="settings.py"))
"""


@pytest.fixture
def large(garden: Project) -> Project:
    """A garden with many pages that all show its version, which is the name of the garden."""
    template = garden.folder / "theme/templates/base.html"
    version = "<p>Version {{ site.data.garden.name }}.</p>"
    template.write_text(
        template.read_text().replace("</body>", f"{version}</body>"), encoding="utf-8"
    )
    for number in range(PAGES):
        garden.write(
            f"plants/plant-{number}.md",
            f"---\ntitle: Plant {number}\nstatus: published\ndate: 2026-01-01\nsummary: A plant.\n"
            f"bed: border\n---\n{'It grows in the sun. ' * 20}\n",
        )
    set_version(garden, "v0")
    assert garden.build().code == 0
    return garden


def set_version(project: Project, version: str) -> None:
    project.write("garden.yaml", f"name: {version}\n")


def versions(files: dict[str, bytes]) -> set[str]:
    """The versions that the pages show. A page that is not whole shows none."""
    found = set()
    for path, content in files.items():
        if path.endswith(".html") and not path.startswith("old/"):
            version = re.search(rb"<p>Version (v\d+)\.</p></body>\n</html>", content)
            found.add(version[1].decode() if version else f"half of {path}")
    return found


def start(project: Project, program: str = BUILD, *wrapper: str) -> subprocess.Popen[str]:
    """Run a program of Python in the folder of a project, in a process of its own."""
    return subprocess.Popen(
        [*wrapper, sys.executable, "-c", program],
        cwd=project.folder,
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> Outcome:
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in out + err
    return Outcome(process.returncode, out, err)


def staged(project: Project) -> int:
    """How many pages the running build has written so far; 0 where it is just being switched to."""
    with contextlib.suppress(FileNotFoundError):
        return sum(1 for _ in (project.folder / ".output").glob("build-*/plants/*/index.html"))
    return 0


def wait(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Until the condition holds or the process has ended."""
    while process.poll() is None and not condition():
        time.sleep(0.0005)


# -- killed builds ------------------------------------------------------------------


def test_a_killed_build_leaves_a_whole_site(large: Project) -> None:
    """Killed at a dozen moments, from its start to its switch, a build never leaves a mixture."""
    paths = set(large.files())
    moments: list[Callable[[], bool]] = [
        lambda: True,
        lambda: any((large.folder / ".output").glob("build-*")),
        *[lambda n=n: staged(large) >= n for n in (1, 5, 20, 50, 80, 110, 140, PAGES)],
        lambda: any((large.folder / ".output").glob("build-*/sitemap.xml")),
        lambda: any((large.folder / ".output").glob("build-*/images")),
        lambda: len(list((large.folder / ".output").glob("site-*"))) > kept,
    ]
    for number, moment in enumerate(moments, 1):
        kept = len(list((large.folder / ".output").glob("site-*")))
        set_version(large, f"v{number}")
        process = start(large)
        wait(moment, process)
        process.kill()
        process.communicate()
        files = large.files()
        assert versions(files) in ({f"v{number - 1}"}, {f"v{number}"})
        assert set(files) == paths
        assert large.build().code == 0
        assert versions(large.files()) == {f"v{number}"}


KILLED = """
import os, signal
from pelican import signals

def kill(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

def register():
    signals.content_written.connect(kill)
"""


def test_what_killed_builds_leave_is_cleared_away(garden: Project) -> None:
    """The next build removes half-built folders and keeps two former sites."""
    settings = (garden.folder / "settings.py").read_bytes()
    add_plugin(garden, KILLED)
    process = start(garden)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert any((garden.folder / ".output").glob("build-*"))
    (garden.folder / "settings.py").write_bytes(settings)
    for _ in range(4):
        shutil.rmtree(garden.folder / ".cache", ignore_errors=True)  # else there is nothing to do
        assert garden.build().code == 0
    names = sorted(path.name.partition("-")[0] for path in (garden.folder / ".output").iterdir())
    assert names == ["lock", "site", "site", "site", "site"]


def test_what_somebody_changed_in_a_former_site_is_not_shown(garden: Project) -> None:
    """A build takes folders of the oldest one, but none that is not as it was."""
    for number in range(4):
        garden.write("notes/new.md", NOTE.format(number))
        assert garden.build().code == 0
    expected = garden.files()
    for site in (garden.folder / ".output").glob("site-*"):
        if site != garden.output.resolve():
            (site / "plants/rose/stray.html").write_text("foreign")
            (site / "plants/lavender/index.html").unlink()
            (site / "plants/lavender/index.html").write_text("foreign")
            shutil.rmtree(site / "notes")
            (site / "stray").mkdir()
    number = (garden.output / "notes/tag/sowing").stat().st_ino
    for _ in range(4):
        (garden.folder / ".cache/built-settings.json").unlink()  # else there is nothing to do
        assert garden.build().code == 0
        assert garden.files() == expected
    assert (garden.output / "notes/tag/sowing").stat().st_ino == number


NOTE = """---
title: Note {}
status: published
date: 2026-03-02
summary: Something to do.
category: Seasons
---
A text.
"""


# -- readers and other builds ---------------------------------------------------------


def test_a_reader_never_meets_a_missing_or_half_written_file(large: Project) -> None:
    """While the site is built again and again, every file can be read whole at any moment."""
    known = {path: {content} for path, content in large.files().items()}
    program = """
from pathlib import Path
from plugins.cms.commands import build
for number in range(1, 5):
    Path("content/garden.yaml").write_text(f"name: v{number}\\n", encoding="utf-8")
    assert build(settings="settings.py") == 0
"""
    process = start(large, program)
    seen: dict[str, set[bytes]] = {path: set() for path in known}
    while process.poll() is None:
        for path, contents in seen.items():
            contents.add((large.output / path).read_bytes())
    assert finish(process).code == 0
    assert versions(large.files()) == {"v4"}
    for path, contents in seen.items():
        if path.endswith(".html"):
            found = set().union(*(versions({path: content}) for content in contents))
            assert found <= {"v0", "v1", "v2", "v3", "v4"}, path
        else:
            assert contents <= known[path], path


def test_two_builds_at_once_both_end_well(large: Project) -> None:
    """The second build waits for the first, and the site is whole."""
    set_version(large, "v1")
    outcomes = [finish(process) for process in [start(large), start(large)]]
    assert [one.code for one in outcomes] == [0, 0], outcomes
    assert versions(large.files()) == {"v1"}


def test_a_build_that_waits_for_too_long_says_why(garden: Project) -> None:
    """Behind a build that hangs, the next one gives up in plain words."""
    with (
        Release(garden.output).stage(),
        pytest.raises(BuildFailure, match="still running"),
        Release(garden.output).stage(wait=0),
    ):
        pytest.fail("two builds ran at once")


# -- content that changes during a build ------------------------------------------------

MEDDLER = """
from pathlib import Path
from pelican import signals

left = {times}

def meddle(*_args):
    global left
    if left:
        left -= 1
        {change}

def register():
    signals.finalized.connect(meddle)
"""


def add_plugin(project: Project, source: str) -> None:
    (project.folder / "meddler.py").write_text(source, encoding="utf-8")
    with (project.folder / "settings.py").open("a") as settings:
        settings.write("PLUGINS = ['plugins.cms', 'meddler']\nPLUGIN_PATHS = ['.']\n")


def meddle(project: Project, change: str, times: int = 1) -> None:
    """A plugin that changes the content at the end of a build, as an author may at any time."""
    add_plugin(project, MEDDLER.format(times=times, change=change))


@pytest.fixture(autouse=True)
def _no_meddler_from_before() -> Iterator[None]:
    """Each test has a plugin of its own, and no later one is watched by it."""
    yield
    meddler = sys.modules.pop("meddler", None)
    if meddler:
        signals.finalized.disconnect(meddler.meddle)


def test_content_that_changes_during_a_build_is_read_again(garden: Project) -> None:
    """The site is that of the content at the end, as if there had been no other."""
    garden.build()
    meddle(garden, "Path('content/plants/lavender.md').write_bytes(new)")
    plugin = garden.folder / "meddler.py"
    new = (garden.folder / "content/plants/lavender.md").read_text() + "\nNew words.\n"
    plugin.write_text(f"new = {new.encode()!r}\n{plugin.read_text()}", encoding="utf-8")
    assert garden.build().err == ""
    assert "New words." in garden.page("plants/lavender/").get_text()


def test_content_that_goes_during_a_build_leaves_no_page(garden: Project) -> None:
    """The page of a file that was removed while the build ran is not on the site."""
    meddle(garden, "Path('content/notes/spring-de.md').unlink()")
    assert garden.build().err == ""
    files = garden.files()
    assert "notes/spring/index.html" in files
    assert not [path for path in files if path.startswith("de/")]


def test_content_that_never_rests_ends_the_build(garden: Project) -> None:
    """Where every build finds other content, it stops in plain words and changes nothing."""
    garden.build()
    before = garden.files()
    meddle(garden, "Path('content/x%d.txt' % left).write_text('x')", times=9)
    outcome = garden.build()
    assert outcome.code == 3 and "keeps changing" in outcome.err
    assert garden.files() == before


# -- disks, rights and signals ------------------------------------------------------------


FULL = """
import json, os, resource, shutil, sys
from pathlib import Path
from tests.conftest import Project
free, disk = int(sys.argv[1]), sys.argv[2] == "disk"
shutil.copytree("garden", "disk/garden", symlinks=True)
project = Project(Path("disk/garden").resolve(), "settings.py")
first = project.build()
before = project.files()
project.write("garden.yaml", "name: v1\\n")
if disk:
    with open("disk/ballast", "wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(b"0" * 4096)
        except OSError:
            ballast.truncate(ballast.tell() - free)
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (free // 100, resource.RLIM_INFINITY))
second = project.build()
after = project.files()
if disk:
    os.unlink("disk/ballast")
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
third = project.build()
print(json.dumps({
    "codes": [first.code, second.code, third.code], "said": second.err, "kept": before == after,
    "changed": project.files() != before,
}))
"""


def small_disk() -> list[str]:
    """What gives a command a disk of 1 MB at `disk`; nothing where a machine does not let us."""
    mount = 'mount -t tmpfs -o size=1024k none disk && exec "$@"'
    for unshare in (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"]):
        trial = [*unshare, "sh", "-c", "mount -t tmpfs none /mnt"]
        with contextlib.suppress(FileNotFoundError):
            if subprocess.run(trial, check=False, capture_output=True).returncode == 0:
                return [*unshare, "sh", "-c", mount, "sh"]
    return []


@pytest.mark.parametrize("free", [0, 4096, 32_768])
def test_a_full_disk_leaves_the_old_site(garden: Project, free: int) -> None:
    """On a disk that is full, or nearly so, the build says so; with room again, it is done.

    A machine on which nobody but root may mount a disk has a limit for files in its place.
    """
    folder = garden.folder.parent
    (folder / "disk").mkdir()
    disk = small_disk()
    done = run_python(FULL, folder, str(free), "disk" if disk else "limit", wrapper=disk)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["codes"] == [0, 3, 0]
    said = "The disk is full. Make some room," if disk else "The system would not do it: File too"
    assert result["said"].startswith(said)
    assert result["said"].endswith("\nThe site was not changed.\n")
    assert result["kept"]
    assert result["changed"]


def test_a_folder_that_may_not_be_written_to_is_explained(garden: Project) -> None:
    """In a project that belongs to somebody else the build says so and changes nothing."""
    garden.build()
    before = garden.files()
    top = garden.output.resolve()
    set_version(garden, "v1")
    for path in (garden.folder / ".output", garden.folder):
        path.chmod(0o555)
    (garden.folder / ".output/lock").chmod(0o444)
    outcome = finish(start(garden, BUILD, *without_rights()))
    for path in (garden.folder / ".output", garden.folder):
        path.chmod(0o755)
    assert outcome.code == 3
    assert outcome.err.startswith("This folder may not be written to")
    assert garden.output.resolve() == top and garden.files() == before


def test_a_first_build_in_a_read_only_folder_is_explained(garden: Project) -> None:
    """Where not even the first folder can be made, the build says so."""
    garden.folder.chmod(0o555)
    outcome = finish(start(garden, BUILD, *without_rights()))
    garden.folder.chmod(0o755)
    assert outcome.code == 3
    assert outcome.err.startswith("This folder may not be written to")
    assert not garden.output.exists()


def test_a_picture_that_cannot_be_copied_ends_the_build(garden: Project) -> None:
    """A file of the theme that may not be read is not left out in silence."""
    garden.build()
    before = garden.files()
    (garden.folder / "theme/static/logo.svg").write_text("<svg/>", encoding="utf-8")
    (garden.folder / "theme/static/logo.svg").chmod(0)
    outcome = finish(start(garden, BUILD, *without_rights()))
    assert outcome.code == 3 and "logo.svg" in outcome.err
    assert garden.files() == before


PAUSE = """
import time
from pathlib import Path
from pelican import signals

def pause(*_args, **_kwargs):
    Path("reached").touch()
    for _ in range(6_000):  # a signal just before one long sleep would be heard only after it
        time.sleep(0.01)

def register():
    signals.{moment}.connect(pause)
"""


@pytest.mark.parametrize(
    "moment", ["initialized", "page_generator_finalized", "content_written", "finalized"]
)
def test_an_interrupted_build_says_so(garden: Project, moment: str) -> None:
    """Ctrl-C ends the build with code 130 and plain words, and leaves the old site."""
    garden.build()
    before = garden.files()
    garden.write("garden.yaml", "name: New\n")
    add_plugin(garden, PAUSE.format(moment=moment))
    process = start(garden)
    wait((garden.folder / "reached").exists, process)
    process.send_signal(signal.SIGINT)
    outcome = finish(process)
    assert (outcome.code, outcome.err) == (130, "Stopped. The site was not changed.\n")
    assert garden.files() == before
    assert not any((garden.folder / ".output").glob("build-*"))


# -- what stood there before --------------------------------------------------------------


def test_a_folder_that_was_there_before_is_kept(garden: Project) -> None:
    """A plain folder `output` with somebody's file in it is moved aside, not removed."""
    garden.output.mkdir()
    (garden.output / "letter.txt").write_text("keep me", encoding="utf-8")
    assert garden.build().code == 0
    (kept,) = garden.folder.glob("output-before-*")
    assert (kept / "letter.txt").read_text() == "keep me"
    assert garden.output.is_symlink() and (garden.output / "index.html").is_file()


def test_a_file_that_was_there_before_is_kept(garden: Project) -> None:
    """A plain file named `output` is moved aside as well."""
    garden.output.write_text("keep me", encoding="utf-8")
    assert garden.build().code == 0
    (kept,) = garden.folder.glob("output-before-*")
    assert kept.read_text() == "keep me"


def test_a_link_to_somewhere_else_is_left_alone_there(garden: Project) -> None:
    """What a link `output` led to before keeps its files."""
    elsewhere = garden.folder.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "letter.txt").write_text("keep me", encoding="utf-8")
    garden.output.symlink_to(elsewhere)
    assert garden.build().code == 0
    assert [path.name for path in elsewhere.iterdir()] == ["letter.txt"]
    assert (garden.output / "index.html").is_file()


def test_a_project_can_be_moved(garden: Project) -> None:
    """The site is found after its whole folder was given another name."""
    garden.build()
    moved = garden.folder.rename(garden.folder.with_name("moved"))
    assert (moved / "output/index.html").is_file()


def test_where_nobody_reads_the_message_the_site_is_built(garden: Project) -> None:
    """Standard output that leads to nobody any more is no failure of the build."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=garden.folder,
        env=surroundings(),
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")
    assert (garden.output / "index.html").is_file()


def test_a_poor_terminal_gets_the_message_all_the_same(garden: Project) -> None:
    """Signs that a terminal does not have are spelled out."""
    garden.write("plants/mint.md", "---\ntitle: Mint\n---\n")
    program = BUILD.replace("build", "check")
    done = run_python(program, garden.folder, PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert "Add a line `bed: \\u2026` to the fields at the top." in done.stdout
