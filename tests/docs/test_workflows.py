"""The workflows and hooks name what exists, and give nobody more than it needs."""

from __future__ import annotations

import inspect
import os
import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

import tasks
from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
HOOKS = (ROOT / ".pre-commit-config.yaml", ROOT / ".githooks/pre-commit")

every_workflow = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)


def load(file: Path) -> dict[Any, Any]:
    data: dict[Any, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return data


def steps(file: Path) -> list[dict[str, Any]]:
    return [step for job in load(file)["jobs"].values() for step in job["steps"]]


@every_workflow
def test_an_action_is_pinned_by_its_hash(file: Path) -> None:
    """A tag can be moved by others; the hash cannot, and its version stands beside it."""
    lines = re.findall(r"uses: (.*)", file.read_text(encoding="utf-8"))
    for line in lines:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


@every_workflow
def test_a_job_may_do_only_what_it_says(file: Path) -> None:
    """The workflow grants nothing; each job names what it needs, and ends in time."""
    data = load(file)
    assert data["permissions"] == {}
    for name, job in data["jobs"].items():
        assert job["permissions"], name
        assert job["timeout-minutes"] <= 30, name


@every_workflow
def test_a_script_takes_no_text_from_outside(file: Path) -> None:
    """What others wrote reaches a script as a variable, never as a part of its code."""
    for step in steps(file):
        assert "${{" not in step.get("run", ""), step


def test_a_job_that_runs_a_pull_request_cannot_write() -> None:
    """Where `changes` may write a comment, no code of the pull request is there."""
    for file in WORKFLOWS:
        data = load(file)
        if "pull_request" not in data[True]:  # YAML 1.1 reads `on` as true
            continue
        for job in data["jobs"].values():
            writes = "write" in job["permissions"].values()
            runs_code = any("uses" in step for step in job["steps"])
            elsewhere = job.get("if", "").startswith("github.event_name != 'pull_request' &&")
            assert not (writes and runs_code) or elsewhere, (file.name, job)


@pytest.mark.parametrize("file", [*WORKFLOWS, *HOOKS], ids=lambda file: file.name)
def test_a_command_exists_with_its_options(file: Path) -> None:
    """Each `tasks.py` command is a task, and each option one of its own."""
    for name, rest in re.findall(r"tasks\.py (\w+)([^\n;|)]*)", file.read_text(encoding="utf-8")):
        parameters = inspect.signature(getattr(tasks, name).body).parameters
        for option in re.findall(r"--([\w-]+)", rest):
            assert option.replace("-", "_") in parameters, (name, option)


def test_the_clock_starts_a_workflow_that_can_be_started() -> None:
    """The workflow that `clock` starts is there, and takes being started by another."""
    script = steps(ROOT / ".github/workflows/clock.yml")[-1]["run"]
    (name,) = re.findall(r"gh workflow run (\S+)", script)
    assert "workflow_dispatch" in load(ROOT / ".github/workflows" / name)[True]


def test_the_proof_at_night_is_the_long_one() -> None:
    """The workflow runs what the proof says of itself, with the word that makes it long."""
    step = steps(ROOT / ".github/workflows/proof.yml")[-1]
    (name, value), *_ = step["env"].items()
    proof = (ROOT / "tests/site/test_incremental.py").read_text(encoding="utf-8")
    assert f"`{name}={value} {step['run']}`" in proof
    (wanted,) = re.findall(r"-k (\w+)", step["run"])
    assert re.search(rf"^Test\w*{wanted} = ", proof, re.MULTILINE | re.IGNORECASE)


def test_what_a_job_keeps_is_found_by_later_ones() -> None:
    """Under a name of its own, since none is written twice; without it, the latest will do."""
    kept = [step["with"] for step in steps(ROOT / ".github/workflows/site.yml")
            if step.get("uses", "").startswith("actions/cache@")]  # fmt: skip
    assert {one["restore-keys"] for one in kept} == {"check-", "publish-"}
    for one in kept:
        assert one["path"] == ".cache"
        assert one["key"].startswith(f"{one['restore-keys']}${{{{ hashFiles(")
        for pattern in re.findall(r"'(.*?)'", one["key"]):
            assert any(path.is_file() for path in ROOT.glob(pattern.replace("**", "**/*"))), pattern


def test_the_plain_hook_can_be_run() -> None:
    """Git passes over a hook that is not executable."""
    assert (ROOT / ".githooks/pre-commit").stat().st_mode & stat.S_IXUSR


# -- the scripts, run as they stand ---------------------------------------------------

GH = """#!/bin/sh
printf '%s\\n' "$*" >> calls
case "$*" in *--jq*) cat answer ;; *) cat body.md > sent ;; esac
"""
"""Stands in for GitHub's own program: it notes how it was called, and what was sent."""


def run_step(folder: Path, workflow: str, step: str, **variables: str) -> str:
    """Run the script of a step as GitHub does; return how `gh` was called."""
    (script,) = (
        one["run"] for one in steps(ROOT / f".github/workflows/{workflow}.yml")
        if one.get("name") == step
    )  # fmt: skip
    gh = folder / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text(GH)
    gh.chmod(0o755)
    path = f"{gh.parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path, "GH_REPO": "a/b", **variables},
        check=True,
    )
    return (folder / "calls").read_text()


@pytest.mark.parametrize(
    ("known", "call"),
    [
        ("", "api --silent repos/a/b/issues/7/comments --field body=@body.md"),
        ("42\n43\n", "api --silent --method PATCH repos/a/b/issues/comments/42 --field"),
    ],
)
def test_there_is_one_comment_that_is_kept_up_to_date(
    tmp_path: Path, known: str, call: str
) -> None:
    """The first run writes it, later ones change it; what it says is text and runs nothing."""
    (tmp_path / "answer").write_text(known)
    text = '$(touch ran) `touch ran` "; touch ran # %s\n@file'
    variables = {"NUMBER": "7", "COMMENT": text, "MARK": "<!-- mark -->"}
    calls = run_step(tmp_path, "changes", "Comment", **variables)
    assert call in calls
    assert (tmp_path / "sent").read_text() == f"<!-- mark -->\n{text}\n"
    assert not (tmp_path / "ran").exists()
