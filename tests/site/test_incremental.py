"""What a build takes from former ones is what it would make anew, whatever happened in between."""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from PIL import Image

from plugins.cms.errors import ContentErrors, Problems
from plugins.cms.publish.build import Built, build
from plugins.cms.publish.session import Session
from tests.conftest import GARDEN, Project, copy_of_the_garden

NIGHTLY = os.environ.get("PROOF") == "nightly"
"""Whether there is time for many steps: `PROOF=nightly python3 tasks.py test --args "-k proof"`."""

WORDS = ("sun", "shade", "**rain**", "mulch", "[@rhs-2020]", "[rose]({filename}/plants/rose.md)")
"""What texts are made of: plain words, marks, a word of the glossary, a citation, a link."""

PARTS = (
    "\n\n## Planting\n\n",
    "\n\n## Care\n\n",
    "[how]({filename}/plants/rose.md#planting)",
    "![the sky](/images/sky.png)",
)
"""What bodies have besides: headings, a link to one and a photo, which may be there or not."""

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
bodies = st.lists(st.sampled_from(WORDS + PARTS), min_size=1, max_size=8).map(" ".join)
titles = st.sampled_from(["Daisy", "Iris", "Zinnia", "Aster & Co", "Mint"])
names = st.sampled_from(["daisy", "iris", "zinnia"])
kinds = st.sampled_from(["plants", "notes", "words"])
indexes = st.integers(0, 50)


