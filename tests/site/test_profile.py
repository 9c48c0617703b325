"""`build --profile`: what is named as slow, how often it was counted, and what stays as it was."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from inspect import isfunction
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from jinja2.runtime import Macro
from pelican import Pelican

from plugins.cms import commands
from plugins.cms.errors import ContentErrors
from plugins.cms.profiling import Kind, Recorder, recorder, to_text
from plugins.cms.publish import profile as profiling
from plugins.cms.publish.kept import KeptPages
from plugins.cms.publish.profile import Profile, profile
from plugins.cms.publish.texts import PageTemplate
from tests.conftest import ROOT, Outcome, Project
from tests.processes import run_python

NUMBERS = count()
"""For the names of modules, none of which is loaded twice."""


def measured(project: Project) -> Profile:
    with contextlib.chdir(project.folder):
        return profile(Path(project.settings))


def printed(project: Project) -> Outcome:
    return project._run(commands.build, settings=project.settings, profile=True)


def counted(found: Profile, kind: Kind) -> dict[str, int]:
    """How often each part of a kind was counted, by what it is called."""
    return {" ".join(row.names): row.calls for row in found.recorder.rows(kind)}


def set_up(project: Project, settings: str) -> None:
    file = project.folder / project.settings
    file.write_text(f"{file.read_text('utf-8')}\n{settings}\n", "utf-8")


def add_to_plants(project: Project, jinja: str) -> None:
    """Let the page of each of the three plants print something more."""
    file = project.folder / "theme/templates/plant.html"
    more = f"{{% block main %}}{jinja}"
    file.write_text(file.read_text("utf-8").replace("{% block main %}", more), "utf-8")


def subject_with(monkeypatch: pytest.MonkeyPatch, project: Project, rule: str) -> None:
    """Let the site be about a garden with one more thing, which a few lines of Python add."""
    name = f"garden_{next(NUMBERS)}"
    (project.folder / f"{name}.py").write_text(
        "import time\nfrom dataclasses import replace\nfrom tests.garden.subject import SUBJECT\n"
        + rule
    )
    monkeypatch.syspath_prepend(str(project.folder))
    set_up(project, f"CMS_SUBJECT = '{name}'")


# -- what is counted ------------------------------------------------------------------


def test_every_page_is_named_once(garden: Project) -> None:
    """With its template, and its source if it has one."""
    found = measured(garden)
    pages = counted(found, Kind.PAGE)
    addresses = {f"/{path.removesuffix('index.html')}" for path in found.built.output.pages}
    assert {name.split()[0] for name in pages} == addresses
    assert set(pages.values()) == {1} and len(pages) == len(addresses)
    assert "/plants/rose/ plant.html content/plants/rose.md" in pages
    assert "/notes/ index.html" in pages


def test_nothing_is_done_in_other_processes(
    garden: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many processors there are: what a copy of the process did would not be counted."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    monkeypatch.setattr(os, "fork", None)
    assert measured(garden).built.pages


def test_filters_macros_and_parts_of_templates_are_counted(garden: Project) -> None:
    """As often as the pages of three plants use them, also where a filter takes a filter."""
    (garden.folder / "theme/templates/part.html").write_text(
        "{% macro twig(n) %}{{ n }}{% endmacro %}", "utf-8"
    )
    add_to_plants(
        garden,
        "{% from 'part.html' import twig with context %}{% include 'part.html' %}"
        "{% for one in [1, 2, 3, 4] %}{{ twig(one) }}{{ one | abs }}{% endfor %}"
        "{{ [1, 2, entry.title | length] | map('abs') | join }}",
    )
    found = measured(garden)
    assert counted(found, Kind.HELPER)["abs"] == 3 * (4 + 3)
    assert counted(found, Kind.HELPER)["map"] == 3
    templates = counted(found, Kind.TEMPLATE)
    assert templates["part.html twig"] == 3 * 4
    assert templates["part.html"] == 3 * 2
    assert templates["plant.html"] == 3
    assert templates["base.html"] == found.built.pages


def test_views_are_counted(garden: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once when they are made, then each time when they are functions for templates."""
    more = "VIEWS = {'TWICE': lambda site: lambda n: 2 * n, 'MANY': lambda site: len(site.entries)}"
    subject_with(monkeypatch, garden, f"{more}\nSUBJECT = replace(SUBJECT, views=VIEWS)\n")
    add_to_plants(garden, "{{ TWICE(1) }}{{ TWICE(2) }}{{ MANY }}{{ MANY }}")
    views = counted(measured(garden), Kind.HELPER)
    assert (views["TWICE"], views["MANY"]) == (1 + 3 * 2, 1)


