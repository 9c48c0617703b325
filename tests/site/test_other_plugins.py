"""Other plugins of Pelican see every page in every build."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import Project
from tests.processes import run_python

BUILDS = """
from pathlib import Path
from plugins.cms.publish.build import build

post = Path("content/posts/first-visit.md")
for number in (1, 2):
    built = build(Path("pelicanconf.py").absolute(), PLUGINS=["plugins.cms", {plugin!r}])
    work = built.work
    print(built.pages, len(work.made), work.taken)
    Path("output-" + str(number)).mkdir()
    for name in ("sitemap.xml", "seen.txt"):
        file = built.folder / name
        if file.exists():
            Path("output-" + str(number), name).write_bytes(file.read_bytes())
    post.write_text(post.read_text("utf-8") + "\\nA sentence more.\\n", "utf-8")
"""

WATCHER = """
from pathlib import Path
from pelican import signals

seen = []

def written(path, context):
    assert Path(path).stat().st_size
    seen.append(path)

def finalized(pelican):
    top = Path(pelican.output_path)
    assert all(Path(path).is_file() for path in seen)
    names = sorted(Path(path).relative_to(top).as_posix() for path in seen)
    (top / "seen.txt").write_text("\\n".join(names))
    seen.clear()

def register():
    signals.content_written.connect(written)
    signals.finalized.connect(finalized)
"""


def build_twice(site: Project, plugin: str) -> list[list[int]]:
    """Pages, pages made and pages taken of two builds with an edit between them."""
    done = run_python(BUILDS.format(plugin=plugin), site.folder)
    assert done.returncode == 0, done.stderr
    return [[int(number) for number in line.split()] for line in done.stdout.splitlines()]


def text(site: Project, number: int, name: str) -> str:
    return Path(site.folder, f"output-{number}", name).read_text("utf-8")


def pages(site: Project) -> set[str]:
    return {path for path in site.files() if path.endswith(".html")}


def test_sitemap(clinic_copy: Project) -> None:
    """The sitemap plugin lists every page, also where only one was changed."""
    first, second = build_twice(clinic_copy, "pelican.plugins.sitemap")
    listed = [
        set(re.findall(r"<loc>/(.*)</loc>", text(clinic_copy, n, "sitemap.xml"))) for n in (1, 2)
    ]
    assert listed[1] == listed[0] == {one.removesuffix("index.html") for one in pages(clinic_copy)}
    assert "changefreq" in text(clinic_copy, 2, "sitemap.xml")
    assert first[2] == second[2] == 0


def test_signals(clinic_copy: Project) -> None:
    """A plugin hears of each page in each build, when its file is there."""
    (clinic_copy.folder / "watcher.py").write_text(WATCHER, "utf-8")
    first, second = build_twice(clinic_copy, "watcher")
    assert {*text(clinic_copy, 2, "seen.txt").split("\n")} >= pages(clinic_copy)
    assert text(clinic_copy, 1, "seen.txt") == text(clinic_copy, 2, "seen.txt")
    assert first[1:] == second[1:] == [len(pages(clinic_copy)), 0]
