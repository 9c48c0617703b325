"""What a build of the real site takes from former ones is what it would make anew."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from plugins.clinic import finding, source_lists
from plugins.cms import parallel
from plugins.cms.cache import Log, note
from plugins.cms.errors import ContentErrors, Problems
from plugins.cms.publish.build import build, check
from tests.conftest import Project, copy_of_the_clinic
from tests.site.test_incremental import NIGHTLY, files_of, proof

KEPT = {
    "comparisons": {"dry-needling-vs-acupuncture"},
    "conditions": {"neck-pain-and-tension-headaches", "whiplash"},
    "glossary": {"fascia", "grade", "placebo-effect", "sham-needle", "trigger-point"},
    "posts": {"first-visit", "trigger-points-disputed"},
}
"""What is left of the large collections, so that a build takes less than a second."""

GONE = r"\[([^\]]*)\]\(\{filename\}/(?:%s)\.md\)"

indexes = st.integers(0, 500)
words = st.sampled_from(["alpha", "beta", "gamma"])


@pytest.fixture(scope="module", autouse=True)
def short_pages() -> Iterator[None]:
    """Few names from A to Z have room on a page, and few pages beside a source: lists go on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "MOST_NAMES", 20)
        patch.setattr(source_lists, "_MOST_PAGES", 2)
        yield


def small_clinic(folder: Path) -> Project:
    """The real site with few of its entries; nothing names the others."""
    site = copy_of_the_clinic(folder)
    content = site.folder / "content"
    every = [file for kind in KEPT for file in (content / kind).glob("*.md")]
    gone = [file for file in every if file.stem not in KEPT[file.parent.name]]
    for file in gone:
        file.unlink()
    link = re.compile(GONE % "|".join(f"{file.parent.name}/{file.stem}" for file in gone))
    named = re.compile(rf"^ +- (?:{'|'.join(file.stem for file in gone)})\n", re.MULTILINE)
    for file in content.glob("*/*.md"):
        text = named.sub("", link.sub(r"\1", file.read_text("utf-8")))
        file.write_text(text.replace("related:\n---", "---"), "utf-8")
    texts = "".join(file.read_text("utf-8") for file in content.glob("*/*.md"))
    library = content / "references.json"
    records = json.loads(library.read_text("utf-8"))
    library.write_text(json.dumps([one for one in records if one["id"] in texts]), "utf-8")
    return site


def outcome(site: Project, run: Callable[..., Any] = build, **overrides: Any) -> dict[str, Any]:
    """What a build makes and complains of."""
    try:
        built = run(site.folder / site.settings, **overrides)
    except ContentErrors as found:
        return {"problems": found.problems}
    return {"problems": built.problems, **files_of(built)}


def clean(site: Project, **overrides: Any) -> dict[str, Any]:
    """What a build makes that knows of no former one."""
    with tempfile.TemporaryDirectory() as nothing:
        output = str(site.folder / "clean")
        return outcome(site, OUTPUT_PATH=output, CMS_CACHE=nothing, **overrides)