class Edits(RuleBasedStateMachine):
    """A garden that somebody works on, with a build after each change."""

    def __init__(self) -> None:
        super().__init__()
        self.top = Path(tempfile.mkdtemp())
        self.garden = copy_of_the_garden(self.top)
        self.clock = 1795608000
        self.sitename = "Garden"
        self.session: tuple[str, Session] | None = None
        self.seen: set[tuple[Path, int]] = set()

    def teardown(self) -> None:
        shutil.rmtree(self.top)

    # -- the content -----------------------------------------------------------------

    @rule(at=indexes, text=bodies)
    def body(self, at: int, text: str) -> None:
        file = self.entry(at)
        fields = file.read_text("utf-8").split("\n---\n", 1)[0]
        file.write_text(f"{fields}\n---\n{text}\n", "utf-8")

    @rule(at=indexes, title=titles)
    def title(self, at: int, title: str) -> None:
        self.set_field(self.entry(at), "title", title)

    @rule(at=indexes, summary=texts)
    def summary(self, at: int, summary: str) -> None:
        self.set_field(self.entry(at), "summary", json.dumps(summary))

    @rule(at=indexes, text=texts)
    def field(self, at: int, text: str) -> None:
        """A field that no list shows, or one that is on a card."""
        file = self.entry(at)
        name = {"plants": "about", "words": "meaning"}.get(file.parent.name)
        if name:
            self.set_field(file, name, json.dumps(text))

    @rule(at=indexes, status=st.sampled_from(["draft", "published", "in review"]))
    def status(self, at: int, status: str) -> None:
        self.set_field(self.entry(at), "status", status)

    @rule(at=indexes, day=st.integers(1, 28))
    def date(self, at: int, day: int) -> None:
        self.set_field(self.entry(at), "date", f"2026-11-{day:02}")

    @rule(at=indexes, day=st.integers(22, 28))
    def expiry(self, at: int, day: int) -> None:
        self.set_field(self.entry(at), "expires_at", f"2026-11-{day:02} 12:00")

    @rule(at=indexes, name=names)
    def move(self, at: int, name: str) -> None:
        file = self.entry(at)
        if not file.with_name(f"{name}.md").exists():
            file.rename(file.with_name(f"{name}.md"))

    @rule(at=indexes)
    def delete(self, at: int) -> None:
        self.entry(at).unlink()

    @rule(kind=kinds, name=names, title=titles, text=texts)
    def add(self, kind: str, name: str, title: str, text: str) -> None:
        more = {
            "plants": "summary: Something green.\nbed: border\nneighbors: [rose]\n",
            "notes": "summary: Something to do.\ncategory: Beds\ntags: [sowing]\n",
            "words": f"meaning: A word for {title}.\n",
        }[kind]
        self.garden.write(
            f"{kind}/{name}.md",
            f"---\ntitle: {title}\nstatus: published\ndate: 2026-02-02\n{more}---\n{text}\n",
        )

    @rule(name=titles)
    def data_file(self, name: str) -> None:
        file = self.garden.folder / "content/garden.yaml"
        lines = file.read_text("utf-8").splitlines()
        file.write_text("\n".join([f"name: {name}", *lines[1:]]) + "\n", "utf-8")

    @rule(title=titles)
    def reference(self, title: str) -> None:
        file = self.garden.folder / "content/references.json"
        records = json.loads(file.read_text("utf-8"))
        records[0]["title"] = title
        file.write_text(json.dumps(records), "utf-8")

    @rule(shape=st.sampled_from(["circle", "rect"]))
    def picture(self, shape: str) -> None:
        self.garden.write("images/rose.svg", f"<svg><{shape}/></svg>")

    @rule(color=st.sampled_from(["red", "blue"]))
    def photo(self, color: str) -> None:
        stream = BytesIO()
        Image.new("RGB", (9, 9), color).save(stream, "PNG")
        self.garden.write("images/sky.png", stream.getvalue())

    @rule(old=names)
    def redirect(self, old: str) -> None:
        self.garden.write("redirects.yaml", f"/gone/{old}/: /plants/lavender/\n")

    # -- the program -----------------------------------------------------------------

    @rule(
        name=st.sampled_from(["base", "plant", "page", "article", "index", "tag", "expired"]),
        word=names,
    )
    def template(self, name: str, word: str) -> None:
        file = self.garden.folder / "theme/templates" / f"{name}.html"
        text = (GARDEN / "theme/templates" / f"{name}.html").read_text("utf-8")
        file.write_text(
            text.replace("<h1>", f'<h1 class="{word}">').replace("<p ", f"<p id={word} "), "utf-8"
        )

    @rule(word=names)
    def included(self, word: str) -> None:
        folder = self.garden.folder / "theme/templates"
        (folder / "part.html").write_text(
            f"{{% macro part() %}}<i>{word} {{{{ SITENAME }}}}</i>{{% endmacro %}}", "utf-8"
        )
        text = (GARDEN / "theme/templates/plant.html").read_text("utf-8")
        first, rest = text.split("\n", 1)
        rest = rest.replace("</h1>", "</h1>{{ part() }}")
        (folder / "plant.html").write_text(
            f'{first}\n{{% from "part.html" import part with context %}}\n{rest}', "utf-8"
        )

    @rule(color=st.sampled_from(["red", "green"]))
    def style(self, color: str) -> None:
        (self.garden.folder / "theme/styles/base.css").write_text(
            f"h1 {{ color: {color} }}\n", "utf-8"
        )

    @rule(name=titles)
    def setting(self, name: str) -> None:
        self.sitename = name

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.clock += hours * 3600

    # -- what may happen to what is kept ---------------------------------------------

    @rule(at=indexes, where=st.sampled_from([".cache", "output"]))
    def damage(self, at: int, where: str) -> None:
        files = sorted(p for p in (self.garden.folder / where).rglob("*") if p.is_file())
        if files:
            file = files[at % len(files)]
            raw = bytearray(file.read_bytes() or b"x")
            raw[random.Random(at).randrange(len(raw))] ^= 1
            file.write_bytes(raw)

    @rule(at=indexes)
    def cut_short(self, at: int) -> None:
        files = sorted(p for p in (self.garden.folder / ".cache").rglob("*") if p.is_file())
        if files:
            os.truncate(files[at % len(files)], 10)

    @rule()
    def forget(self) -> None:
        shutil.rmtree(self.garden.folder / ".cache", ignore_errors=True)

    @initialize()
    def begin(self) -> None:
        """Nothing was built yet."""

    @invariant()
    def builds_the_same_as_from_nothing(self) -> None:
        folder = self.garden.folder
        with tempfile.TemporaryDirectory() as nothing:
            clean = self.outcome(OUTPUT_PATH=str(folder / "clean"), CMS_CACHE=nothing)
        kept = self.outcome(OUTPUT_PATH=str(folder / "output"))
        assert kept.keys() == clean.keys()
        assert [name for name in clean if kept[name] != clean[name]] == []
        renewed = self.renewed(OUTPUT_PATH=str(folder / "preview"), CMS_CACHE=str(folder / "more"))
        assert renewed.keys() == clean.keys()
        assert [name for name in clean if renewed[name] != clean[name]] == []

    def renewed(self, **overrides: str) -> dict[str, bytes | Problems]:
        """What the preview makes, which keeps its state and is told what has changed."""
        before, self.seen = self.seen, self.stamps()
        if self.session is None or self.session[0] != self.sitename:
            self.session = self.sitename, Session(self.garden.folder / "settings.py")
        changed = {path for path, _ in self.seen ^ before}
        return self.outcome(lambda _, **more: self.session[1].build(changed, **more), **overrides)

    def stamps(self) -> set[tuple[Path, int]]:
        """All files and folders that a build reads, with the times of their changes."""
        tops = (self.garden.folder / "content", self.garden.folder / "theme")
        return {(path, path.stat().st_mtime_ns) for top in tops for path in top.rglob("*")}

    def outcome(
        self, build: Callable[..., Built] = build, **overrides: str
    ) -> dict[str, bytes | Problems]:
        """What a build makes and complains of."""
        os.environ["SOURCE_DATE_EPOCH"] = str(self.clock)
        try:
            built = build(
                self.garden.folder / "settings.py",
                PATH=str(self.garden.folder / "content"),
                THEME=str(self.garden.folder / "theme"),
                SITENAME=self.sitename,
                **overrides,
            )
        except ContentErrors as found:
            return {"problems": found.problems}
        extracts = repr(list(built.settings["CMS_PAGES"].extracts())).encode()
        return {"problems": built.problems, "extracts": extracts, **files_of(built)}

    def entry(self, at: int) -> Path:
        files = sorted((self.garden.folder / "content").glob("*/*.md"))
        return files[at % len(files)]

    def set_field(self, file: Path, name: str, value: str) -> None:
        fields, body = file.read_text("utf-8").split("\n---\n", 1)
        lines = [one for one in fields.splitlines() if not one.startswith(f"{name}:")]
        file.write_text("\n".join([*lines, f"{name}: {value}"]) + f"\n---\n{body}", "utf-8")