def test_rules_are_counted(garden: Project) -> None:
    """Those of an entry once for each, those of the site or of all pages once."""
    found = measured(garden)
    entries = len(found.built.site.written)
    of_content, of_pages = counted(found, Kind.RULE), counted(found, Kind.PAGE_RULE)
    assert of_content["plugins.cms.rules.links"] == entries
    assert of_content["tests.garden.subject.no_shouting"] == entries
    assert of_content["plugins.cms.rules.endings"] == 1
    assert of_pages["plugins.cms.rules.pages.ids"] == found.built.pages
    assert of_pages["plugins.cms.rules.pages.links.orphans"] == 1
    assert of_pages["plugins.cms.rules.pages.vanished"] == 1


def test_stages_add_up_to_less_than_the_whole(garden: Project) -> None:
    """Each moment is counted in one stage only; what is left is the rest."""
    found = measured(garden)
    stages = found.recorder.rows(Kind.STAGE)
    assert {row.names[0] for row in stages} >= {
        "Markdown",
        "Pelican itself",
        "checks of pages",
        "keeping for later builds",
        "linking",
        "making pages",
        "reading files",
        "reading settings and code",
        "rules for content",
        "writing",
    }
    assert all(0 <= row.own <= row.total for row in stages)
    assert 0 < sum(row.own for row in stages) <= found.total


# -- what is slow ---------------------------------------------------------------------


def first_of(out: str, heading: str) -> str:
    """The first line of the table below a heading."""
    return re.search(rf"^{heading}.*\n.*\n(.*)", out, re.MULTILINE)[1]  # type: ignore[index]


@pytest.fixture
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that only goes on while somebody sleeps: nothing is slow since the machine is."""
    passed = [0.0]
    monkeypatch.setattr(time, "sleep", passed.append)
    monkeypatch.setattr(time, "perf_counter", lambda: sum(passed))


@pytest.mark.usefixtures("_patient")
def test_a_slow_filter_is_named_first(garden: Project) -> None:
    """And so are the page and the template that use it."""
    set_up(garden, "import time\nJINJA_FILTERS = {'dawdle': lambda text: time.sleep(0.4) or text}")
    add_to_plants(garden, "{% if entry.slug == 'rose' %}{{ entry.slug | dawdle }}{% endif %}")
    outcome = printed(garden)
    assert outcome.code == 0, outcome.err
    assert first_of(outcome.out, "Filters and views").startswith("dawdle ")
    assert first_of(outcome.out, "Pages").startswith("/plants/rose/ ")
    assert first_of(outcome.out, "Templates").startswith("plant.html ")
    assert first_of(outcome.out, "What the build did").startswith("making pages ")


@pytest.mark.usefixtures("_patient")
def test_a_slow_rule_is_named_first(garden: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that yields, whose time passes only while its problems are taken."""
    dawdle = "def dawdle(entry, site):\n    time.sleep(0.05)\n    yield from ()\n"
    subject_with(monkeypatch, garden, f"{dawdle}SUBJECT = replace(SUBJECT, entry_rules=(dawdle,))")
    outcome = printed(garden)
    assert outcome.code == 0, outcome.err
    assert ".dawdle " in first_of(outcome.out, "Rules for content")
    assert first_of(outcome.out, "What the build did").startswith("rules for content ")


def test_the_time_of_a_part_is_not_that_of_its_parts() -> None:
    """What calls itself is counted once in all; parts of another kind take nothing away."""
    known = Recorder()
    inner = known.timed(lambda: sum(range(50_000)), Kind.TEMPLATE, "inner")
    again = known.timed(lambda n: again(n - 1) if n else inner(), Kind.TEMPLATE, "outer")
    known.timed(again, Kind.PAGE, "page")(3)
    by_name = {row.names[0]: row for row in known.rows(Kind.TEMPLATE)}
    outer, whole = by_name["outer"], known.rows(Kind.PAGE)[0]
    assert (outer.calls, by_name["inner"].calls, whole.calls) == (4, 1, 1)
    assert outer.total <= whole.total == whole.own
    assert outer.own + by_name["inner"].total == pytest.approx(outer.total)