def problems_of(site: Project, **overrides: Any) -> Problems:
    return check(site.folder / site.settings, **overrides).problems


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two outcomes are the same; pytest names the files that are not."""
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    return True


class Work(RuleBasedStateMachine):
    """The real site while somebody works on it, with a build after each change."""

    def __init__(self) -> None:
        super().__init__()
        self.top = Path(tempfile.mkdtemp())
        self.site = small_clinic(self.top)
        self.content = self.site.folder / "content"
        self.clock = 1795608000
        self.settings: dict[str, str] = {}
        self.before: dict[Path, bytes | None] = {}

    def teardown(self) -> None:
        shutil.rmtree(self.top)

    # -- fields ----------------------------------------------------------------------

    @rule(at=indexes, value=st.sampled_from(["moderate", "low", "very low", "insufficient"]))
    def certainty(self, at: int, value: str) -> None:
        self.set_one("*/*.md", r"(?m)^( +(?:certainty|up_to)): .*$", rf"\1: {value}", at)

    @rule(at=indexes, word=words)
    def line_of_a_list(self, at: int, word: str) -> None:
        """A red flag, a symptom, a line of the care lists, another name."""
        self.set_one("c*/*.md", r"(?m)^( +- (?:[A-Z]\w+|[a-z]+) [^:\n]*?)\.?$", rf"\1 {word}", at)

    @rule(at=indexes, key=indexes)
    def reference(self, at: int, key: int) -> None:
        keys = [one["id"] for one in json.loads((self.content / "references.json").read_bytes())]
        self.set_one(
            "*/*.md", r"(?m)^( +- )[a-z-]+-20\d\d[a-z-]*$", rf"\1{keys[key % len(keys)]}", at
        )

    @rule(at=indexes, field=st.sampled_from(["title", "summary", "definition"]), word=words)
    def text(self, at: int, field: str, word: str) -> None:
        self.set_one("*/*.md", rf"(?m)^({field}: \w[^\n]*?)\.?$", rf"\1 {word}.", at)

    @rule(at=indexes, word=words)
    def paragraph(self, at: int, word: str) -> None:
        self.set_one(
            "*/*.md",
            r"\n---\n(?s:.*)$",
            rf"\g<0>\nA {word} and a **sham needle**.[@gattie-2017-msk]\n",
            at,
        )

    @rule(at=indexes, name=st.sampled_from(["neck", "arm", "jaw", "no-such-region"]))
    def region(self, at: int, name: str) -> None:
        self.set_one("conditions/*.md", r"(body_regions:\n +- )[a-z-]+", rf"\1{name}", at)

    @rule(at=indexes, menu=st.integers(1, 9), word=words)
    def menu(self, at: int, menu: int, word: str) -> None:
        self.set_one(
            "pages/*.md", r"(?m)^status:", f"menu: {menu}\nmenu_title: {word}\nstatus:", at
        )

    @rule(at=indexes, team=st.booleans())
    def review(self, at: int, team: bool) -> None:
        new = "reviewed:\n  by: some-body\n  on: 2026-11-20\n  next_due: 2026-12-01\n"
        self.write("people/some-body.md", PERSON.format(team=str(team).lower()))
        self.set_one("*/*.md", r"reviewed: not yet\n", new, at)

    @rule(at=indexes, value=st.sampled_from(["Aftercare", "Research", "alpha"]))
    def label(self, at: int, value: str) -> None:
        old = [r"(tags:\n +- ).*", r"(category: ).*"][at % 2]
        self.set_one("posts/*.md", old, rf"\g<1>{value}", at // 2)

    @rule(at=indexes, width=st.sampled_from([10, 20]))
    def image(self, at: int, width: int) -> None:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="5"></svg>'
        self.write("images/needle.svg", svg)
        image = "image:\n  src: images/needle.svg\n  alt: A needle\nreviewed:"
        if at % 2:
            self.set_one("*/*.md", r"(?<!needle\n)reviewed:", image, at)

    @rule(at=indexes, status=st.sampled_from(["draft", "published", "in review"]))
    def status(self, at: int, status: str) -> None:
        self.set_one("*/*.md", r"(?m)^status: .*", f"status: {status}", at)

    @rule(at=indexes, day=st.integers(20, 30))
    def window(self, at: int, day: int) -> None:
        field = ["publish_at", "expires_at"][at % 2]
        self.set_one("p*/*.md", r"(?m)^status:", f"{field}: 2026-11-{day} 12:00\nstatus:", at)

    # -- files -----------------------------------------------------------------------

    @rule(name=words, title=words, at=indexes)
    def add(self, name: str, title: str, at: int) -> None:
        kind, text = [("posts", POST), ("glossary", WORD)][at % 2]
        self.write(f"{kind}/{name}.md", text.format(title=title))

    @rule(at=indexes)
    def delete(self, at: int) -> None:
        files = sorted(self.content.glob("[gpr]*/*.md"))
        self.change(files[at % len(files)], None)

    @rule(at=indexes, word=words)
    def details(self, at: int, word: str) -> None:
        self.set_one("clinic.yaml", r'(?m)^(\w+): ".*"$', rf"\1: {word}", at)

    @rule(at=indexes, number=st.integers(8, 30))
    def what_checks_look_for(self, at: int, number: int) -> None:
        self.set_one("rules.yaml", r"(?m)^( *\w+): \d+$", rf"\1: {number}", at)

    @rule(at=indexes, word=words)
    def source(self, at: int, word: str) -> None:
        self.set_one("references.json", r'"title": "[^"]*"', f'"title": "Of {word}"', at)

    @rule(at=indexes, old=words)
    def redirect(self, at: int, old: str) -> None:
        self.write("redirects.yaml", f"/gone/{old}/: /{['about', 'safety'][at % 2]}/\n")

    # -- the program -----------------------------------------------------------------

    @rule(at=indexes, word=words)
    def template(self, at: int, word: str) -> None:
        theme = self.site.folder / "theme"
        files = sorted([*theme.glob("templates/**/*.html"), *theme.glob("components/*/t*.html")])
        file = files[at % len(files)]
        text = file.read_text("utf-8")
        self.change(file, text.replace('class="', f'class="{word} ', 1).encode())

    @rule(word=words)
    def style(self, word: str) -> None:
        file = self.site.folder / "theme/styles/base.css"
        self.change(file, file.read_bytes() + f".{word} {{ color: inherit }}\n".encode())

    @rule(name=words)
    def setting(self, name: str) -> None:
        self.settings = {"SITENAME": name}

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.clock += hours * 3600

    # -- what may happen to what is kept ---------------------------------------------

    @rule(at=indexes, end=st.booleans())
    def damage(self, at: int, end: bool) -> None:
        files = sorted(p for p in (self.site.folder / ".cache").rglob("*") if p.is_file())
        if files:
            raw = bytearray(files[at % len(files)].read_bytes() or b"x")
            raw[random.Random(at).randrange(len(raw))] ^= 1
            files[at % len(files)].write_bytes(raw[: len(raw) // 2] if end else raw)

    @rule()
    def checks(self) -> None:
        """A check between two builds leaves them as they are, and says the same as a first one."""
        with tempfile.TemporaryDirectory() as nothing:
            known = problems_of(self.site, **self.settings)
            assert known == problems_of(self.site, CMS_CACHE=nothing, **self.settings)

    @initialize()
    def begin(self) -> None:
        os.environ["SOURCE_DATE_EPOCH"] = str(self.clock)

    @invariant()
    def builds_the_same_as_from_nothing(self) -> None:
        os.environ["SOURCE_DATE_EPOCH"] = str(self.clock)
        new = clean(self.site, **self.settings)
        assert same(outcome(self.site, **self.settings), new)
        if len(new) == 1:  # a mistake; most of the time, there is none
            for file, content in self.before.items():
                self.put(file, content)
        self.before = {}

    # -- how -------------------------------------------------------------------------

    def set_one(self, files: str, old: str, new: str, at: int) -> None:
        """Change one of the places in some files where a pattern fits."""
        places = [
            (file, found)
            for file in sorted(self.content.glob(files))
            for found in re.finditer(old, file.read_text("utf-8"))
        ]
        if places:
            file, found = places[at % len(places)]
            text = found.string[: found.start()] + found.expand(new) + found.string[found.end() :]
            self.change(file, text.encode())

    def write(self, path: str, text: str) -> None:
        self.change(self.content / path, text.encode())

    def change(self, file: Path, content: bytes | None) -> None:
        self.before.setdefault(file, file.read_bytes() if file.is_file() else None)
        self.put(file, content)

    def put(self, file: Path, content: bytes | None) -> None:
        file.parent.mkdir(exist_ok=True)
        if content is None:
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(content)


PERSON = """---
title: Some Body
role: Helps with tests
status: published
date: 2026-11-01
team: {team}
summary: Somebody who is only here for a test.
---
"""

POST = """---
title: About {title}
status: published
date: 2026-11-10
summary: A few words on needles for people who ask.
category: Your visit
tags: [Aftercare]
authors: [website-team]
reviewed: not yet
---

