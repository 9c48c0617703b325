"""Where the time of a build from nothing goes: `.venv/bin/python bench/where.py`.

All processes of a build are looked at every few milliseconds of their processor time. What is seen
counts for the innermost part of `PARTS` that is at work then.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

PARTS = {
    name: re.compile(pattern)
    for name, pattern in {
        "Python-Markdown and nh3": r"packages/(markdown|nh3)/|cms/markdown/whole",
        "usual Markdown, by the short way": r"cms/markdown/",
        "YAML": r"/yaml/|cms/(usual_yaml|marked_yaml|frontmatter|yaml_mistakes)",
        "pydantic: fields and cards": r"/pydantic/|cms/(validation|cards)",
        "citations": r"/citeproc|cms/(citation_style|bibliography|citations)",
        "words of the glossary": r"cms/glossary",
        "finished pages, read for the rules": r"rules/pages/(reading|addresses|page)\.py",
        "languages of finished texts (fastText)": r"fasttext|pages/languages",
        "sentences, syllables, grades": r"/pyphen|clinic/(grades|prose|syllables)",
        "all other rules": r"(clinic|cms)/rules",
        "style sheets": r"publish/(styles|uses)|outputs/stylesheet",
        "JSON-LD": r"clinic/jsonld",
        "notes for the next build": r"(kept|blobs|inputs|cache|known|tracing|describing)\.py",
        "Jinja and templates": r"/(jinja2|markupsafe)/|theme/|publish/(environment|words)",
        "Pelican and feeds": r"/(pelican|feedgenerator|blinker)/",
        "other code of this project": r"plugins/(cms|clinic)",
    }.items()
}
IMPORTS, REST = "imports", "all else"
EVERY = 0.002


def main() -> int:
    """Build, look, and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=1000, help="how many (1000)")
    options.add_argument("--rounds", type=int, default=5, help="how many builds (5)")
    options.add_argument("--look", nargs=2, metavar=("SITE", "INTO"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.look:
        look(*map(Path, chosen.look))
        return 0
    from bench.large_site import make

    seen: Counter[str] = Counter()
    seconds = 0.0
    with tempfile.TemporaryDirectory() as name:
        for number in range(chosen.rounds):
            site, into = Path(name, f"site-{number}"), Path(name, f"seen-{number}")
            site.mkdir()
            into.mkdir()
            make(site, chosen.entries)
            command = [sys.executable, __file__, "--look", str(site), str(into)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            for file in into.iterdir():
                spent, counts = json.loads(file.read_text("utf-8"))
                seconds += spent / chosen.rounds
                seen.update(counts)
    report(seen, seconds, chosen.entries, chosen.rounds)
    return 0


def look(site: Path, into: Path) -> None:
    """Build a site, and write what each process did: its seconds, and how often it did what."""
    taken: list[list[CodeType]] = []

    def take(_number: int, frame: FrameType | None) -> None:
        stack = []
        while frame:
            stack.append(frame.f_code)
            frame = frame.f_back
        taken.append(stack)

    def begin() -> None:
        taken.clear()
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

    def end() -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        counts = Counter(part_of(stack) for stack in taken)
        text = json.dumps([time.process_time(), counts])
        Path(into, str(os.getpid())).write_text(text, "utf-8")

    leave = os._exit

    def end_and_leave(code: int) -> Any:
        end()
        leave(code)

    signal.signal(signal.SIGPROF, take)
    os.register_at_fork(after_in_child=begin)
    os._exit = end_and_leave  # type: ignore[assignment]  # so does each copy of the process end
    begin()
    from plugins.cms.publish.build import build

    build(site / "pelicanconf.py")
    end()


def part_of(stack: list[CodeType]) -> str:
    """The innermost part that some code belongs to, which is called by the code after it."""
    if any(code.co_name == "_find_and_load" for code in stack):
        return IMPORTS
    files = (code.co_filename for code in stack)
    return next((n for file in files for n, p in PARTS.items() if p.search(file)), REST)


def report(seen: Counter[str], seconds: float, entries: int, rounds: int) -> None:
    """Print the parts, the dearest first."""
    every = seen.total()
    print(f"{seconds:.2f} s of the processor in a build of {entries} more entries; {every} looks")
    print(f"in {rounds} builds, Python {sys.version.split()[0]}\n")
    print("| at work | s | share |\n|---|--:|--:|")
    for name, count in seen.most_common():
        print(f"| {name} | {seconds * count / every:.2f} | {count / every:.1%} |")


if __name__ == "__main__":
    sys.exit(main())
