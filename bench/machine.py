"""The machine that was measured on."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools.bootstrap import ROOT


@dataclass(frozen=True)
class Machine:
    """What figures depend on; `unknown` and 0 where the system does not say."""

    processor: str
    cores: int
    memory: int
    system: str
    python: str


def this_machine() -> Machine:
    """The one that this runs on. Cores are those that this process may use; memory is in bytes."""
    able = getattr(os, "sched_getaffinity", None)
    model = re.search(r"^model name\s*:\s*(.+)$", _read("/proc/cpuinfo"), re.MULTILINE)
    total = re.search(r"^MemTotal:\s*(\d+) kB$", _read("/proc/meminfo"), re.MULTILINE)
    return Machine(
        processor=model[1] if model else platform.processor() or "unknown",
        cores=len(able(0)) if able else os.cpu_count() or 0,
        memory=int(total[1]) * 1024 if total else 0,
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
    )


def commit() -> str:
    """The commit of the project that is measured, with a `+` where files differ from it."""
    described = ("git", "describe", "--always", "--dirty=+", "--exclude=*")
    try:
        done = subprocess.run(described, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return "unknown"
    return done.stdout.strip() or "unknown"


def _read(file: str) -> str:
    path = Path(file)
    return path.read_text("utf-8", "replace") if path.exists() else ""