A short text on a [first visit]({{filename}}/posts/first-visit.md).
"""

WORD = """---
title: {title}
status: published
date: 2026-11-23
definition: A word that is only here for a test.
basis: general knowledge, needs clinician review
---
"""

Work.TestCase.settings = proof(40, 30) if NIGHTLY else proof(1, 10)
TestProofOnTheRealSite = Work.TestCase


def test_each_kind_of_edit() -> None:
    """Whatever is edited and seen, a build that knows the former one makes it."""
    work = Work()
    work.begin()
    former = clean(work.site)
    outcome(work.site)
    edits: tuple[Callable[[], None], ...] = (
        lambda: work.line_of_a_list(at=40, word="alpha"),
        lambda: work.reference(at=5, key=7),
        lambda: work.text(at=207, field="title", word="alpha"),
        lambda: work.text(at=5, field="summary", word="alpha"),
        lambda: work.text(at=1, field="title", word="beta"),
        lambda: work.paragraph(at=12, word="alpha"),
        lambda: work.region(at=1, name="jaw"),
        lambda: work.menu(at=5, menu=3, word="alpha"),
        lambda: work.label(at=0, value="alpha"),
        lambda: work.label(at=1, value="alpha"),
        lambda: work.image(at=3, width=10),
        lambda: work.image(at=2, width=20),
        lambda: work.add(name="alpha", title="alpha", at=0),
        lambda: work.add(name="beta", title="needle", at=1),
        lambda: work.status(at=20, status="draft"),
        lambda: work.details(at=2, word="alpha"),
        lambda: work.source(at=4, word="alpha"),
        lambda: work.redirect(at=0, old="alpha"),
        lambda: work.template(at=30, word="alpha"),
        lambda: work.style(word="alpha"),
        lambda: work.setting(name="alpha"),
    )
    try:
        for number, edit in enumerate(edits):
            edit()
            os.environ["SOURCE_DATE_EPOCH"] = str(work.clock)
            new = clean(work.site, **work.settings)
            assert new != former, f"edit {number} changes nothing"
            assert same(outcome(work.site, **work.settings), new)
            assert len(new) > 1, f"edit {number}: {new}"
            former = new
    finally:
        work.teardown()


@pytest.fixture
def site(tmp_path: Path) -> Project:
    return small_clinic(tmp_path)


def test_branches(site: Project, tmp_path: Path) -> None:
    """Two branches of the content share what is kept, as if each had a folder of its own."""
    content = site.folder / "content"
    shutil.copytree(content, tmp_path / "main")
    shutil.copytree(content, tmp_path / "branch")
    branch = tmp_path / "branch"
    (branch / "posts/first-visit.md").unlink()
    (branch / "posts/new.md").write_text(POST.format(title="a branch"), "utf-8")
    for file in branch.glob("*/*.md"):
        text = file.read_text("utf-8").replace("posts/first-visit.md", "posts/new.md")
        file.write_text(text.replace("title: Whiplash", "title: Whip"), "utf-8")
    expected = {}
    for name in ("main", "branch", "main", "branch", "branch", "main"):
        shutil.rmtree(content)
        shutil.copytree(tmp_path / name, content)
        expected.setdefault(name, clean(site))
        assert same(outcome(site), expected[name])
    assert expected["main"].keys() != expected["branch"].keys()


def test_without_fork(site: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a process cannot be copied, one builds the same, also of what others have kept."""
    monkeypatch.setattr(parallel, "processors", lambda: 3)
    copied = clean(site)
    monkeypatch.delattr(os, "fork")
    assert same(clean(site), copied)
    change_all(site, "alpha")
    alone = outcome(site)
    monkeypatch.undo()
    assert same(outcome(site), clean(site))
    assert same(alone, outcome(site))


