"""Makes up entries from a seed: four conditions for each post, and no text twice."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.bootstrap import ROOT

CONDITION_WORDS, POST_WORDS, TABLE_ROWS = 400, 600, 10

NAMERS = 50
"""How many conditions name the first one, as far as there are as many."""

_SEED = 1
_FIRST_DAY, _DAYS = dt.date(2020, 1, 1), 2000
_CATEGORIES = ("Your visit", "How it works", "Living with pain", "From the team")
_TAGS = ("Aftercare", "Exercise", "First visit", "Needles", "Sleep", "Work")


@dataclass(frozen=True)
class Entry:
    """One entry: its front matter as data, and its text as Markdown."""

    folder: str
    name: str
    data: dict[str, Any]
    body: str

    @property
    def path(self) -> str:
        """Its file below a content folder."""
        return f"{self.folder}/{self.name}.md"


@dataclass(frozen=True)
class _Words:
    """What the texts are made of: sentences as lists of words, and keys of sources."""

    sentences: list[list[str]]
    keys: list[str]


def make_entries(count: int) -> list[Entry]:
    """So many entries, the same ones each time; every fifth is a post."""
    return list(_entries(count, _read_words(ROOT / "content")))


def _entries(count: int, words: _Words) -> Iterator[Entry]:
    conditions: list[str] = []
    for number in range(count):
        writer = _Writer(words, random.Random(f"{_SEED} {number}"))
        name = f"entry-{number:05}"
        if number % 5 == 4:
            yield Entry("posts", name, writer.post(number), writer.prose(POST_WORDS))
            continue
        among = conditions[:1] if len(conditions) <= NAMERS else conditions[1:]
        related = writer.chance.choice(among) if among else "sciatica"
        conditions.append(name)
        body = f"The main message of entry {number}.{writer.prose(CONDITION_WORDS)}"
        yield Entry("conditions", name, writer.condition(number, related), body)


def _read_words(content: Path) -> _Words:
    """Plain sentences of the site's own conditions, and the keys of its references."""
    sentences = []
    for file in sorted(content.glob("conditions/*.md")):
        body = file.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        for sentence in re.findall(r"(?<=[.!?] )[A-Z][a-z ,]{30,150}\.(?= |\n)", body):
            if "eedling" in sentence:
                continue  # mixed up, it would claim things
            sentences.append(sentence.rstrip(".").split())
    keys = [one["id"] for one in json.loads((content / "references.json").read_bytes())]
    return _Words(sentences, keys)


def with_front_matter(entry: Entry) -> str:
    """The file of an entry as this project, Hugo and Eleventy read it."""
    header = yaml.dump(
        entry.data,
        Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper),
        allow_unicode=True,
        sort_keys=False,
        width=1000,
    )
    return f"---\n{header}---\n{entry.body}\n"


@dataclass(frozen=True)
class _Writer:
    """Writes the texts of one entry. Sentences are halves of two others."""

    words: _Words
    chance: random.Random

    def condition(self, number: int, related: str) -> dict[str, Any]:
        line, title, two_sources = self._line, self._title, self._two_sources
        return {
            "title": f"Condition {number}: {title()}",
            "status": "published",
            "date": self._day(),
            "summary": f"{number}. {line()}.",
            "authors": ["website-team"],
            "reviewed": "not yet",
            "also_known_as": [f"Name {number}"],
            "body_regions": ["elbow", "arm"],
            "symptoms": [line(), line()],
            "muscles": ["Forearm extensors"],
            "how_it_is_used": f"{line()}.",
            "evidence": {
                "statement": f"It may help. {line()}.",
                "certainty": "low",
                "up_to": "moderate",
                "graded_by": "review authors",
                "references": two_sources(),
                "findings": [
                    {
                        "about": title(),
                        "statement": f"We do not know enough about {number}.",
                        "certainty": "insufficient",
                        "graded_by": "our reading",
                        "references": two_sources(),
                    }
                ],
            },
            "benefits": [
                {"benefit": "muscle-tension", "note": f"It may ease. {line()}."},
                {"benefit": "trigger-points", "note": f"It may ease. {line()}."},
            ],
            "red_flags": {
                "basis": "general knowledge, needs clinician review",
                "emergency": [f"your arm is weak: {line()}"],
                "urgent": [f"you have a fever: {line()}"],
            },
            "related": [related],
            "questions": [
                {"question": f"How long does {number} take?", "answer": f"{line()}. {line()}."}
            ],
        }

    def post(self, number: int) -> dict[str, Any]:
        return {
            "title": f"Post {number}: {self._title()}",
            "status": "published",
            "date": self._day(),
            "summary": f"{number}. {self._line()}.",
            "category": self.chance.choice(_CATEGORIES),
            "tags": sorted(self.chance.sample(_TAGS, 2)),
            "authors": ["website-team"],
            "reviewed": "not yet",
        }

    def prose(self, count: int) -> str:
        """Paragraphs of about so many words under headings, some with a source; then a table."""
        parts: list[str] = []
        written = section = 0
        while written < count:
            if written >= section * 150:
                section += 1
                parts.append(f"\n\n## {self._title()}\n\n")
            elif parts:
                parts.append(" ")
            first, second = self.chance.sample(self.words.sentences, 2)
            sentence = [*first[: len(first) // 2], *second[len(second) // 2 :]]
            cite = (
                f"[@{self.chance.choice(self.words.keys)}]" if self.chance.random() < 0.15 else ""
            )
            parts.append(f"{' '.join(sentence)}.{cite}")
            written += len(sentence)
        return "".join(parts) + self._table()

    def _table(self) -> str:
        rows = "".join(
            f"| {week} | {self._title()} | {self._title()} |\n" for week in range(1, TABLE_ROWS + 1)
        )
        return f"\n\n| Week | What | How it goes |\n| --- | --- | --- |\n{rows}".rstrip("\n")

    def _title(self) -> str:
        return " ".join(self.chance.choice(self.words.sentences)[:4]).rstrip(",")

    def _line(self) -> str:
        first, second = (self.chance.choice(self.words.sentences) for _ in range(2))
        return " ".join([*first[:6], *second[-6:]])

    def _two_sources(self) -> list[str]:
        return self.chance.sample(self.words.keys, 2)

    def _day(self) -> dt.date:
        return _FIRST_DAY + dt.timedelta(self.chance.randrange(_DAYS))
