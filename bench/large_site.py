"""A large site to measure: this project's own, with many more entries whose texts all differ."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CONDITION_WORDS, POST_WORDS = 400, 600

_PROJECT = (
    "content theme plugins tools tasks.py pelicanconf.py publishconf.py pyproject.toml "
    "requirements.lock requirements-dev.lock"
).split()

_STAMP = "from tools import bootstrap as b; b._write_stamp((b.RUNTIME, b.DEVELOPMENT))"


def make(folder: Path, entries: int) -> None:
    """Put this project into a new folder, with so many entries more, four in five conditions.

    Its `.venv` is one of its own, with the packages of this one.
    """
    leave_out = shutil.ignore_patterns("__pycache__")
    for name in _PROJECT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=leave_out)
        else:
            shutil.copy(source, folder / name)
    chance = random.Random(1)
    sentences = _sentences(folder / "content")
    keys = [one["id"] for one in json.loads((folder / "content/references.json").read_bytes())]
    for number in range(entries):
        kind, text = (
            ("posts", _post(number, sentences, keys, chance))
            if number % 5 == 4
            else ("conditions", _condition(number, sentences, keys, chance))
        )
        (folder / "content" / kind / f"entry-{number:04}.md").write_text(text, encoding="utf-8")
    _make_venv(folder / ".venv")


def _make_venv(folder: Path) -> None:
    """An environment that takes its packages from this one, and the scripts that start them."""
    venv.create(folder, symlinks=True, with_pip=False)
    ours, theirs = Path(sys.prefix), folder
    packages = next(theirs.glob("lib/python*/site-packages"))
    packages.rmdir()
    packages.symlink_to(next(ours.glob("lib/python*/site-packages")))
    script = (ours / "bin/inv").read_text(encoding="utf-8")
    (theirs / "bin/inv").write_text(script.replace(str(ours), str(theirs)), encoding="utf-8")
    (theirs / "bin/inv").chmod(0o755)
    subprocess.run([theirs / "bin/python", "-c", _STAMP], cwd=folder.parent, check=True)


# -- texts ------------------------------------------------------------------------


def _sentences(content: Path) -> list[list[str]]:
    """Plain sentences of the site's own conditions, as words: the new texts are made of them."""
    found = []
    for file in sorted(content.glob("conditions/*.md")):
        body = file.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        for sentence in re.findall(r"(?<=[.!?] )[A-Z][a-z ,]{30,150}\.(?= |\n)", body):
            if "eedling" in sentence:
                continue  # mixed up, it would claim things
            found.append(sentence.rstrip(".").split())
    return found


def _prose(words: int, sentences: list[list[str]], keys: list[str], chance: random.Random) -> str:
    """Paragraphs of about so many words under headings; sentences are halves of two others."""
    parts: list[str] = []
    count = section = 0
    while count < words:
        if count >= section * 150:
            section += 1
            parts.append(f"\n\n## {_title(sentences, chance)}\n\n")
        elif parts:
            parts.append(" ")
        first, second = chance.sample(sentences, 2)
        half = len(first) // 2
        sentence = [*first[:half], *second[len(second) // 2 :]]
        chance.shuffle(sentence[1:-1])
        cite = f"[@{chance.choice(keys)}]" if chance.random() < 0.15 else ""
        parts.append(f"{' '.join(sentence)}.{cite}")
        count += len(sentence)
    return "".join(parts)


def _title(sentences: list[list[str]], chance: random.Random) -> str:
    return " ".join(chance.choice(sentences)[:4]).rstrip(",")


def _line(sentences: list[list[str]], chance: random.Random) -> str:
    return " ".join([*chance.choice(sentences)[:6], *chance.choice(sentences)[-6:]])


def _condition(
    number: int, sentences: list[list[str]], keys: list[str], chance: random.Random
) -> str:
    def line() -> str:
        return _line(sentences, chance)

    def some() -> str:
        return ", ".join(chance.sample(keys, 2))

    return f"""---
title: "Condition {number}: {_title(sentences, chance)}"
status: published
date: 2026-11-{number % 20 + 1:02}
summary: "{number}. {line()}."
authors: [website-team]
reviewed: not yet
also_known_as:
  - "Name {number}"
body_regions: [elbow, arm]
symptoms:
  - "{line()}"
  - "{line()}"
muscles:
  - Forearm extensors
how_it_is_used: "{line()}."
evidence:
  statement: "It may help. {line()}."
  certainty: low
  up_to: moderate
  graded_by: review authors
  references: [{some()}]
  findings:
    - about: "{_title(sentences, chance)}"
      statement: "We do not know enough about {number}."
      certainty: insufficient
      graded_by: our reading
      references: [{some()}]
benefits:
  - benefit: muscle-tension
    note: "It may ease. {line()}."
  - benefit: trigger-points
    note: "It may ease. {line()}."
red_flags:
  basis: general knowledge, needs clinician review
  emergency:
    - "your arm is weak: {line()}"
  urgent:
    - "you have a fever: {line()}"
related: [sciatica]
questions:
  - question: "How long does {number} take?"
    answer: "{line()}. {line()}."
---
The main message of entry {number}.{_prose(CONDITION_WORDS, sentences, keys, chance)}
"""


def _post(number: int, sentences: list[list[str]], keys: list[str], chance: random.Random) -> str:
    return f"""---
title: "Post {number}: {_title(sentences, chance)}"
status: published
date: 2026-{number % 10 + 1:02}-{number % 27 + 1:02}
summary: "{number}. {_line(sentences, chance)}."
category: Your visit
tags: [Aftercare, First visit]
authors: [website-team]
reviewed: not yet
---
{_prose(POST_WORDS, sentences, keys, chance)}
"""