def files_of(built: Built) -> dict[str, bytes]:
    top = built.folder.resolve()
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in top.rglob("*")
        if path.is_file()
    }


def proof(examples: int, steps: int) -> settings:
    """So many rows of changes, each of so many steps: the same ones each day, others each night."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=not NIGHTLY,
        phases=[Phase.generate],
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )


Edits.TestCase.settings = proof(100 if NIGHTLY else 8, 25)
TestProof = Edits.TestCase


def test_a_text_with_which_a_script_comes(tmp_path: Path) -> None:
    """A preview makes the whole site: another file tells hosts which pages load scripts."""
    garden = copy_of_the_garden(tmp_path)
    garden.write("images/chart.js", "")
    template = garden.folder / "theme/templates/plant.html"
    script = (
        "{% if 'A chart.' in body | string %}<script src='/images/chart.js'></script>{% endif %}"
    )
    text = template.read_text("utf-8")
    template.write_text(text.replace("</h1>", f"</h1>{script}", 1), "utf-8")
    session = Session(garden.folder / garden.settings)
    before = files_of(session.build(None))
    file = garden.folder / "content/plants/rose.md"
    file.write_text(file.read_text("utf-8") + "\nA chart.\n", "utf-8")
    after = files_of(session.build([file]))
    assert after["_headers"] != before["_headers"]
    clean = build(garden.folder / garden.settings, CMS_CACHE=str(tmp_path / "nothing"))
    assert files_of(clean) == after


def test_a_warning_elsewhere_is_not_in_the_way(garden: Project, tmp_path: Path) -> None:
    """Beside a text that is to be seen to, another one is put into the site, and both are told."""
    plants = garden.folder / "content/plants"
    rose, lavender = plants / "rose.md", plants / "lavender.md"
    rose.write_text(rose.read_text("utf-8") + '\nIt is "red".\n', "utf-8")
    session = Session(garden.folder / garden.settings)
    before = session.build(None)
    lavender.write_text(lavender.read_text("utf-8") + "\nIt is blue.\n", "utf-8")
    after = session.build([lavender])
    clean = build(garden.folder / garden.settings, CMS_CACHE=str(tmp_path / "nothing"))
    assert after.made is before.made
    assert files_of(clean) == files_of(after)
    assert after.problems == clean.problems != ()


def test_what_another_page_was_warned_of_is_gone_with_its_cause(
    garden: Project, tmp_path: Path
) -> None:
    """A heading that one text puts on the page of another one is no problem any more without it."""
    template = garden.folder / "theme/templates/plant.html"
    heading = "{% for one in entry.data.neighbors if 'Tall' in site[one].body.html %}<h4>Tall</h4>"
    text = template.read_text("utf-8").replace("</h1>", f"</h1>{heading}{{% endfor %}}", 1)
    template.write_text(text, "utf-8")
    lavender = garden.folder / "content/plants/lavender.md"
    without = lavender.read_text("utf-8")
    lavender.write_text(f"{without}\nTall.\n", "utf-8")
    session = Session(garden.folder / garden.settings)
    (warned,) = session.build(None).problems
    assert (warned.code, warned.location.path) == ("heading-order", "content/plants/rose.md")
    lavender.write_text(f"{without}\nLow.\n", "utf-8")
    after = session.build([lavender])
    clean = build(garden.folder / garden.settings, CMS_CACHE=str(tmp_path / "nothing"))
    assert files_of(clean) == files_of(after)
    assert after.problems == clean.problems == ()