def change_all(site: Project, word: str) -> None:
    for file in site.folder.glob("content/*/*.md"):
        file.write_text(f"{file.read_text('utf-8')}\nOn {word}.\n", "utf-8")


FOREIGN = (None, 0, "x", [], {}, [[]], [None], [{}], [["x"]], {"x": None}, [[1, 2, 3, 4, 5, 6, 7]])
"""JSON that some other program may have written."""


def spoiled(value: Any, at: random.Random) -> Any:
    """Something foreign in place of a value, or of a part of it."""
    foreign = at.choice([one for one in FOREIGN if one != value])
    if not isinstance(value, list | dict) or not value or at.random() < 0.2:
        return foreign
    copy = value.copy()
    copy[at.choice([*value] if isinstance(value, dict) else range(len(value)))] = foreign
    return copy


def test_records_of_another_program(site: Project) -> None:
    """Records that are sealed, and mean nothing to this program, cost no more than time."""
    expected, problems = clean(site), problems_of(site)
    for seed in range(200 if NIGHTLY else 10):
        outcome(site)
        spoil(site, random.Random(seed))
        if seed % 3:
            assert same(outcome(site), expected), seed
        else:
            assert problems_of(site) == problems, seed


def spoil(site: Project, at: random.Random) -> None:
    """Put foreign data into every record, with the right seal."""
    for file in sorted((site.folder / ".cache").rglob("*.json")):
        value = json.loads(file.read_bytes().partition(b"\n")[2])
        note(file, file.stem, spoiled(value, at))
    for file in sorted((site.folder / ".cache").rglob("*.log")):
        log = Log(file, file.stem)
        lines = {name: json.loads(line) for name, line in log.read().items()}
        assert lines
        names = at.sample(sorted(lines), at.choice([1, 1, len(lines)]))
        # What is known of an entry is believed where it has the right shape and the right seal.
        whole = file.parent.name == "entries"
        foreign = {
            name: at.choice(FOREIGN) if whole else spoiled(lines[name], at) for name in names
        }
        log.write(foreign, (), lines)