# -- what is printed ------------------------------------------------------------------


def test_what_is_printed_fits_a_terminal(garden: Project) -> None:
    """80 columns without colors, plain words, and a sum."""
    out = printed(garden).out
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out
    assert "took no page and no entry from former ones, and one processor did" in " ".join(
        out.split()
    )
    assert re.search(r"^the rest +\d+\.\d +\d+\.\d%$", out, re.MULTILINE)
    assert re.search(r"^in all +\d+\.\d +100\.0%$", out, re.MULTILINE)


def test_the_page_on_speed_explains_each_table(garden: Project) -> None:
    """By the words that stand above it, in the same order."""
    text = (ROOT / "docs/speed.md").read_text("utf-8").partition("| table |")[2]
    explained = re.findall(r"^\| ([A-Z][^|]*) \|", text, re.MULTILINE)
    shown = re.findall(r"^(?:What|Pages|Temp|Filt|Rules)[^:\n]*", printed(garden).out, re.MULTILINE)
    assert explained == shown


def test_only_the_ten_slowest_are_listed() -> None:
    """The heading says of how many; names that are long are broken, never cut."""
    known = Recorder()
    long = "components/" + "very-" * 30 + "long.html"
    for number in range(11):
        known.timed(len, Kind.TEMPLATE, f"{number}{long}")("")
    out = to_text(known, 1.0, 80)
    assert "Templates, and the macros in them: the slowest 10 of 11" in out
    assert out.replace("\n", "").count("ng.html") == 10
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" in to_text(known, 1.0, 80, color=True)


# -- what stays as it was -------------------------------------------------------------


def test_the_site_is_the_same_and_nothing_is_kept(garden: Project) -> None:
    """Neither what former builds kept is taken, nor is anything added for later ones."""
    assert garden.build().code == 0
    site, cache = garden.files(), kept(garden)
    found = measured(garden)
    assert site == garden.files()
    assert cache and cache == kept(garden)
    assert len(counted(found, Kind.PAGE)) == found.built.pages


def kept(project: Project) -> dict[Path, bytes]:
    """What is there for later builds."""
    files = (project.folder / ".cache").rglob("*")
    return {path: path.read_bytes() for path in files if path.is_file()}


@pytest.mark.parametrize("broken", [False, True])
def test_nothing_is_timed_afterward(garden: Project, broken: bool) -> None:
    """All functions are as they were, also after a build that failed."""
    before = known_functions()
    if broken:
        garden.write("plants/weed.md", "---\n")
    with pytest.raises(ContentErrors) if broken else contextlib.nullcontext():
        measured(garden)
    after = known_functions()
    assert {name: after[name] for name in before} == before
    assert not [name for name, value in after.items() if is_timed(value)]


def known_functions() -> dict[tuple[str, str], Any]:
    """What is in the modules of the project, and the methods of some classes."""
    places = {name: vars(module) for name, module in [*sys.modules.items()] if "plugins" in name}
    places |= {one.__name__: dict(vars(one)) for one in (KeptPages, Macro, PageTemplate, Pelican)}
    return {
        (place, name): value
        for place, names in places.items()
        for name, value in names.items()
        if callable(value) or isinstance(value, tuple)
    }


def is_timed(value: Any) -> bool:
    """Whether a function, or one of several, is one that only a measured build has."""
    several = value if isinstance(value, tuple) else (value,)
    codes = [one.__code__ for one in several if isfunction(one)]
    made = {(recorder.__file__, "run"), (profiling.__file__, "<lambda>")}
    return any((code.co_filename, code.co_name) in made for code in codes)


def test_a_build_without_the_option_loads_none_of_it(garden: Project) -> None:
    """What is not loaded cannot slow it down."""
    named = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr));"
    build = f"{named} from plugins.cms import commands; commands.build('settings.py')"
    loaded = run_python(build, garden.folder).stderr.split()
    assert "plugins.cms.publish.build" in loaded
    assert not [name for name in loaded if re.search(r"^plugins\..*(profil|timed)", name)]
